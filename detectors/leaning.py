"""Trees leant on an anomaly score: while labels are few, what is unusual counts beside what is known.

Both are measured in standard deviations from their means over the training rows. With n known
frauds the trees count ``n / (n + 1)``, at most nine tenths, and the anomaly score has the rest: the
mean of a prior that is worth one label and of n labels, and what is left for frauds that are like
none before. The whole is affine in both, so it stays one tree ensemble and one
blend of detectors, with an additive explanation.
"""

from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from detectors.base import require

PRIOR_LABELS: Final = 1.0
"""Known frauds that the anomaly score is worth."""

MOST_WEIGHT: Final = 0.9
"""Of the trees, however many frauds are known."""


class Leaning(Struct, frozen=True):
    """An affine blend of log-odds and anomaly score.

    Attributes:
        centres: mean log-odds and mean anomaly score of the training rows.
        scales: their standard deviations, above zero.
        weight: of the trees, from 0 to 1; the anomaly score has the rest.
    """

    centres: tuple[float, float]
    scales: tuple[float, float]
    weight: float

    def score(
        self, log_odds: NDArray[np.float64], anomaly: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """The blend, shape (n_rows,): a ranking, not calibrated.

        Args:
            log_odds: of the trees, shape (n_rows,).
            anomaly: shape (n_rows,), by the detectors that the leaning was fitted on.

        Raises:
            ValueError: the shapes differ.
        """
        require(log_odds.shape == anomaly.shape, "one anomaly score a row is needed")
        trees = (log_odds - self.centres[0]) / self.scales[0]
        prior = (anomaly - self.centres[1]) / self.scales[1]
        return self.weight * trees + (1.0 - self.weight) * prior


def fit_leaning(
    log_odds: NDArray[np.float64], anomaly: NDArray[np.float64], n_frauds: int
) -> Leaning:
    """Learns centres and scales from training rows.

    Args:
        log_odds: of the trees, shape (n_rows,), finite.
        anomaly: shape (n_rows,), finite; higher is more anomalous.
        n_frauds: known frauds that the trees learnt from.

    Raises:
        ValueError: the shapes differ, there is no row, or a number is not finite.
    """
    require(log_odds.shape == anomaly.shape and len(log_odds) > 0, "one anomaly score a row")
    require(bool(np.isfinite(log_odds).all()), "log-odds must be finite")
    require(bool(np.isfinite(anomaly).all()), "anomaly scores must be finite")
    return Leaning(
        centres=(float(log_odds.mean()), float(anomaly.mean())),
        scales=(_spread(log_odds), _spread(anomaly)),
        weight=min(n_frauds / (n_frauds + PRIOR_LABELS), MOST_WEIGHT),
    )


def _spread(values: NDArray[np.float64]) -> float:
    """The standard deviation; 1 where all are equal up to rounding, and tell nothing."""
    spread = float(values.std())
    return spread if spread > 1e-9 * max(1.0, abs(float(values.mean()))) else 1.0
