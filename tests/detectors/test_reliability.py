import math

import numpy as np
import pytest
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

from detectors.reliability import BINS, brier, calibration_error, reliability


def test_bins_are_those_of_scikit_learn_and_of_equal_mass() -> None:
    rng = np.random.default_rng(1)
    said = rng.random(3_000)
    fraud = rng.random(3_000) < said**2
    bins = reliability(said, fraud)
    true, mean_said = calibration_curve(fraud, said, n_bins=BINS, strategy="quantile")
    assert [each.rows for each in bins] == [200] * BINS
    assert [each.true for each in bins] == pytest.approx(true)
    assert [each.said for each in bins] == pytest.approx(mean_said)


def test_the_error_is_the_mean_gap() -> None:
    said = np.array([0.1] * 10 + [0.6] * 10)
    fraud = np.array([True, *[False] * 9, *[True] * 9, False])
    assert calibration_error(reliability(said, fraud, 2)) == pytest.approx((0.0 + 0.3) / 2)
    assert calibration_error(reliability(said, said > 0.5, 2)) == pytest.approx((0.1 + 0.4) / 2)


def test_few_rows_make_few_bins_and_none_no_error() -> None:
    assert len(reliability(np.array([0.5, 0.6]), np.array([True, False]))) == 2
    assert math.isnan(calibration_error([]))


def test_the_mean_squared_error_is_scikit_learn_s_brier_score() -> None:
    rng = np.random.default_rng(2)
    said, fraud = rng.random(50), rng.random(50) < 0.3
    assert brier(said, fraud).mean() == pytest.approx(brier_score_loss(fraud, said))
