"""Cuts trees into tables of SHAP values, small enough to keep and large enough to save work.

The SHAP values of a leaf depend only on which of its path's features have their conditions met. The
same holds for a whole subtree: its leaves together depend on the features of the path above it (met
or not: a bit each) and on the outcomes of the different tests within it (a bit each). With few
bits, the sum over its leaves is tabulated over all patterns, and a row needs one look-up. So each
tree is cut at the highest nodes whose subtrees take at most ``bits`` bits:

- a symmetric (oblivious) tree of depth d has d different tests, so it is one table of 2^d rows;
- another tree is a table for each of its lower subtrees, mostly of three splits; the splits above
  the cut are answered once and hand their bits down;
- a leaf below more than ``bits`` features is *deep*: it has no table and is computed for each row.
"""

from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detectors.attribution_kernels import MAX_SLOTS, fill_tables
from detectors.base import require
from detectors.kernels import packed
from detectors.trees import LEAF, Trees

FLOAT_BYTES: Final = 8

Test: TypeAlias = tuple[int, float]
"""Where the prepared values hold what is asked, and the threshold; equal tests, equal outcomes."""


class Condition(NamedTuple):
    """What a path asks of one feature.

    Attributes:
        ratio: product of the shares of cover along the splits on this feature.
        ones: bits of a table's index that are 1 where it is met.
        zeros: bits that are 0 where it is met; all of both must be so.
    """

    ratio: float
    ones: int = 0
    zeros: int = 0


Path: TypeAlias = dict[int, Condition]
"""The conditions on the way to a node, by feature; the order is that of their bits."""


class Piece(NamedTuple):
    """A subtree below the cut: where its bits are left, its first node, the path, its tests."""

    place: int
    node: int
    path: Path
    tests: tuple[Test, ...]

    @property
    def bits(self) -> int:
        """Bits of its table's index: those of the path, then those of the tests."""
        return len(self.path) + len(self.tests)

    @property
    def features(self) -> list[int]:
        """The columns of its table."""
        return list(dict.fromkeys((*self.path, *(value // 2 for value, _ in self.tests))))

    @property
    def size(self) -> int:
        """Numbers in its table."""
        return len(self.features) << self.bits


class Cut:
    """Trees, cut.

    Args:
        trees: the ensemble.
        bits: most bits of a table's index.

    Attributes:
        thresholds: those of the splits above the cut, parents first.
        steps: for each of them the place of its own bits, the place of its value among the
            prepared ones, and the bit of its feature. Split i leaves the bits of its children at
            the places 2i + 1 and 2i + 2; those of the roots, none, are at place 0.
        tables: the subtrees below the cut, those of the same shape together: loops over them then
            run equally often, which a processor foresees.
        deep: leaves without a table.

    Raises:
        ValueError: a path asks more than ``MAX_SLOTS`` features.
    """

    def __init__(self, trees: Trees, bits: int) -> None:
        self.thresholds: list[float] = []
        self.steps: list[tuple[int, int, int]] = []
        self.tables: list[Piece] = []
        self.deep: list[Piece] = []
        tests, asked = _tests_below(trees, bits), trees.feature.tolist()
        waiting: list[tuple[int, int, Path]] = [(root, 0, {}) for root in trees.roots]
        while waiting:
            node, place, path = waiting.pop()
            below = tests[node]
            if below is not None and len(path) + len(below) <= bits:
                self.tables.append(Piece(place, node, path, tuple(sorted(below))))
            elif asked[node] == LEAF:
                require(len(path) <= MAX_SLOTS, f"a path asks more than {MAX_SLOTS} features")
                self.deep.append(Piece(place, node, path, ()))
            else:
                waiting += self._split(trees, node, place, path)
        self.tables.sort(key=lambda piece: (len(piece.tests), len(piece.features)))

    def _split(
        self, trees: Trees, node: int, place: int, path: Path
    ) -> list[tuple[int, int, Path]]:
        """Notes a split above the cut; returns its children."""
        value, threshold = _test(trees, node)
        feature = value // 2
        slot = list(path).index(feature) if feature in path else len(path)
        known, next_place = path.get(feature, Condition(1.0)), 2 * len(self.steps) + 1
        self.thresholds.append(threshold)
        self.steps.append((place, value, slot))
        to_left, to_right = trees.shares(node)
        left = path | {feature: Condition(known.ratio * to_left, 0, 1 << slot)}
        right = path | {feature: Condition(known.ratio * to_right, 0, 1 << slot)}
        return [(node + 1, next_place, left), (trees.right[node], next_place + 1, right)]

    @property
    def table_bytes(self) -> int:
        """Memory of all tables together."""
        return FLOAT_BYTES * sum(piece.size for piece in self.tables)


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


def _tests_below(trees: Trees, bits: int) -> list[frozenset[Test] | None]:
    """For each node the different tests in its subtree, or None if there are more than ``bits``."""
    tests: list[frozenset[Test] | None] = [frozenset()] * len(trees.feature)
    for node, right in reversed(list(enumerate(trees.right))):
        if right:
            left_tests, right_tests = tests[node + 1], tests[right]
            tests[node] = None
            if left_tests is not None and right_tests is not None:
                both = left_tests | right_tests | {_test(trees, node)}
                tests[node] = both if len(both) <= bits else None
    return tests


def _test(trees: Trees, node: int) -> Test:
    missing_right = 0 if trees.missing_left[node] else 1
    return 2 * int(trees.feature[node]) + missing_right, float(trees.threshold[node])


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
    leaves = [_leaves(trees, piece) for piece in tables]
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


def _leaves(trees: Trees, piece: Piece) -> list[tuple[int, Path]]:
    """The leaves of a subtree, each with its whole path."""
    bit_of = {test: 1 << (len(piece.path) + i) for i, test in enumerate(piece.tests)}
    leaves, waiting = [], [(piece.node, piece.path)]
    while waiting:
        node, path = waiting.pop()
        right = trees.right[node]
        if not right:
            leaves.append((node, path))
            continue
        test = _test(trees, node)
        bit, feature = bit_of[test], test[0] // 2
        ratio, ones, zeros = path.get(feature, Condition(1.0))
        to_left, to_right = trees.shares(node)
        waiting.append((node + 1, path | {feature: Condition(ratio * to_left, ones | bit, zeros)}))
        waiting.append((right, path | {feature: Condition(ratio * to_right, ones, zeros | bit)}))
    return leaves


def _starts(sizes: list[int]) -> NDArray[np.int64]:
    return np.cumsum([0, *sizes], dtype=np.int64)


def _whole(numbers: Any) -> NDArray[np.int64]:
    return np.ascontiguousarray(numbers, np.int64)
