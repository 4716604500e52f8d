"""LODA, compiled: PyOD's score of one row, from sparse random projections and their histograms.

LODA (Pevný 2016, "Loda: Lightweight on-line detector of anomalies", Machine Learning 102) projects a
row on random directions, each of about the square root of the features, and adds up the negative
log densities of the bins that it falls into. PyOD divides by the number of directions twice, and so
does this. ``pyod_models.reference_loda`` tells how PyOD's lookup of bins is put right before: the
score is that of PyOD's ``decision_function`` after this mend, and of PyOD as it is for a model that
is compiled without it.

A projection is a sum that PyOD leaves to BLAS. Where it lies within rounding of the limit of a bin
(a training row that is the least or the greatest of its direction does), PyOD's bin is rounding
noise, and may differ from ours; everywhere else the scores are equal to 1e-9.
"""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from detectors.base import require
from detectors.histogram_kernels import explain_loda
from detectors.tables import TableDetector


class CompiledLoda(TableDetector):
    """LODA as sparse directions; O(directions · (features used + bins)) a row.

    The ledger's total is the score itself. LODA is a sum over directions, not over features: what a
    direction adds above its mean over the training set is shared among its features by how far each
    moved the projection from that of the mean row. The shares add up exactly; they are no Shapley
    values.

    Tables:
        features: shape (n_directions, n_used); the features of each direction.
        weights: shape (n_directions, n_used); how each of them counts.
        limits: shape (n_directions, n_bins - 1), ascending.
        scores: shape (n_directions, n_bins); what a bin adds to the score.
        expected: shape (n_directions,); the mean of that over the training set.
        centres: shape (n_features,); the mean row of the training set.
    """

    name: ClassVar[str] = "loda"
    dtypes = {"features": np.int64} | dict.fromkeys(
        ("weights", "limits", "scores", "expected", "centres"), np.float64
    )
    kernel = explain_loda

    @property
    def n_features(self) -> int:
        """Number of features of a row."""
        return len(self._tables["centres"])

    def check(self, **tables: NDArray[Any]) -> None:
        """Refuses tables that the kernel could run out of.

        Raises:
            ValueError: the tables don't fit together.
        """
        features, scores = tables["features"], tables["scores"]
        require(features.ndim == 2 and features.shape[1] >= 1, "a direction needs a feature")
        require(scores.ndim == 2 and scores.shape[1] >= 1, "scores must be a table of bins")
        cuts, bins = scores.shape
        require(tables["weights"].shape == features.shape, "one weight a feature is needed")
        require(len(features) == cuts, "one line of scores a direction is needed")
        require(tables["limits"].shape == (cuts, bins - 1), "limits has the wrong shape")
        require(tables["expected"].shape == (cuts,), "expected has the wrong shape")
        inside = (features >= 0) & (features < len(tables["centres"]))
        require(bool(inside.all()), "a feature is unknown")

    def typical_total(self) -> float:
        """The mean score of the training set."""
        return float(self._tables["expected"].sum())
