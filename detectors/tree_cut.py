"""Where to cut trees into subtrees whose SHAP values are tabulated.

The SHAP values of a leaf depend only on which of its path's features have their conditions met. The
same holds for a whole subtree: its leaves together depend on the features of the path above it (met
or not: a bit each) and on the outcomes of the different tests within it (a bit each). With p + m
bits and u features, the sum over its leaves is a table of 2^(p + m) rows of u numbers, and a row of
data needs one look-up:

- a symmetric (oblivious) tree of depth d has d different tests, so it is one table of 2^d rows;
- another tree is a table for each of its lower subtrees, mostly of three splits; the splits above
  the cut are answered once and hand their bits down;
- a leaf whose table would be too large is *deep*: it is computed for each row of data.

The cut is the one with the least bytes of tables, where a look-up counts as ``LOOKUP_BYTES`` more
and a deep leaf as ``deep_bytes``.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from detectors.attribution_kernels import MAX_SLOTS
from detectors.base import require
from detectors.trees import Trees

FLOAT_BYTES: Final = 8

LOOKUP_BYTES: Final = 2048
"""What a look-up may cost in memory. Between 1,000 and 6,000 the cut of 300 trees of depth 6 is
that of two levels in a table, which was the fastest by a half."""

MAX_BITS: Final = 10
"""Most bits of a table. One more makes a symmetric tree four times as slow to tabulate."""

Test: TypeAlias = tuple[int, float]
"""Where the prepared values hold what is asked, and the threshold; equal tests, equal outcomes."""


Condition: TypeAlias = tuple[float, int, int]
"""What a path asks of one feature: ratio, ones, zeros.

The ratio is the product of the shares of cover along the splits on this feature. It is met where
the bits of a table's index named by ``ones`` are 1 and those named by ``zeros`` are 0."""

Path: TypeAlias = dict[int, Condition]
"""The conditions on the way to a node, by feature; the order is that of their bits."""


class Piece(NamedTuple):
    """A subtree below the cut.

    Attributes:
        place: where the bits of its path are left.
        node: its first node.
        path: the way to it.
        tests: its different tests; their bits follow those of the path.
        features: the columns of its table, those of the path first.
    """

    place: int
    node: int
    path: Path
    tests: list[Test]
    features: list[int]

    @property
    def bits(self) -> int:
        """Bits of its table's index."""
        return len(self.path) + len(self.tests)

    @property
    def size(self) -> int:
        """Numbers in its table."""
        return len(self.features) << self.bits


class Subtrees:
    """What each subtree of an ensemble asks: the ground on which cuts are compared.

    Attributes:
        trees: the ensemble.
        asked: for each node its test; without meaning for a leaf.
        tests: for each node the different tests below it, or None if they are too many.
        bytes: for each node the memory of its table, or None if it has too many bits.
    """

    def __init__(self, trees: Trees) -> None:
        self.trees = trees
        self.asked = _asked(trees)
        self.tests = _tests_below(trees, self.asked)
        above = _features_above(trees)
        self.bytes = [_bytes(*each) for each in zip(above, self.tests, strict=True)]

    def best(self, deep_bytes: float) -> list[bool]:
        """For each node whether its table costs no more than the best cuts of its children."""
        taken, costs = [False] * len(self.bytes), [deep_bytes] * len(self.bytes)
        for node, right in _from_below(self.trees):
            if right:
                costs[node] = costs[node + 1] + costs[right]
            size = self.bytes[node]
            if size is not None and size + LOOKUP_BYTES <= costs[node]:
                taken[node], costs[node] = True, size + LOOKUP_BYTES
        return taken


