"""HBOS, compiled: PyOD's score of one row, from one histogram a column.

HBOS (Goldstein & Dengel 2012, "Histogram-based Outlier Score", KI-2012) adds up, over the features,
``-log2(density + alpha)`` of the bin that a value lies in. PyOD's bins hold their upper edge, though
its densities were counted in bins that hold their lower one; its numbers are repeated as they are.
"""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from detectors.base import require
from detectors.histogram_kernels import explain_hbos
from detectors.tables import TableDetector


class CompiledHbos(TableDetector):
    """HBOS as edges and scores of bins; O(n_features · bins) a row.

    The ledger's total is the score itself. A feature's contribution is its bin's score less the mean
    over the training set; as HBOS is a sum over features, these are its exact Shapley values
    against the training distribution.

    Tables:
        edges: shape (n_features, n_bins + 1), ascending.
        scores: shape (n_features, n_bins); ``-log2(density + alpha)`` of each bin.
        tolerance: shape (1,); how many bins outside still count as the outermost bin.
        expected: shape (n_features,); the mean score of each column over the training set.
    """

    name: ClassVar[str] = "hbos"
    dtypes = dict.fromkeys(("edges", "scores", "tolerance", "expected"), np.float64)
    kernel = explain_hbos

    @property
    def n_features(self) -> int:
        """Number of features of a row."""
        return len(self._tables["expected"])

    def check(self, **tables: NDArray[Any]) -> None:
        """Refuses tables that the kernel could run out of.

        Raises:
            ValueError: the tables don't fit together.
        """
        scores, edges = tables["scores"], tables["edges"]
        require(scores.ndim == 2 and scores.shape[1] >= 1, "scores must be a table of bins")
        features, bins = scores.shape
        require(edges.shape == (features, bins + 1), "edges needs one entry more than bins")
        require(bool((np.diff(edges) > 0.0).all()), "edges must ascend")
        require(tables["tolerance"].shape == (1,), "tolerance is one number")
        require(tables["expected"].shape == (features,), "expected has the wrong shape")

    def typical_total(self) -> float:
        """The mean score of the training set."""
        return float(self._tables["expected"].sum())
