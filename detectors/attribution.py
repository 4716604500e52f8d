"""Boosted trees served row by row: the raw score with its exact SHAP values, from tables.

The values are those of "path-dependent" TreeSHAP: Lundberg, Erion & Lee 2018, "Consistent
individualized feature attribution for tree ensembles", with the value function of its algorithm 1:
a split on a feature outside the set goes both ways, weighted by the training cover. They add up:
base plus contributions is the raw score, so one pass scores and explains. ``tree_cut`` says what
is tabulated, ``attribution_kernels`` has the formula, ``benchmarks.attribution_speed`` the times.

These are the values of LightGBM's ``pred_contrib`` and of CatBoost's ``ShapValues`` of the kind
``Regular`` to 1e-9, and XGBoost's ``pred_contribs`` up to its float32. CatBoost's kind ``Exact``
and "interventional" SHAP ask for other expectations and have other values.
"""

from collections.abc import Mapping
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from detectors.attribution_kernels import explain_trees
from detectors.base import Arrays, Ledger, Row, require_row
from detectors.tree_cut import Cut, Subtrees
from detectors.tree_tables import block_of
from detectors.trees import Trees

DEEP_BYTES: Final = 2.0**14
"""Bytes of tables that are worth a leaf that needs not be computed for each row."""

TABLE_BYTES: Final = 32 * 2**20
"""Memory that the tables of an ensemble may take, unless told otherwise."""


class CompiledTrees:
    """An ensemble of trees, compiled to tables.

    Missing values (NaN) and infinite ones are values here: each split knows where they go. Making
    the tables takes 0.1 s for 150 trees of depth 5 and less than 0.5 s for 300 of depth 6, on a
    core of its own. Symmetric trees take 4^depth steps each: 0.2 s a tree of depth 10.

    Args:
        trees: the ensemble.
        table_bytes: memory that the tables may take. What finds no room is computed for each row
            instead: slower, the same numbers.

    Attributes:
        block: all that the kernels read; see ``tree_tables.block_of``.

    Raises:
        ValueError: a path asks more than 62 features.
    """

    def __init__(self, trees: Trees, table_bytes: float = TABLE_BYTES) -> None:
        self._trees = trees
        cut = _cut(trees, table_bytes)
        self.base = trees.mean
        self.table_bytes = cut.table_bytes
        self.block = block_of(cut)

    @property
    def n_features(self) -> int:
        """Number of features of a row."""
        return self._trees.n_features

    def explain_into(self, row: Row, contributions: NDArray[np.float64]) -> float:
        """Writes the contribution of each feature and returns the raw score.

        Args:
            row: shape (n_features,), float64, contiguous; NaN is a missing value.
            contributions: the same shape; what it holds is overwritten.

        Raises:
            ValueError: the row or the room for contributions has another length.
            TypeError: one of them is not a contiguous array of float64.
        """
        require_row(row, self._trees.n_features)
        require_row(contributions, self._trees.n_features)
        return explain_trees(row, self.block, contributions)  # type: ignore[no-any-return]  # a kernel's float

    def explain(self, row: Row) -> Ledger:
        """The raw score and its exact SHAP values; the total is the score.

        Raises:
            ValueError: the row has another length.
            TypeError: the row is not a contiguous array of float64.
        """
        contributions = np.empty(self._trees.n_features)
        score = self.explain_into(row, contributions)
        return Ledger(self.base, contributions, score, score)

    def to_arrays(self) -> Arrays:
        """The trees as plain arrays; the tables are made anew from them."""
        return self._trees.to_arrays()

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """The ensemble that ``to_arrays`` was called on, with tables of the usual size.

        Raises:
            KeyError: an array is missing.
            ValueError: the arrays don't make trees, or a path asks more than 62 features.
        """
        return cls(Trees.from_arrays(arrays))


def _cut(trees: Trees, table_bytes: float) -> Cut:
    """The best cut whose tables find room. Where leaves count nothing, none has a table."""
    subtrees, deep_bytes = Subtrees(trees), DEEP_BYTES
    while (cut := Cut(subtrees, deep_bytes)).table_bytes > table_bytes:
        deep_bytes = deep_bytes / 2.0 if deep_bytes >= 1.0 else 0.0
    return cut
