"""The anomaly score: standardised totals, their mean, and what says nothing."""

import numpy as np
import pytest

from detectors.pyod_fit import FITS
from detectors.unsupervised import MEMBERS, Standard, fit_standard


def test_training_totals_have_mean_zero_and_deviation_one() -> None:
    totals = np.random.default_rng(1).gamma(2.0, size=(500, 3)) * [1.0, 1e-6, 1e6]
    standard = fit_standard(totals)
    told = standard.of(totals)
    np.testing.assert_allclose(told.mean(axis=0), 0.0, atol=1e-12)
    np.testing.assert_allclose(told.std(axis=0), 1.0)
    np.testing.assert_allclose(standard.anomaly(totals), told.sum(axis=1) / 3)


def test_units_do_not_matter() -> None:
    totals = np.random.default_rng(2).normal(size=(200, 3))
    other = totals * [2.0, 30.0, 0.1] + [5.0, -7.0, 100.0]
    np.testing.assert_allclose(
        fit_standard(totals).anomaly(totals), fit_standard(other).anomaly(other)
    )


def test_a_detector_that_says_nothing_is_not_blown_up() -> None:
    totals = np.random.default_rng(3).normal(size=(100, 2))
    totals[:, 1] = 1e6 * (1.0 + 1e-15 * totals[:, 0])
    told = fit_standard(totals).of(np.array([[0.0, 1e6 + 0.5]]))
    assert abs(told[0, 1]) <= 0.5 + 1e-6


@pytest.mark.parametrize("totals", [np.zeros((0, 2)), np.zeros(3), np.array([[np.nan]])])
def test_totals_that_cannot_be_learnt_from_are_refused(totals: np.ndarray) -> None:
    with pytest.raises(ValueError, match="totals"):
        fit_standard(totals)


@pytest.mark.parametrize("totals", [np.zeros((4, 3)), np.zeros(2)])
def test_totals_of_other_detectors_are_refused(totals: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"detector|table"):
        Standard(np.zeros(2), np.ones(2)).anomaly(totals)


def test_its_members_are_detectors_that_can_be_fitted() -> None:
    assert set(MEMBERS) <= set(FITS)
