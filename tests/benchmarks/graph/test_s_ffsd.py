import msgspec
import numpy as np
import pytest

from benchmarks.graph.payments import FRAUD, UNKNOWN
from benchmarks.graph.s_ffsd import (
    KNOWING,
    SPLITS,
    fits,
    known_of,
    random_split,
    reached_of,
    time_split,
)
from benchmarks.graph.trees import chances
from tests.benchmarks.graph.made import many_payments

PAYMENTS = many_payments()


def test_both_splits_hold_all_labelled_payments_once_in_the_same_shares() -> None:
    labelled = np.flatnonzero(PAYMENTS.label != UNKNOWN)
    for split in (random_split(PAYMENTS), time_split(PAYMENTS)):
        assert sorted([*split.train, *split.test]) == labelled.tolist()
        assert len(split.train) == pytest.approx(0.4 * len(labelled), abs=2)


def test_by_time_no_training_payment_is_later_than_one_of_the_test() -> None:
    split = time_split(PAYMENTS)
    assert PAYMENTS.time[split.train].max() < PAYMENTS.time[split.test].min()


def test_the_random_split_is_drawn_over_all_of_the_time_and_stratified() -> None:
    split = random_split(PAYMENTS)
    overall = (PAYMENTS.label == FRAUD).sum() / (PAYMENTS.label != UNKNOWN).sum()
    for part in (split.train, split.test):
        assert PAYMENTS.time[part].mean() == pytest.approx(750, abs=60)
        assert (PAYMENTS.label[part] == FRAUD).mean() == pytest.approx(overall, abs=0.005)


@pytest.mark.parametrize("later", [False, True])
def test_known_frauds_know_no_label_of_the_test_part(later: bool) -> None:
    split = random_split(PAYMENTS)
    label = PAYMENTS.label.copy()
    label[split.test] = 1 - label[split.test]
    other = msgspec.structs.replace(PAYMENTS, label=label)
    before = known_of(PAYMENTS, split, later=later)
    np.testing.assert_array_equal(known_of(other, split, later=later), before)


def test_later_frauds_have_columns_of_their_own() -> None:
    split = time_split(PAYMENTS)
    before = known_of(PAYMENTS, split, later=False)
    both = known_of(PAYMENTS, split, later=True)
    np.testing.assert_array_equal(both[:, : before.shape[1]], before)
    after = both[:, before.shape[1] :]
    assert after.shape == before.shape
    assert np.nansum(after[split.test]) == 0.0
    assert np.nansum(before[split.test]) > 0.0


def test_each_split_is_judged_with_and_without_known_frauds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("lightgbm", reason="LightGBM is not installed (extra: train)")
    steps: list[int] = []
    widths: list[int] = []

    def watched(table: np.ndarray, *given: np.ndarray) -> np.ndarray:
        widths.append(table.shape[1])
        return chances(table, *given)

    monkeypatch.setattr("benchmarks.graph.s_ffsd.chances", watched)
    found = reached_of(many_payments(600), lambda: steps.append(1))
    assert list(found) == [(split, knowing) for split in SPLITS for knowing in KNOWING]
    assert len(steps) == fits() == 4
    assert widths[0] == widths[2] < widths[3] < widths[1]
    assert all(one.aucroc > 0.9 for one in found.values())
