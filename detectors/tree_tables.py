"""Fills the tables of a cut, and packs all that the kernel of one row reads.

See ``tree_cut`` for what the tables are.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from detectors.attribution_kernels import fill_tables
from detectors.kernels import packed
from detectors.tree_cut import Cut, Piece, Subtrees, leaves_of


def block_of(cut: Cut) -> NDArray[np.uint8]:
    """All that ``explain_trees`` reads, packed as ``kernels.packed`` does."""
    trees, tables, deep = cut.subtrees.trees, cut.tables, cut.deep
    tests = [test for piece in tables for test in piece.tests]
    return packed(
        # 0 to 2: the mean score, and the splits above the cut.
        np.array([trees.mean]),
        np.array(cut.thresholds, np.float64),
        np.array(cut.steps, np.int64),
        # 3 to 7: the tables, their tests, their columns and their numbers.
        _heads(tables),
        np.array([threshold for _, threshold in tests], np.float64),
        np.array([value for value, _ in tests], np.int64),
        np.array([feature for piece in tables for feature in piece.features], np.int64),
        _filled(cut.subtrees, tables),
        # 8: how a row is prepared.
        np.array([trees.rounds_to_float32, trees.zero_is_missing], np.int64),
        # 9 to 12: the deep leaves and their paths.
        _deep_heads(deep),
        trees.value[[piece.node for piece in deep]],
        np.array([ratio for piece in deep for ratio, _, _ in piece.path.values()], np.float64),
        np.array([feature for piece in deep for feature in piece.path], np.int64),
    )


def _heads(tables: list[Piece]) -> NDArray[np.int64]:
    """Seven numbers a table.

    The place of its upper bits, how many they are, where its tests begin and end, where its numbers
    begin, where its features begin, and how many these are.
    """
    heads, test, cell, feature = [], 0, 0, 0
    for piece in tables:
        n_tests, width = len(piece.tests), len(piece.features)
        heads.append((piece.place, len(piece.path), test, test + n_tests, cell, feature, width))
        test, cell, feature = test + n_tests, cell + piece.size, feature + width
    return np.array(heads, np.int64)


def _deep_heads(deep: list[Piece]) -> NDArray[np.int64]:
    """For each deep leaf the place of its bits and where its path begins; then where all end."""
    starts = np.cumsum([0, *(len(piece.path) for piece in deep)])
    return np.array(list(zip([*(piece.place for piece in deep), 0], starts, strict=True)), np.int64)


def _filled(subtrees: Subtrees, tables: list[Piece]) -> NDArray[np.float64]:
    """The numbers of all tables."""
    leaves = [leaves_of(subtrees, piece) for piece in tables]
    flat = [leaf for group in leaves for leaf in group]
    columns = [{f: i for i, f in enumerate(piece.features)} for piece in tables]
    conditions = [condition for _, path in flat for condition in path.values()]
    ratio, ones, zeros = np.array(conditions, np.float64).reshape(-1, 3).T
    column = [
        columns[i][feature]
        for i, group in enumerate(leaves)
        for _, path in group
        for feature in path
    ]
    sizes = [piece.size for piece in tables]
    cells = np.zeros(sum(sizes))
    fill_tables(
        _starts(sizes),
        _whole([len(piece.features) for piece in tables]),
        _whole([piece.bits for piece in tables]),
        _starts([len(group) for group in leaves]),
        subtrees.trees.value[[node for node, _ in flat]],
        _starts([len(path) for _, path in flat]),
        np.ascontiguousarray(ratio),
        _whole(column),
        _whole(ones),
        _whole(zeros),
        cells,
    )
    return cells


def _starts(sizes: list[int]) -> NDArray[np.int64]:
    return np.cumsum([0, *sizes], dtype=np.int64)


def _whole(numbers: Any) -> NDArray[np.int64]:
    return np.ascontiguousarray(numbers, np.int64)
