"""INNE, compiled: PyOD's score of one row, from sets of spheres around sampled rows.

INNE (Bandaragoda et al. 2018, "Isolation-based anomaly detection using nearest-neighbor ensembles",
Computational Intelligence 34) draws small samples, and a sphere around each sampled row up to its
nearest neighbour in the sample. A row scores, for each set, what belongs to the smallest sphere that
covers it, or 1 where none does; the score is the mean.

PyOD takes squared distances as ``|x|² - 2xy + |y|²``, whose rounding grows with the size of the
values, not of the distance; ours are sums of squared differences. A row that lies within that
rounding of a sphere's border (a sampled row that is another one's nearest neighbour does) may be
covered in one and not in the other; everywhere else the scores are equal to 1e-9.
"""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from detectors.base import require
from detectors.distance_kernels import explain_inne
from detectors.tables import TableDetector


class CompiledInne(TableDetector):
    """INNE as tables of spheres; O(n_features · n_spheres) a row.

    The ledger's total is the score itself. A mean over sets of spheres is no sum over features: what
    a set adds above the mean score of the training set is shared among the features by their squared
    distances from the centre that decided, the covering one or, where none covers, the nearest. The
    shares add up exactly; they are no Shapley values.

    Tables:
        centres: shape (n_features, n_sets · n_spheres); the sampled rows, set by set.
        radii: shape (n_sets, n_spheres); the squared radii.
        scores: shape (n_sets, n_spheres); what a sphere gives to a row.
        expected: shape (1,); the mean score of the training set.
    """

    name: ClassVar[str] = "inne"
    dtypes = dict.fromkeys(("centres", "radii", "scores", "expected"), np.float64)
    kernel = explain_inne

    @property
    def n_features(self) -> int:
        """Number of features of a row."""
        return len(self._tables["centres"])

    def check(self, **tables: NDArray[Any]) -> None:
        """Refuses tables that the kernel could run out of.

        Raises:
            ValueError: the tables don't fit together.
        """
        centres, radii = tables["centres"], tables["radii"]
        require(radii.ndim == 2 and radii.size > 0, "radii must be a table of sets")
        require(centres.ndim == 2 and centres.shape[1] == radii.size, "one centre a sphere")
        require(tables["scores"].shape == radii.shape, "one score a sphere is needed")
        require(tables["expected"].shape == (1,), "expected is one number")

    def typical_total(self) -> float:
        """The mean score of the training set."""
        return float(self._tables["expected"][0])
