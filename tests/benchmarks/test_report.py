"""The report: files, exit, and what a wrong answer does."""

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from benchmarks.catalogue import measured
from benchmarks.measurement import Measurement
from benchmarks.report import Part, run, shown, table
from data.errors import Failure

Wanted = tuple[str, dict[str, Any]]


def suite(name: str, figures: list[Measurement] | Part, monkeypatch: pytest.MonkeyPatch) -> Wanted:
    module = ModuleType(name)
    module.run = lambda: figures  # type: ignore[attr-defined]  # a module made for this test
    monkeypatch.setitem(sys.modules, name, module)
    return name, {}


SLOW = [measured("load.throughput_ratio", 0.1), measured("load.open_p99_ms", 9.0)]
WRONG = [measured("crash.lost", 1)]


def test_a_missed_speed_is_told_and_fails_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run([("load", *suite("fake_slow", SLOW, monkeypatch))], tmp_path)
    printed = capsys.readouterr().out
    assert "missed" in printed
    entry = msgspec.json.decode((tmp_path / "report.json").read_bytes())["suites"]["load"][0]
    assert (entry["id"], entry["value"], entry["verdict"]) == (
        "load.throughput_ratio",
        0.1,
        "missed",
    )


def test_a_wrong_answer_fails_after_everything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suites = [
        ("crash", *suite("fake_wrong", WRONG, monkeypatch)),
        ("load", *suite("fake_slow", SLOW, monkeypatch)),
    ]
    with pytest.raises(Failure, match=r"crash\.lost"):
        run(suites, tmp_path)
    written = msgspec.json.decode((tmp_path / "report.json").read_bytes())
    assert set(written["suites"]) == {"crash", "load"}


def test_a_suite_that_fails_spoils_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("fake_broken")

    def broken() -> list[Measurement]:
        raise Failure("the server did not start")

    module.run = broken  # type: ignore[attr-defined]  # a module made for this test
    monkeypatch.setitem(sys.modules, "fake_broken", module)
    suites = [("one", "fake_broken", {}), ("load", *suite("fake_slow", SLOW, monkeypatch))]
    with pytest.raises(Failure, match="one: the server did not start"):
        run(suites, tmp_path)
    assert b"throughput_ratio" in (tmp_path / "report.json").read_bytes()


def test_a_library_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("fake_heavy")

    def heavy() -> list[Measurement]:
        raise ModuleNotFoundError("No module named 'sklearn'", name="sklearn")

    module.run = heavy  # type: ignore[attr-defined]  # a module made for this test
    monkeypatch.setitem(sys.modules, "fake_heavy", module)
    with pytest.raises(Failure, match=r"quality needs sklearn: pip install 'postrisk\[train\]'"):
        run([("quality", "fake_heavy", {})], tmp_path)


def test_the_page_needs_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = Measurement("a.b", 1.0, "ms", None, "<script>alert(1)</script>")
    run([("x", *suite("fake_odd", [odd, odd], monkeypatch))], tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "<script" not in page
    assert not any(sign in page for sign in ("http://", "https://", "src=", "@import"))


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (1234.0, "1,234"), (0.18375, "0.184"), (1432.8, "1,433"), (4e-13, "4.0e-13")],
)
def test_figures_have_as_many_digits_as_mean_anything(value: float, text: str) -> None:
    assert shown(value) == text


def test_a_table_has_a_line_for_each_figure() -> None:
    assert len(table("load", SLOW).splitlines()) == 1 + len(SLOW)


def test_a_part_brings_its_details_and_its_own_section(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = Part(SLOW, {"depth": [1.5, float("nan")]}, "<p>own words</p>")
    run([("quality", *suite("fake_part", part, monkeypatch))], tmp_path)
    written = msgspec.json.decode((tmp_path / "report.json").read_bytes())
    assert written["details"] == {"quality": {"depth": [1.5, None]}}
    assert len(written["suites"]["quality"]) == len(SLOW)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<p>own words</p>" in page
    assert "<svg" not in page


def test_the_options_of_a_suite_are_handed_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("fake_optional")
    module.run = lambda size: [measured("crash.rounds", size)]  # type: ignore[attr-defined]  # a module made for this test
    monkeypatch.setitem(sys.modules, "fake_optional", module)
    run([("crash", "fake_optional", {"size": 3})], tmp_path)
    written = msgspec.json.decode((tmp_path / "report.json").read_bytes())
    assert written["suites"]["crash"][0]["value"] == 3
