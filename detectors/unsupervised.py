"""Several detectors as one anomaly score: the mean of their standardised totals.

Each total is measured in standard deviations from its mean over the training rows, so that none
outweighs the others by its unit (Aggarwal & Sathe 2015, "Theoretical Foundations and Algorithms for
Outlier Ensembles"). Both steps are affine: the detectors' ledgers add up under them, as in
``blend``. The mean over detectors that err in different ways errs less than each.
"""

from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from detectors.base import require

MEMBERS: Final = ("copod", "hbos", "inne")
"""The detectors of the anomaly score, one of each kind: tails of columns, density of
columns, isolation by distance. Chosen by ADBench; see ADR 0009."""


class Standard(Struct, frozen=True):
    """Mean and standard deviation of the totals of some detectors over their training rows.

    Attributes:
        centres: shape (n_detectors,).
        scales: shape (n_detectors,), above zero.
    """

    centres: NDArray[np.float64]
    scales: NDArray[np.float64]

    def of(self, totals: NDArray[np.float64]) -> NDArray[np.float64]:
        """Totals in standard deviations from the mean, shape (n_rows, n_detectors) as given.

        Raises:
            ValueError: there is not one column a detector.
        """
        require(totals.ndim == 2, "totals are a table: rows by detectors")
        require(totals.shape[1] == len(self.centres), "one column a detector")
        return (totals - self.centres) / self.scales

    def anomaly(self, totals: NDArray[np.float64]) -> NDArray[np.float64]:
        """The mean over the detectors, shape (n_rows,); higher is more anomalous.

        Raises:
            ValueError: there is not one column a detector.
        """
        mean: NDArray[np.float64] = self.of(totals).mean(axis=1)
        return mean


def fit_standard(totals: NDArray[np.float64]) -> Standard:
    """Learns from the totals of training rows.

    A detector whose totals are all equal up to rounding keeps the scale 1: it says nothing, and must
    not be blown up.

    Args:
        totals: shape (n_rows, n_detectors), finite, at least one row.

    Raises:
        ValueError: there is no row, or a total is not finite.
    """
    require(totals.ndim == 2 and len(totals) > 0, "totals of training rows are needed")
    require(bool(np.isfinite(totals).all()), "totals must be finite")
    centres, scales = totals.mean(axis=0), totals.std(axis=0)
    floor = 1e-9 * np.maximum(1.0, abs(centres))
    return Standard(centres, np.where(scales > floor, scales, 1.0))
