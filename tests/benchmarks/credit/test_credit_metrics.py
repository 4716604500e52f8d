import numpy as np
import pytest

from benchmarks.credit.metrics import calibration_error, judged


def test_a_perfect_score_separates_and_is_true() -> None:
    bad = np.array([False] * 50 + [True] * 50)
    found = judged(bad, bad.astype(np.float64))
    assert (found.auc, found.ks, found.brier, found.ece) == (1.0, 1.0, 0.0, 0.0)


def test_a_constant_at_the_base_rate_ranks_nothing_and_is_true_on_average() -> None:
    bad = np.array([True, False] * 100)
    found = judged(bad, np.full(200, 0.5))
    assert (found.auc, found.ks, found.brier) == (0.5, 0.0, 0.25)
    assert found.ece == pytest.approx(0.0)


def test_an_error_of_calibration_is_the_mean_distance_of_the_bins() -> None:
    bad = np.array([False] * 100)
    assert calibration_error(bad, np.linspace(0.1, 0.3, 100)) == pytest.approx(0.2)
