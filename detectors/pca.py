"""PCA, compiled: PyOD's score of one row, from its distances to the principal directions.

Shyu et al. 2003 ("A Novel Anomaly Detection Scheme Based on Principal Component Classifier", ICDM
workshop) weigh a row's coordinates along the principal directions by their variances. PyOD adds up
something else, and its numbers are repeated as they are: the Euclidean distance from the
standardised row to each unit direction, taken as a point, divided by that direction's share of the
variance. The smallest directions so count the most; ``pca_fit`` leaves out those that are rounding.
"""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from detectors.base import require
from detectors.distance_kernels import explain_pca
from detectors.tables import DistanceDetector


class CompiledPca(DistanceDetector):
    """PCA as standardisation and directions; O(n_features · n_directions) a row.

    The ledger's total is ``ln(1 + score / usual)``; see ``DistanceDetector``. The score is equal to
    PyOD's to 1e-9 of itself.

    Tables:
        centres: shape (n_features,); the mean row.
        scales: shape (n_features,), above zero; the standard deviations.
        components: shape (n_directions, n_features); the unit directions.
        shares: shape (n_directions,), above zero; their shares of the variance.
        usual: shape (n_features,); the mean parts of the training set.
    """

    name: ClassVar[str] = "pca"
    dtypes = dict.fromkeys(("centres", "scales", "components", "shares", "usual"), np.float64)
    kernel = explain_pca

    def check(self, **tables: NDArray[Any]) -> None:
        """Refuses tables that the kernel could run out of.

        Raises:
            ValueError: the tables don't fit together.
        """
        features, components = len(tables["usual"]), tables["components"]
        require(components.ndim == 2 and components.shape[1] == features, "components differ")
        require(tables["centres"].shape == (features,), "centres has the wrong shape")
        require(tables["scales"].shape == (features,), "scales has the wrong shape")
        require(tables["shares"].shape == (len(components),), "one share a direction is needed")
        require(bool((tables["scales"] > 0.0).all()), "scales must be above zero")
        require(bool((tables["shares"] > 0.0).all()), "shares must be above zero")
