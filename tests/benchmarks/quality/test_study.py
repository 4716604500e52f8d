from pathlib import Path

import pytest

from benchmarks.quality.prevalence import REALISTIC
from benchmarks.quality.study import prevalence_weights, run_study
from data.errors import WrongUse
from data.synthetic.schedule import ENRICHED, Prevalence
from tests.benchmarks.quality.small_world import SEED, demo_study, small, trial_of


def test_a_study_is_the_world_the_split_and_the_trials_together() -> None:
    study = demo_study()
    assert study.world == small().manifest
    assert study.split == small().split
    for kind, trial in study.trials.items():
        alone = trial_of(kind)
        assert [m.name for m in trial.methods] == [m.name for m in alone.methods]
        for mine, other in zip(trial.methods, alone.methods, strict=True):
            assert mine.name in {"rules", "iforest"} or mine.test == pytest.approx(other.test)
    assert list(study.seconds) == ["simulate", "replay", "fit and score", "figures"]
    assert study.peak_bytes > 50e6


def test_every_part_of_a_study_has_something_to_say() -> None:
    study = demo_study()
    assert {result.kind for result in study.results} >= {"account_opening"}
    assert {one.method for one in study.calibrated} >= {"engine", "score"}
    assert study.found
    assert study.disturbed
    assert study.savings
    calibrated = next(one for one in study.calibrated if one.method == "engine")
    assert sum(each.rows for each in calibrated.bins) == len(study.trials[calibrated.kind].test)


def test_nothing_is_left_in_the_folder(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="no such preset"):
        run_study("XL", SEED, ENRICHED, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("kind", "scale", "weights"),
    [
        ("shipment", ENRICHED, {"enriched": 1.0, "realistic": 0.3}),
        ("account_opening", ENRICHED, {"enriched": 1.0, "realistic": 0.5}),
        ("cod_application", Prevalence(0.6, 0.5), {"enriched": 1.0, "realistic": 0.5}),
        ("account_opening", Prevalence(0.6, 0.5), {"realistic": 1.0}),
        ("shipment", REALISTIC, {"realistic": 1.0}),
    ],
)
def test_frauds_weigh_what_brings_them_to_the_realistic_rate(
    kind: str, scale: Prevalence, weights: dict[str, float]
) -> None:
    assert prevalence_weights(kind, scale) == pytest.approx(weights)