class Cut:
    """Trees, cut.

    Args:
        subtrees: of the ensemble.
        deep_bytes: what a deep leaf counts.

    Attributes:
        subtrees: those that were given.
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

    def __init__(self, subtrees: Subtrees, deep_bytes: float) -> None:
        self.thresholds: list[float] = []
        self.steps: list[tuple[int, int, int]] = []
        self.tables: list[Piece] = []
        self.deep: list[Piece] = []
        self.subtrees = subtrees
        trees, taken = subtrees.trees, subtrees.best(deep_bytes)
        waiting: list[tuple[int, int, Path]] = [(root, 0, {}) for root in trees.roots]
        while waiting:
            node, place, path = waiting.pop()
            if taken[node]:
                tests = sorted(subtrees.tests[node] or ())
                features = dict.fromkeys((*path, *(value // 2 for value, _ in tests)))
                self.tables.append(Piece(place, node, path, tests, list(features)))
            elif trees.right[node]:
                waiting += self._split(subtrees, node, place, path)
            else:
                require(len(path) <= MAX_SLOTS, f"a path asks more than {MAX_SLOTS} features")
                self.deep.append(Piece(place, node, path, [], list(path)))
        self.tables.sort(key=lambda piece: (len(piece.tests), len(piece.features)))

    def _split(
        self, subtrees: Subtrees, node: int, place: int, path: Path
    ) -> tuple[tuple[int, int, Path], tuple[int, int, Path]]:
        """Notes a split above the cut; returns its children."""
        trees, (value, threshold) = subtrees.trees, subtrees.asked[node]
        feature = value // 2
        slot = list(path).index(feature) if feature in path else len(path)
        left_place = 2 * len(self.steps) + 1
        self.thresholds.append(threshold)
        self.steps.append((place, value, slot))
        ratio, (to_left, to_right) = path.get(feature, _FREE)[0], trees.shares(node)
        left = path | {feature: (ratio * to_left, 0, 1 << slot)}
        right = path | {feature: (ratio * to_right, 0, 1 << slot)}
        return (trees.right[node], left_place + 1, right), (node + 1, left_place, left)

    @property
    def table_bytes(self) -> int:
        """Memory of all tables together."""
        return FLOAT_BYTES * sum(piece.size for piece in self.tables)


def leaves_of(subtrees: Subtrees, piece: Piece) -> list[tuple[int, Path]]:
    """The leaves of a subtree, each with its whole path."""
    trees, asked = subtrees.trees, subtrees.asked
    bit_of = {test: 1 << (len(piece.path) + i) for i, test in enumerate(piece.tests)}
    leaves, waiting = [], [(piece.node, piece.path)]
    while waiting:
        node, path = waiting.pop()
        right = trees.right[node]
        if not right:
            leaves.append((node, path))
            continue
        bit, feature = bit_of[asked[node]], asked[node][0] // 2
        ratio, ones, zeros = path.get(feature, _FREE)
        to_left, to_right = trees.shares(node)
        waiting.append((node + 1, path | {feature: (ratio * to_left, ones | bit, zeros)}))
        waiting.append((right, path | {feature: (ratio * to_right, ones, zeros | bit)}))
    return leaves


_FREE: Final = (1.0, 0, 0)
"""What a path asks of a feature before any split on it."""


def _from_below(trees: Trees) -> Iterator[tuple[int, int]]:
    """Each node after those below it, with its right child, or 0 for a leaf."""
    return reversed(list(enumerate(trees.right)))


def _asked(trees: Trees) -> list[Test]:
    """Of the two values of a feature, the first is for splits where missing values go left."""
    values = 2 * trees.feature.astype(np.int64) + ~trees.missing_left
    return list(zip(values.tolist(), trees.threshold.tolist(), strict=True))


def _tests_below(trees: Trees, asked: list[Test]) -> list[frozenset[Test] | None]:
    tests: list[frozenset[Test] | None] = [frozenset()] * len(trees.right)
    for node, right in _from_below(trees):
        if right:
            left_tests, right_tests = tests[node + 1], tests[right]
            tests[node] = None
            if left_tests is not None and right_tests is not None:
                both = left_tests | right_tests | {asked[node]}
                tests[node] = both if len(both) <= MAX_BITS else None
    return tests


def _features_above(trees: Trees) -> list[frozenset[int]]:
    above: list[frozenset[int]] = [frozenset()] * len(trees.right)
    asked = trees.feature.tolist()
    for node, right in enumerate(trees.right):
        if right:
            above[node + 1] = above[right] = above[node] | {asked[node]}
    return above


def _bytes(above: frozenset[int], tests: frozenset[Test] | None) -> int | None:
    if tests is None or len(above) + len(tests) > MAX_BITS:
        return None
    n_features = len(above | {value // 2 for value, _ in tests})
    return FLOAT_BYTES * n_features << (len(above) + len(tests))
