"""The leaning: from the anomaly score to the trees as labels come, and affine all the way."""

import numpy as np
import pytest
from numpy.typing import NDArray

from detectors.leaning import Leaning, fit_leaning

Array = NDArray[np.float64]


def _standard(values: Array) -> Array:
    standard: Array = (values - values.mean()) / values.std()
    return standard


@pytest.fixture
def both() -> tuple[Array, Array]:
    rng = np.random.default_rng(4)
    return rng.normal(size=300) * 5.0 - 3.0, rng.gamma(2.0, size=300)


@pytest.mark.parametrize(("n_frauds", "weight"), [(0, 0.0), (1, 0.5), (9, 0.9), (10**6, 0.9)])
def test_labels_shift_the_weight_from_the_anomaly_score_to_the_trees(
    both: tuple[Array, Array], n_frauds: int, weight: float
) -> None:
    log_odds, anomaly = both
    leaning = fit_leaning(log_odds, anomaly, n_frauds)
    expected = weight * _standard(log_odds) + (1.0 - weight) * _standard(anomaly)
    np.testing.assert_allclose(leaning.score(log_odds, anomaly), expected)


@pytest.mark.parametrize("n_frauds", [0, 1, 7])
def test_the_weight_grows_with_every_label_while_there_are_few(n_frauds: int) -> None:
    numbers = np.arange(3.0)
    fewer, more = (fit_leaning(numbers, numbers, n).weight for n in (n_frauds, n_frauds + 1))
    assert 0.0 <= fewer < more < 1.0


def test_what_tells_nothing_is_not_blown_up(both: tuple[Array, Array]) -> None:
    log_odds, _ = both
    leaning = fit_leaning(log_odds, np.full(300, 1e6), 1)
    np.testing.assert_allclose(
        leaning.score(log_odds, np.full(300, 1e6)), 0.5 * _standard(log_odds)
    )
    assert leaning.scales[1] == 1.0


@pytest.mark.parametrize(
    ("log_odds", "anomaly"),
    [
        (np.zeros(3), np.zeros(2)),
        (np.zeros(0), np.zeros(0)),
        (np.array([np.nan]), np.zeros(1)),
        (np.zeros(1), np.array([np.inf])),
    ],
)
def test_what_cannot_be_learnt_from_is_refused(log_odds: Array, anomaly: Array) -> None:
    with pytest.raises(ValueError, match=r"anomaly score|log-odds"):
        fit_leaning(log_odds, anomaly, 1)


def test_a_score_needs_both_numbers_of_each_row() -> None:
    with pytest.raises(ValueError, match="one anomaly score a row"):
        Leaning((0.0, 0.0), (1.0, 1.0), 0.5).score(np.zeros(2), np.zeros(3))
