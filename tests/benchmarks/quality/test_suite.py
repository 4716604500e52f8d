from pathlib import Path

import msgspec
import pytest

from benchmarks.catalogue import BY_ID
from benchmarks.quality import suite
from benchmarks.quality.study import Study
from benchmarks.quality.suite import details, figures
from data.synthetic.schedule import Prevalence
from tests.benchmarks.quality.small_world import study_with_new_campaigns


def test_figures_have_declared_ids_each_once() -> None:
    found = [figure.id for figure in figures(study_with_new_campaigns())]
    assert len(found) == len(set(found))
    assert set(found) <= set(BY_ID)
    assert {"quality.minutes", "quality.account_opening.engine.pr_auc"} <= set(found)
    assert "quality.account_opening.rules.ece" not in found


def test_a_figure_tells_its_interval_and_what_it_stands_on() -> None:
    figure = next(
        f
        for f in figures(study_with_new_campaigns())
        if f.id == "quality.account_opening.engine.pr_auc"
    )
    result = next(
        r
        for r in study_with_new_campaigns().results
        if (r.kind, r.method) == ("account_opening", "engine")
    )
    assert figure.value == result.figures["pr_auc"].value
    assert f"frauds: {result.frauds}, campaigns: 1" in figure.note


def test_details_are_plain_values_that_json_can_hold() -> None:
    plain = msgspec.json.decode(msgspec.json.encode(details(study_with_new_campaigns())))
    assert plain["world"]["preset"] == "demo"
    assert plain["split"]["days"] == [9, 3, 2]
    assert len(plain["results"]) == len(study_with_new_campaigns().results)
    assert set(plain["results"][0]["figures"]["pr_auc"]) == {"value", "low", "high"}
    assert plain["costs"]["review"] > 0


def test_the_options_reach_the_study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int, Prevalence, Path]] = []

    def study(
        preset: str, seed: int, prevalence: Prevalence, out: Path, *, judge_generator: bool
    ) -> Study:
        assert judge_generator
        asked.append((preset, seed, prevalence, out))
        return study_with_new_campaigns()

    monkeypatch.setattr(suite, "run_study", study)
    part = suite.run(tmp_path, "S", 3, (0.3, 0.5))
    assert asked == [("S", 3, Prevalence(0.3, 0.5), tmp_path)]
    assert part.html
    assert part.details
    assert len(part.figures) > 5
