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
from numpy.typing import NDArray

from detectors.base import Arrays, Detector, Ledger, Row, require, require_row
from detectors.kernels import FEATURE_BITS, NODE, explain_forest

LEAF: Final = -1
"""The feature of a node that asks nothing."""

MAX_FEATURES: Final = 2**FEATURE_BITS
MAX_NODES: Final = 2 ** (32 - FEATURE_BITS)
"""What fits into the link of a node; a forest of the usual size has 50,000 nodes at the most."""


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
        self.nodes = _nodes(feature, threshold, right, expected, roots)
        self.n_trees = len(roots)
        self._path_norm = path_norm
        self._offset = offset
        self.scale = -math.log(2.0) / (len(roots) * path_norm)
        self.base = float(expected[roots].sum()) * self.scale
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
        length = float(explain_forest(row, self.nodes, self.n_trees, contributions))
        if math.isnan(length):
            raise ValueError("a row with a missing value must be imputed first")
        contributions *= self.scale
        return Ledger(self.base, contributions, length * self.scale, self.score_of(length))

    def score_of(self, length: float) -> float:
        """The raw score at a sum of path lengths over the trees, in splits."""
        return 2.0 ** (-length / self._denominator) + self._offset  # type: ignore[no-any-return]  # a float to a power is Any

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
    require(n_features <= MAX_FEATURES, f"features outside the first {MAX_FEATURES} find no room")
    require(size <= MAX_NODES, f"nodes outside the first {MAX_NODES} find no room")
    require(len(roots) > 0, "a forest needs a tree")
    require(bool(((roots >= 0) & (roots < size)).all()), "a root lies outside")
    require(bool(((feature >= LEAF) & (feature < n_features)).all()), "a feature is unknown")
    require(bool(((right[inner] > inner) & (right[inner] < size)).all()), "a child lies outside")
    require(size == 0 or feature[-1] == LEAF, "the last node must be a leaf")


def _nodes(
    feature: NDArray[np.int32],
    threshold: NDArray[np.float32],
    right: NDArray[np.int32],
    expected: NDArray[np.float64],
    roots: NDArray[np.int64],
) -> NDArray[np.uint8]:
    """The nodes as the kernel reads them: children side by side, the roots first, in their order.

    So nothing points at node 0, and a link of 0 is a leaf. The children of the child that more rows
    go to (it has the longer paths) come next: a row's way often goes on in the same cache line.

    Raises:
        ValueError: a node has two parents or none.
    """
    asked, rights, lengths = feature.tolist(), right.tolist(), expected.tolist()
    order, links, waiting = roots.tolist(), [0] * len(roots), list(range(len(roots)))[::-1]
    while waiting:
        place = waiting.pop()
        node = order[place]
        if asked[node] == LEAF:
            continue
        left, children = len(order), (node + 1, rights[node])
        require(left < len(feature), "a node outside a tree, or in two")
        links[place] = left << FEATURE_BITS | asked[node]
        order += children
        links += (0, 0)
        left_is_longer = lengths[children[0]] > lengths[children[1]]
        waiting += (left + 1, left) if left_is_longer else (left, left + 1)
    require(len(set(order)) == len(order) == len(feature), "a node outside a tree, or in two")
    nodes = np.empty(len(order), NODE)
    nodes["expected"], nodes["threshold"], nodes["link"] = expected[order], threshold[order], links
    return nodes.view(np.uint8)
