"""A fitted ensemble of decision trees as plain arrays, whatever library grew it.

All comparisons take one form: a row goes left where ``x <= threshold`` in float64. The readers
(``trees_lightgbm``, ``trees_catboost``, ``trees_xgboost``) shift each threshold so that this asks
exactly what their library asks. Two flags of the whole ensemble prepare the row before: libraries
that compare in float32 round it first, and LightGBM may take zeros for missing values.

Nodes stand in preorder: a split, its whole left subtree, its whole right one; then the next tree.
Which nodes are leaves therefore tells the shape of every tree. There are no links that could point
outside or back.

Features are numbers. Splits on categories have no place here; the readers refuse them.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final, Self

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from detectors.base import Arrays, Row, require, require_row

LEAF: Final = -1
"""The feature of a node that asks nothing."""

MAX_FEATURES: Final = 2**30
"""What the kernels can number; far above any row there is."""

ZERO_THRESHOLD: Final = float(np.float32(1e-35))
"""LightGBM's ``kZeroThreshold`` (``meta.h``): up to this magnitude a value counts as zero."""


class Trees(Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """A sum of regression trees: ``base`` plus the value of the leaf that a row reaches in each.

    Attributes:
        n_features: number of features of a row.
        feature: for each node the feature asked, or ``LEAF``; int32.
        threshold: for each split, go left where the value is not above this; float64.
        missing_left: for each split, whether a missing value (NaN) goes left; bool.
        value: for each leaf what it adds to the raw score; float64.
        cover: for each leaf the training weight in it, zero or more; float64. A split's cover is
            the sum of its leaves'.
        base: the raw score before any tree.
        rounds_to_float32: the row is rounded to float32 before it is compared.
        zero_is_missing: values up to ``ZERO_THRESHOLD`` count as missing.

    Raises:
        ValueError: the arrays don't make trees.
    """

    n_features: int
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    missing_left: NDArray[np.bool_]
    value: NDArray[np.float64]
    cover: NDArray[np.float64]
    base: float
    rounds_to_float32: bool = False
    zero_is_missing: bool = False

    def __post_init__(self) -> None:
        arrays = (self.feature, self.threshold, self.missing_left, self.value, self.cover)
        size = len(self.feature)
        require(all(array.shape == (size,) for array in arrays), "node arrays differ")
        require(0 < self.n_features <= MAX_FEATURES, "the number of features is out of range")
        known = (self.feature >= LEAF) & (self.feature < self.n_features)
        require(bool(known.all()), "a feature is unknown")
        leaf = self.feature == LEAF
        require(not np.isnan(self.threshold[~leaf]).any(), "a threshold is no number")
        require(bool(np.isfinite(self.value[leaf]).all()), "a value is not finite")
        covers = self.cover[leaf]
        require(bool((np.isfinite(covers) & (covers >= 0.0)).all()), "a cover is below zero")
        require(bool(np.isfinite(self.base)), "the base is not finite")
        require(len(self.roots) > 0, "an ensemble needs a tree")

    @cached_property
    def roots(self) -> list[int]:
        """The first node of each tree."""
        return self._shape[0]

    @cached_property
    def right(self) -> list[int]:
        """For each split its right child; the left one is the next node. 0 for a leaf."""
        return self._shape[1]

    @cached_property
    def _shape(self) -> tuple[list[int], list[int]]:
        """Read from the back, a split takes the two subtrees that were closed last.

        Raises:
            ValueError: a split lacks a child.
        """
        right, closed = [0] * len(self.feature), list[int]()
        for node, feature in reversed(list(enumerate(self.feature.tolist()))):
            if feature != LEAF:
                require(len(closed) >= 2, "a split lacks a child: the nodes make no trees")
                closed.pop()
                right[node] = closed.pop()
            closed.append(node)
        return closed[::-1], right

    @cached_property
    def covers(self) -> list[float]:
        """The cover of each node, splits too."""
        covers: list[float] = self.cover.tolist()
        for node, right in reversed(list(enumerate(self.right))):
            if right:
                covers[node] = covers[node + 1] + covers[right]
        return covers

    def shares(self, node: int) -> tuple[float, float]:
        """The shares of a split's cover that go left and right: what an expectation weighs by.

        Where no training row came by, both children weigh the same.
        """
        left, right = self.covers[node + 1], self.covers[self.right[node]]
        both = left + right
        return (left / both, right / both) if both > 0.0 else (0.5, 0.5)

    @cached_property
    def mean(self) -> float:
        """The mean raw score of the training rows: each tree's leaves weighted by their cover."""
        means = self.value.tolist()
        for node, right in reversed(list(enumerate(self.right))):
            if right:
                to_left, to_right = self.shares(node)
                means[node] = to_left * means[node + 1] + to_right * means[right]
        return float(self.base + sum(means[root] for root in self.roots))

    def prepared(self, row: Row) -> Row:
        """The row as its values are compared: rounded, and zeros made missing, if need be."""
        if self.rounds_to_float32:
            with np.errstate(over="ignore"):
                row = row.astype(np.float32).astype(np.float64)
        if self.zero_is_missing:
            row = np.where(np.abs(row) <= ZERO_THRESHOLD, np.nan, row)
        return row

    def goes_left(self, node: int, prepared: Row) -> bool:
        """Whether a prepared row goes left at a split."""
        x = prepared[self.feature[node]]
        return bool(self.missing_left[node] if np.isnan(x) else x <= self.threshold[node])

    def raw_score(self, row: Row) -> float:
        """The raw score of one row by a plain walk: slow, and what fast forms are tested against.

        Args:
            row: shape (n_features,); NaN is a missing value.

        Raises:
            ValueError: the row has another length.
        """
        require_row(row, self.n_features)
        prepared, score = self.prepared(row), self.base
        for root in self.roots:
            node = root
            while self.feature[node] != LEAF:
                node = node + 1 if self.goes_left(node, prepared) else self.right[node]
            score += float(self.value[node])
        return score

    def to_arrays(self) -> Arrays:
        """The attributes as arrays; the four single ones have shape (1,)."""
        return {
            "n_features": np.array([self.n_features], np.int64),
            "feature": self.feature,
            "threshold": self.threshold,
            "missing_left": self.missing_left,
            "value": self.value,
            "cover": self.cover,
            "base": np.array([self.base]),
            "rounds_to_float32": np.array([self.rounds_to_float32]),
            "zero_is_missing": np.array([self.zero_is_missing]),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """The ensemble that ``to_arrays`` was called on.

        Raises:
            KeyError: an array is missing.
            ValueError: the arrays don't make trees.
        """
        return cls(
            n_features=int(arrays["n_features"][0]),
            feature=np.ascontiguousarray(arrays["feature"], np.int32),
            threshold=np.ascontiguousarray(arrays["threshold"], np.float64),
            missing_left=np.ascontiguousarray(arrays["missing_left"], np.bool_),
            value=np.ascontiguousarray(arrays["value"], np.float64),
            cover=np.ascontiguousarray(arrays["cover"], np.float64),
            base=float(arrays["base"][0]),
            rounds_to_float32=bool(arrays["rounds_to_float32"][0]),
            zero_is_missing=bool(arrays["zero_is_missing"][0]),
        )


class Nodes:
    """Nodes collected in preorder: what a reader fills."""

    def __init__(self) -> None:
        self._nodes: list[tuple[int, float, bool, float, float]] = []

    def split(self, feature: int, threshold: float, *, missing_left: bool) -> None:
        """Adds a split; its left subtree must follow, then its right one."""
        self._nodes.append((feature, threshold, missing_left, 0.0, 0.0))

    def leaf(self, value: float, cover: float) -> None:
        """Adds a leaf."""
        self._nodes.append((LEAF, 0.0, False, value, cover))

    def trees(self, n_features: int, base: float, **flags: bool) -> Trees:
        """The ensemble of all nodes; the flags are those of ``Trees``.

        Raises:
            ValueError: the nodes don't make trees.
        """
        require(len(self._nodes) > 0, "an ensemble needs a tree")
        feature, threshold, missing_left, value, cover = zip(*self._nodes, strict=True)
        return Trees(
            n_features=n_features,
            feature=np.array(feature, np.int32),
            threshold=np.array(threshold, np.float64),
            missing_left=np.array(missing_left, np.bool_),
            value=np.array(value, np.float64),
            cover=np.array(cover, np.float64),
            base=base,
            **flags,
        )
