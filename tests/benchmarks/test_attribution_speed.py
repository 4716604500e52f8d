"""The benchmark of boosted trees runs, and finds the same scores; without LightGBM it says so."""

import sys
import warnings

import pytest

from benchmarks import attribution_speed
from benchmarks.speed import attribution_figures


def test_figures_are_complete_and_the_scores_agree() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pytest.importorskip("lightgbm", reason="LightGBM is not installed (extra: train)")
        pytest.importorskip("shap", reason="shap is not installed (extra: train)")
        figures = attribution_figures(rows=1_000, trees=20, depth=4, probes=2_000)
    found = {figure.id: figure for figure in figures}
    assert len(found) == 8
    assert not found["speed.attribution_error"].wrong
    values = {name: figure.value for name, figure in found.items()}
    assert values["speed.attribution.ratio"] == pytest.approx(
        values["speed.attribution.predict_us"] / values["speed.attribution.us"]
    )
    assert values["speed.attribution.us"] < values["speed.attribution.contrib_us"]


def test_without_lightgbm_one_line_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "lightgbm", None)
    assert attribution_figures(rows=10, trees=1, depth=1, probes=1) == []
    told = capsys.readouterr().err
    assert told.startswith("speed.attribution left out (extra: train)")
    assert told.count("\n") == 1


def test_the_figures_are_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(attribution_speed, "run", lambda trees, depth: {"us": trees / depth})
    attribution_speed.main(["300", "6"])
    assert capsys.readouterr().out.splitlines() == [
        "300 trees of depth 6",
        f"{'us':>12} {'50':>12}",
    ]
