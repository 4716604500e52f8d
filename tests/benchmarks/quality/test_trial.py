import numpy as np

from benchmarks.catalogue import METHODS as DECLARED
from benchmarks.quality.split import TEST, TUNE
from benchmarks.quality.trial import METHODS
from tests.benchmarks.quality.small_world import small, trial_of


def test_the_methods_are_those_of_the_catalogue() -> None:
    assert tuple(METHODS) == DECLARED


def test_every_method_scores_every_row_of_tuning_and_test() -> None:
    trial = trial_of("account_opening")
    table = small().tables["account_opening"]
    part = small().split.part_of(table.facts["arrived_ms"])
    names = [method.name for method in trial.methods]
    assert {"rules", "iforest", "score", "engine"} <= set(names)
    assert names == [name for name in METHODS if name in names]
    for method in trial.methods:
        assert method.tune.shape == ((part == TUNE).sum(),)
        assert method.test.shape == ((part == TEST).sum(),)
        assert np.isfinite(method.test).all()
        if method.probability is not None:
            assert ((method.probability >= 0) & (method.probability <= 1)).all()
    assert trial.tune_rows == (part == TUNE).sum()
    rows, frauds, honest = trial.training
    assert frauds + honest <= rows == len(part) - len(trial.test) - trial.tune_rows


def test_a_campaign_goes_on_if_a_fraud_of_it_lies_before_the_test() -> None:
    for kind, table in small().tables.items():
        trial = trial_of(kind)
        before = table.facts[small().split.part_of(table.facts["arrived_ms"]) != TEST]
        begun = set(before["campaign"][before["fraud"] == 1].tolist())
        expected = [bool(f["fraud"]) and int(f["campaign"]) in begun for f in trial.test]
        assert trial.ongoing.tolist() == expected


def test_a_kind_with_too_few_rows_has_rules_alone() -> None:
    assert [method.name for method in trial_of("cod_application").methods] == ["rules"]
