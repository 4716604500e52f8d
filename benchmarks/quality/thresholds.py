"""Alerts at a review budget: the threshold is set in tuning, and holds in the test.

So the share of alerts in the test is an outcome and no given: a sale doubles the traffic, a method
drifts. Of the rows whose score is the threshold itself, a share is called, the same as in tuning.
"""

from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

BUDGETS: Final = (0.001, 0.005, 0.01)
"""Shares of events that people can look at."""
CAPACITY: Final = 0.005
"""The budget of single tables and plots, and of the daily capacity."""


class Threshold(Struct, frozen=True):
    """Where alerts begin.

    Attributes:
        score: rows above it are called.
        share: of the rows at it that are called.
    """

    score: float
    share: float

    def alerts(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """The expected alert of each row: 1, 0, or the share; shape (n_rows,)."""
        above = (scores > self.score).astype(np.float64)
        return np.where(scores == self.score, self.share, above)


def threshold_for(scores: NDArray[np.float64], budget: float) -> Threshold:
    """The threshold that calls exactly a share of these rows; none are called if there are none.

    >>> threshold_for(np.array([1.0, 2.0, 2.0, 3.0]), 0.5)
    Threshold(score=2.0, share=0.5)
    """
    if not len(scores):
        return Threshold(float("inf"), 0.0)
    room = budget * len(scores)
    ordered = np.sort(scores)[::-1]
    score = float(ordered[min(int(room), len(scores) - 1)])
    above, beside = int((scores > score).sum()), int((scores == score).sum())
    return Threshold(score, min(1.0, (room - above) / beside))


def weighted_threshold(
    scores: NDArray[np.float64], weights: NDArray[np.float64], budget: float
) -> Threshold:
    """The threshold that calls a share of rows that count more or less than once.

    Args:
        scores: shape (n_rows,), one at least.
        weights: how often each row counts, above zero.
        budget: the share.

    >>> weighted_threshold(np.array([1.0, 2.0, 3.0]), np.array([2.0, 1.0, 0.5]), 0.25)
    Threshold(score=2.0, share=0.375)
    """
    room = budget * float(weights.sum())
    order = np.argsort(-scores, kind="stable")
    last = int(np.searchsorted(np.cumsum(weights[order]), room, side="right"))
    score = float(scores[order][min(last, len(scores) - 1)])
    above, beside = (float(weights[rows].sum()) for rows in (scores > score, scores == score))
    return Threshold(score, min(1.0, (room - above) / beside))


def daily_capacity(rows: int, days: int) -> int:
    """How many events of a kind people look at in a day, by its traffic in tuning."""
    return max(1, round(CAPACITY * rows / days))
