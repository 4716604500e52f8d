"""From a blended total to a probability of fraud, and from a probability to the score of 0 to 1000.

With enough known cases the map is Platt scaling (Platt 1999, "Probabilistic outputs for support
vector machines"): a logistic regression on the total. Without them it is the line through two
stated anchors of the training totals, so that a fresh installation ranks well and stops little. The
slope is always above zero: a map that turned the ranking round would make every explanation a lie.
"""

import math
from collections.abc import Mapping
from typing import Any, Final, Self

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from detectors.base import Arrays, require
from detectors.logistic import fit_weights

MIN_CASES: Final = 20
"""Known frauds, and known honest ones, that are needed to fit: fewer place no line."""

ANCHORS: Final = ((0.5, 0.001), (0.999, 0.5))
"""(quantile of the training totals, probability there): the median event is 1 in 1,000, the most
unusual event of 1,000 is a coin's toss."""

SCORE_RANGE: Final = (0.0001, 0.99)
"""Probabilities that score 0 and 1000."""

_MIN_SPREAD: Final = 0.1
"""Least distance of the anchors, in robust standard deviations, the unit of a blended total."""

_RIDGE: Final = 1e-6


class Calibration(Struct, frozen=True):
    """``probability = sigmoid(intercept + slope · total)``.

    Raises:
        ValueError: the slope is not above zero, or a number is not finite.
    """

    intercept: float
    slope: float

    def __post_init__(self) -> None:
        require(math.isfinite(self.intercept), "the intercept must be finite")
        require(0.0 < self.slope < math.inf, "the slope must be finite and above zero")

    def probability(self, total: float) -> float:
        """The probability of fraud at a total."""
        return sigmoid(self.intercept + self.slope * total)

    def to_arrays(self) -> Arrays:
        """Both numbers, each of shape (1,)."""
        return {"intercept": np.array([self.intercept]), "slope": np.array([self.slope])}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """The calibration that ``to_arrays`` was called on.

        Raises:
            KeyError: an array is missing.
            ValueError: the numbers are no calibration.
        """
        return cls(float(arrays["intercept"][0]), float(arrays["slope"][0]))


IDENTITY: Final = Calibration(0.0, 1.0)
"""Leaves a total as it is."""


def sigmoid(log_odds: float) -> float:
    """The probability of given log-odds; never overflows.

    >>> sigmoid(0.0)
    0.5
    """
    if log_odds >= 0.0:
        return 1.0 / (1.0 + math.exp(-log_odds))
    odds = math.exp(log_odds)
    return odds / (1.0 + odds)


def logit(probability: float) -> float:
    """The log-odds of a probability between 0 and 1, both excluded.

    >>> logit(0.5)
    0.0
    """
    return math.log(probability / (1.0 - probability))


_LOWEST: Final = logit(SCORE_RANGE[0])
_POINTS: Final = 1000.0 / (logit(SCORE_RANGE[1]) - _LOWEST)


def score_1000(probability: float) -> int:
    """The score shown to people: linear in log-odds, 0 at p = 0.0001 and 1000 at p = 0.99, clipped.

    >>> [score_1000(p) for p in (0.0, 0.0001, 0.01, 0.5, 0.99, 1.0)]
    [0, 0, 334, 667, 1000, 1000]
    """
    if probability <= SCORE_RANGE[0]:
        return 0
    if probability >= SCORE_RANGE[1]:
        return 1000
    return math.floor((logit(probability) - _LOWEST) * _POINTS + 0.5)


def fit_calibration(
    totals: NDArray[np.float64], labels: NDArray[np.float64] | None = None
) -> Calibration:
    """Fits on the known cases if there are enough of both, else takes the anchors.

    Args:
        totals: shape (n_rows,), at least one, finite.
        labels: shape (n_rows,); 1 fraud, 0 honest, NaN unknown.

    Raises:
        ValueError: there are no totals, or the shapes differ.
    """
    require(totals.ndim == 1 and len(totals) > 0, "totals are needed")
    fallback = from_anchors(totals)
    if labels is None:
        return fallback
    require(labels.shape == totals.shape, "labels and totals differ in shape")
    known = ~np.isnan(labels)
    frauds = int((labels[known] == 1.0).sum())
    if min(frauds, int(known.sum()) - frauds) < MIN_CASES:
        return fallback
    return fit_logistic(totals[known], labels[known]) or fallback


def from_anchors(totals: NDArray[np.float64]) -> Calibration:
    """The line through ``ANCHORS``; its slope is bounded by taking them ``_MIN_SPREAD`` apart."""
    (low_q, low_p), (high_q, high_p) = ANCHORS
    low, high = (float(value) for value in np.quantile(totals, (low_q, high_q)))
    slope = (logit(high_p) - logit(low_p)) / max(high - low, _MIN_SPREAD)
    return Calibration(logit(low_p) - slope * low, slope)


def fit_logistic(totals: NDArray[np.float64], labels: NDArray[np.float64]) -> Calibration | None:
    """Logistic regression of labels (0 or 1) on totals, or None if its slope is not above zero.

    The totals are standardised. A ridge of 1e-6 on the slope keeps it finite where a threshold parts
    the classes.
    """
    centre, scale = float(totals.mean()), float(totals.std())
    if not scale > 0.0:
        return None
    table = np.stack([np.ones_like(totals), (totals - centre) / scale], axis=1)
    ridge = np.array([0.0, _RIDGE])
    weights, _ = fit_weights(table, labels, ridge)
    intercept, slope = weights.tolist()
    if not slope > 0.0:
        return None
    return Calibration(intercept - slope * centre / scale, slope / scale)
