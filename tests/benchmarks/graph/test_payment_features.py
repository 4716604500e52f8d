import msgspec
import numpy as np
import pytest

from benchmarks.graph.payment_features import ENTITIES, PAIRS, WINDOWS, features_of, known_frauds
from benchmarks.graph.payments import FRAUD
from tests.benchmarks.graph.made import many_payments, payments_of


def test_what_comes_later_and_all_labels_change_nothing() -> None:
    """A payment's features are the same whether the file ends with it or goes on."""
    payments = many_payments(400)
    whole = features_of(payments)
    cut = msgspec.structs.replace(
        payments,
        **{name: getattr(payments, name)[:250] for name in payments.__struct_fields__},
    )
    np.testing.assert_allclose(features_of(cut), whole[:250], atol=1e-5)
    other = msgspec.structs.replace(payments, label=1 - payments.label % 2)
    np.testing.assert_array_equal(features_of(other), whole)


def test_known_frauds_by_hand() -> None:
    payments = payments_of((1, 1, 5.0, 1), (1, 2, 5.0, 0), (1, 1, 5.0, 1), (2, 1, 5.0, 1))
    known = np.array([True, True, False, True])
    found = known_frauds(payments, known)
    assert found.shape == (4, 2 * len(WINDOWS) * (len(ENTITIES) + len(PAIRS)))
    by_source, by_target = found[:, :2], found[:, 2 * len(WINDOWS) : 2 * len(WINDOWS) + 2]
    assert by_source[:3].tolist()[1:] == [[1.0, 1.0], [1.0, 0.5]]
    assert by_target[2:].tolist() == [[1.0, 1.0], [1.0, 1.0]]
    for frauds, share in (by_source[0], by_source[3], by_target[0], by_target[1]):
        assert frauds == 0.0
        assert np.isnan(share)


def test_a_label_that_is_not_known_and_the_own_one_are_never_seen() -> None:
    payments = many_payments(300)
    known = np.arange(300) % 2 == 0
    before = known_frauds(payments, known)
    label = np.where(known, payments.label, FRAUD)
    np.testing.assert_array_equal(
        known_frauds(msgspec.structs.replace(payments, label=label), known), before
    )
    turned = payments.label.copy()
    turned[100] = FRAUD if turned[100] != FRAUD else 0
    after = known_frauds(msgspec.structs.replace(payments, label=turned), known)
    np.testing.assert_array_equal(after[:101], before[:101])
    assert not np.array_equal(after[101:], before[101:], equal_nan=True)


@pytest.mark.parametrize("label", [0, 2])
def test_without_frauds_there_are_none(label: int) -> None:
    payments = payments_of(*[(1, 1, 1.0, label)] * 3)
    found = known_frauds(payments, np.ones(3, np.bool_))
    assert not np.nan_to_num(found).any()
