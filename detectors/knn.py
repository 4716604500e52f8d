"""KNN, compiled: PyOD's score of one row, the mean distance to its nearest neighbours in a sample.

Distance to neighbours (Ramaswamy et al. 2000, "Efficient algorithms for mining outliers from large
data sets", SIGMOD; the mean is of Angiulli & Pizzuti 2002) needs all rows at each call. The stated
approximation: the neighbours are looked for in a seeded sample of at most ``pyod_models.MAX_POINTS``
training rows (Sugiyama & Borgwardt 2013, "Rapid distance-based outlier detection via sampling",
NIPS), and all of those are compared. The score is equal to 1e-9, relative to itself where it is above
one, to that of PyOD's KNN (``method="mean"``, ball tree) fitted on that very sample.

Columns are taken as they are, as PyOD does: a column with a wide range outweighs the others.
"""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from detectors.base import require
from detectors.distance_kernels import explain_knn
from detectors.tables import DistanceDetector


class CompiledKnn(DistanceDetector):
    """KNN as a table of points; O(n_features · n_points) a row.

    The ledger's total is ``ln(1 + score / usual)``; see ``DistanceDetector``.

    Tables:
        points: shape (n_features, n_points); the sample.
        n_neighbours: shape (1,); over how many the mean is taken.
        usual: shape (n_features,); the mean parts of the sample's rows, themselves left out.
    """

    name: ClassVar[str] = "knn"
    dtypes: ClassVar = {"points": np.float64, "n_neighbours": np.int64, "usual": np.float64}
    kernel = explain_knn

    def check(self, **tables: NDArray[Any]) -> None:
        """Refuses tables that the kernel could run out of.

        Raises:
            ValueError: the tables don't fit together.
        """
        points, neighbours = tables["points"], tables["n_neighbours"]
        require(points.ndim == 2 and len(points) == len(tables["usual"]), "points differ")
        require(neighbours.shape == (1,), "the number of neighbours is one number")
        require(1 <= neighbours[0] <= points.shape[1], "more neighbours than points")
