"""The benchmark runs, compares the same numbers, and finds the compiled side faster."""

import pytest

from benchmarks.catalogue import DETECTORS
from benchmarks.detectors_speed import main, run

pytestmark = pytest.mark.usefixtures("pyod_warnings_ignored")


def test_lines_are_complete_and_the_scores_agree() -> None:
    lines = run(seed=1, rows=2_000, features=6)
    assert tuple(line["detector"] for line in lines) == DETECTORS
    for line in lines:
        assert (line["rows"], line["features"]) == (2_000, 6)
        assert float(line["max_difference"]) <= 1e-9
        assert float(line["ratio"]) > 1.0
        ratio = float(line["pyod_us"]) / float(line["compiled_us"])
        assert line["ratio"] == pytest.approx(ratio)


def test_the_table_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = {"detector": "ecod", "pyod_us": 2e5, "compiled_us": 5.0, "ratio": 4e4}
    monkeypatch.setattr(
        "benchmarks.detectors_speed.run", lambda: [{**line, "max_difference": 1e-14}]
    )
    main()
    assert "40,000" in capsys.readouterr().out
