"""Calibration against scikit-learn, its fallbacks, and the score shown to people."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from detectors.calibrate import (
    MIN_CASES,
    Calibration,
    fit_calibration,
    fit_logistic,
    from_anchors,
    logit,
    score_1000,
    sigmoid,
)


@pytest.mark.parametrize(
    ("seed", "shift", "scale"), [(0, 0.0, 1.0), (1, 1e4, 50.0), (2, -3.0, 1e-3)]
)
def test_equals_logistic_regression_without_penalty(seed: int, shift: float, scale: float) -> None:
    rng = np.random.default_rng(seed)
    labels = (rng.random(2_000) < 0.1).astype(np.float64)
    standard = rng.normal(size=2_000) + 1.5 * labels
    model = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1_000).fit(standard[:, None], labels)
    ours = fit_logistic(shift + scale * standard, labels)
    assert ours is not None
    assert ours.slope * scale == pytest.approx(model.coef_[0, 0], rel=1e-4)
    assert ours.intercept + ours.slope * shift == pytest.approx(model.intercept_[0], rel=1e-4)


def test_classes_apart_still_give_a_finite_slope() -> None:
    totals = np.concatenate([np.linspace(0.0, 1.0, 50), np.linspace(2.0, 3.0, 50)])
    fitted = fit_logistic(totals, np.repeat([0.0, 1.0], 50))
    assert fitted is not None
    assert fitted.probability(0.5) < 0.01
    assert fitted.probability(2.5) > 0.99


def test_labels_are_used_when_there_are_enough() -> None:
    rng = np.random.default_rng(4)
    labels = np.full(1_000, np.nan)
    labels[:300] = 0.0
    labels[:MIN_CASES] = 1.0
    totals = rng.normal(size=1_000) + np.nan_to_num(labels)
    assert fit_calibration(totals, labels) == fit_logistic(totals[:300], labels[:300])
    labels[0] = np.nan
    assert fit_calibration(totals, labels) == from_anchors(totals)


def test_without_labels_the_anchors_hold() -> None:
    totals = np.random.default_rng(5).normal(size=10_000)
    fitted = fit_calibration(totals)
    median, extreme = np.quantile(totals, [0.5, 0.999])
    assert fitted.probability(float(median)) == pytest.approx(0.001)
    assert fitted.probability(float(extreme)) == pytest.approx(0.5)


def test_a_slope_below_zero_falls_back() -> None:
    totals = np.linspace(-1.0, 1.0, 200)
    labels = (totals < 0.2).astype(np.float64)
    assert fit_calibration(totals, labels) == from_anchors(totals)
    assert fit_logistic(np.ones(5), np.array([0.0, 1.0, 0.0, 1.0, 1.0])) is None


def test_equal_totals_still_give_a_slope() -> None:
    fitted = fit_calibration(np.full(50, 7.0))
    assert fitted.probability(7.0) == pytest.approx(0.001)
    assert 0.0 < fitted.slope < 100.0


@pytest.mark.parametrize("slope", [0.0, -1.0, np.nan, np.inf])
def test_slopes_that_turn_the_ranking_are_refused(slope: float) -> None:
    with pytest.raises(ValueError, match="slope"):
        Calibration(0.0, slope)


def test_an_infinite_intercept_is_refused() -> None:
    with pytest.raises(ValueError, match="intercept"):
        Calibration(np.inf, 1.0)


def test_bad_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="totals"):
        fit_calibration(np.zeros(0))
    with pytest.raises(ValueError, match="shape"):
        fit_calibration(np.zeros(3), np.zeros(2))


def test_round_trip() -> None:
    calibration = Calibration(-3.25, 0.7)
    assert Calibration.from_arrays(calibration.to_arrays()) == calibration


@given(st.floats(-30.0, 30.0))
def test_logit_undoes_sigmoid(log_odds: float) -> None:
    assert logit(sigmoid(log_odds)) == pytest.approx(log_odds, abs=1e-2 if log_odds > 15 else 1e-6)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_score_is_monotone_and_in_range(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= score_1000(low) <= score_1000(high) <= 1000


def test_score_is_linear_in_log_odds() -> None:
    low, high = logit(0.0001), logit(0.99)
    scores = [score_1000(sigmoid(low + (high - low) * part)) for part in (0.1, 0.25, 0.5, 0.9)]
    assert scores == [100, 250, 500, 900]


def test_sigmoid_does_not_overflow() -> None:
    assert (sigmoid(-1e6), sigmoid(1e6)) == (0.0, 1.0)
