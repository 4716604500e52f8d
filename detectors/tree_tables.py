"""Fills the tables of a cut, and packs all that the kernel of one row reads.

See ``tree_cut`` for what the tables are.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from detectors.attribution_kernels import fill_tables
from detectors.kernels import packed
from detectors.tree_cut import Cut, Piece, leaves_of
from detectors.trees import Trees


def block_of(trees: Trees, cut: Cut) -> NDArray[np.uint8]:
    """All that ``explain_trees`` reads, in its order: see the names below."""
    tables, deep = cut.tables, cut.deep
    tests = [test for piece in tables for test in piece.tests]
    deep_entries = [entry for piece in deep for entry in piece.path.items()]
    return packed(
        np.array([trees.mean]),
        np.array(cut.thresholds, np.float64),
        np.array(cut.steps, np.int64),
        _heads(tables),
        np.array([threshold for _, threshold in tests], np.float64),
        np.array([value for value, _ in tests], np.int64),
        np.array([feature for piece in tables for feature in piece.features], np.int64),
        _filled(trees, tables),
        np.array([trees.rounds_to_float32, trees.zero_is_missing], np.int64),
        _deep_heads(deep),
        trees.value[[piece.node for piece in deep]],
        np.array([condition.ratio for _, condition in deep_entries], np.float64),
        np.array([feature for feature, _ in deep_entries], np.int64),
    )


def _heads(tables: list[Piece]) -> NDArray[np.int64]:
    """For each table: the place of its upper bits, their number, and where its tests begin and
    end, its numbers begin, its features begin, and how many there are.
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


def _filled(trees: Trees, tables: list[Piece]) -> NDArray[np.float64]:
    """The numbers of all tables."""
    leaves = [leaves_of(trees, piece) for piece in tables]
    flat = [leaf for group in leaves for leaf in group]
    columns = [{f: i for i, f in enumerate(piece.features)} for piece in tables]
    entries = [
        (columns[i][feature], *condition)
        for i, group in enumerate(leaves)
        for _, path in group
        for feature, condition in path.items()
    ]
    column, ratio, ones, zeros = np.array(entries, np.float64).reshape(-1, 4).T
    sizes = [piece.size for piece in tables]
    cells = np.zeros(sum(sizes))
    fill_tables(
        _starts(sizes),
        _whole([len(piece.features) for piece in tables]),
        _whole([piece.bits for piece in tables]),
        _starts([len(group) for group in leaves]),
        trees.value[[node for node, _ in flat]],
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
