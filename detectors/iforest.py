"""Isolation forest, compiled: PyOD's score of one row from flat trees, attributed along the paths.

Isolation forest (Liu, Ting & Zhou 2008, "Isolation Forest", ICDM) scores a row by the mean length h
of its paths: ``2^(-h / c)``, where c is the mean path of a search tree of the same size. PyOD adds
the offset of its contamination, a constant.

The score is a power, so no sum of parts; its logarithm ``-ln 2 · h / c`` is one. The ledger's total
is that logarithm, which grows with the score. Each node knows the expected path length of the
training rows under it; a step from a node to its child adds the change of that expectation to the
feature that was asked there (path attribution: Saabas 2014, "Interpreting random forests"). The
steps of a path telescope, so base plus contributions is the total exactly. These are not Shapley
values: a question near the leaf gets more credit than its twin near the root. Exact ones would need
a walk over all 6,000 leaves of the usual forest for each row, which costs more than the whole
budget of an event.
"""

import math
from collections.abc import Mapping
from typing import Any, ClassVar, Final, Self

import numpy as np
from numba import njit
from numpy.typing import NDArray

from detectors.base import Arrays, Detector, Ledger, Row, require, require_row
from detectors.kernel_types import FLOAT, FLOATS, FLOATS_OUT, LONGS, TABLE

FEATURE, THRESHOLD, RIGHT, EXPECTED = range(4)
"""Columns of the node table: what one step needs lies in one cache line (numbers below 2^53 and all
float32 are exact as float64)."""

LEAF: Final = -1
"""The feature of a node that asks nothing."""


@njit(FLOAT(FLOATS, TABLE, LONGS, FLOATS_OUT), cache=True)
def _explain(row: Any, nodes: Any, roots: Any, steps: Any) -> Any:
    """Writes the steps of each feature and returns the sum of path lengths, NaN for a NaN."""
    cells = np.empty(row.shape[0], np.float32)
    for j in range(row.shape[0]):
        if math.isnan(row[j]):
            return np.nan
        cells[j] = np.float32(row[j])
        steps[j] = 0.0
    length = 0.0
    for root in roots:
        node = root
        here = nodes[node, EXPECTED]
        asked = np.int64(nodes[node, FEATURE])
        while asked >= 0:
            goes_left = cells[asked] <= nodes[node, THRESHOLD]
            node = node + 1 if goes_left else np.int64(nodes[node, RIGHT])
            there = nodes[node, EXPECTED]
            steps[asked] += there - here
            here = there
            asked = np.int64(nodes[node, FEATURE])
        length += here
    return length


class CompiledIForest(Detector):
    """Isolation forest as flat arrays; O(trees · depth) a row.

    scikit-learn walks its trees with the row cut to float32, and so does this. Thresholds are kept
    as the largest float32 not above scikit-learn's float64 one, which asks the same of every
    float32.

    Args:
        n_features: number of features of a row.
        feature: for each node the feature asked, or ``LEAF``.
        threshold: for each node, go left if the value is not above this.
        right: for each node its right child; the left child is the next node.
        expected: for each node the mean path length of the training rows under it, in splits.
        roots: the root of each tree.
        path_norm: c, the mean path length of a tree of the sample size, in splits.
        offset: what PyOD adds to the score.

    Raises:
        ValueError: the arrays don't fit together.
    """

    name: ClassVar[str] = "iforest"

    def __init__(
        self,
        *,
        n_features: int,
        feature: NDArray[np.int32],
        threshold: NDArray[np.float32],
        right: NDArray[np.int32],
        expected: NDArray[np.float64],
        roots: NDArray[np.int64],
        path_norm: float,
        offset: float,
    ) -> None:
        size = len(feature)
        require(size == len(threshold) == len(right) == len(expected), "node arrays differ")
        _require_trees(n_features, feature, right, roots)
        require(path_norm > 0.0, "the path norm must be above zero")
        self._n_features = n_features
        self._arrays = (feature, threshold, right, expected, roots)
        columns = (feature, threshold, right, expected)
        self._nodes = np.ascontiguousarray(
            np.stack([c.astype(np.float64) for c in columns], axis=1)
        )
        self._roots = roots
        self._path_norm = path_norm
        self._offset = offset
        self._scale = -math.log(2.0) / (len(roots) * path_norm)
        self._base = float(expected[roots].sum()) * self._scale
        self._denominator = len(roots) * path_norm

    @property
    def n_features(self) -> int:
        """Number of features of a row."""
        return self._n_features

    def explain(self, row: Row) -> Ledger:
        """Path attribution; the total is ``ln(score - offset)``.

        Raises:
            ValueError: the row has another length or holds a NaN.
            TypeError: the row is not a contiguous array of float64.
        """
        require_row(row, self._n_features)
        contributions = np.empty(self._n_features)
        length = float(_explain(row, self._nodes, self._roots, contributions))
        if math.isnan(length):
            raise ValueError("a row with a missing value must be imputed first")
        contributions *= self._scale
        score = 2.0 ** (-length / self._denominator) + self._offset
        return Ledger(self._base, contributions, length * self._scale, score)

    def to_arrays(self) -> Arrays:
        """The arrays of the constructor; its three numbers have shape (1,)."""
        feature, threshold, right, expected, roots = self._arrays
        return {
            "n_features": np.array([self._n_features], dtype=np.int64),
            "feature": feature,
            "threshold": threshold,
            "right": right,
            "expected": expected,
            "roots": roots,
            "path_norm": np.array([self._path_norm]),
            "offset": np.array([self._offset]),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """The detector that ``to_arrays`` was called on.

        Raises:
            KeyError: an array is missing.
            ValueError: the arrays don't fit together.
        """
        return cls(
            n_features=int(arrays["n_features"][0]),
            feature=np.ascontiguousarray(arrays["feature"], np.int32),
            threshold=np.ascontiguousarray(arrays["threshold"], np.float32),
            right=np.ascontiguousarray(arrays["right"], np.int32),
            expected=np.ascontiguousarray(arrays["expected"], np.float64),
            roots=np.ascontiguousarray(arrays["roots"], np.int64),
            path_norm=float(arrays["path_norm"][0]),
            offset=float(arrays["offset"][0]),
        )


def _require_trees(
    n_features: int,
    feature: NDArray[np.int32],
    right: NDArray[np.int32],
    roots: NDArray[np.int64],
) -> None:
    """Children must lie after their parents and inside: else a walk might not end, or leave."""
    size = len(feature)
    inner = np.flatnonzero(feature != LEAF)
    require(len(roots) > 0, "a forest needs a tree")
    require(bool(((roots >= 0) & (roots < size)).all()), "a root lies outside")
    require(bool(((feature >= LEAF) & (feature < n_features)).all()), "a feature is unknown")
    require(bool(((right[inner] > inner) & (right[inner] < size)).all()), "a child lies outside")
    require(size == 0 or feature[-1] == LEAF, "the last node must be a leaf")
