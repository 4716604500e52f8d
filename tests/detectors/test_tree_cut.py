"""Where trees are cut: every leaf once, within the bound of bits, and at the least cost."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.tree_cut import LOOKUP_BYTES, MAX_BITS, Cut, Subtrees, leaves_of
from detectors.trees import LEAF, Nodes, Trees
from tests.detectors.ensembles import Array, ensembles_and_rows, random_trees


def _full(depth: int) -> Trees:
    """One tree of which each split asks a new feature."""
    nodes, waiting, asked = Nodes(), [depth], 0
    while waiting:
        level = waiting.pop()
        if level == 0:
            nodes.leaf(1.0, 1.0)
            continue
        nodes.split(asked, 0.0, missing_left=True)
        asked += 1
        waiting += (level - 1, level - 1)
    return nodes.trees(asked, 0.0)


def test_a_symmetric_tree_is_one_table() -> None:
    trees = random_trees(np.random.default_rng(1), 40, 6, 3, symmetric=True)
    cut = Cut(Subtrees(trees), 1e5)
    assert (len(cut.tables), cut.steps, cut.deep) == (3, [], [])
    assert all(piece.bits <= 6 for piece in cut.tables)


@pytest.mark.parametrize("depth", [4, 5, 6])
def test_other_trees_are_tables_of_three_splits(depth: int) -> None:
    cut = Cut(Subtrees(_full(depth)), 1e5)
    assert [len(piece.tests) for piece in cut.tables] == [3] * 2 ** (depth - 2)
    assert [len(piece.path) for piece in cut.tables] == [depth - 2] * 2 ** (depth - 2)
    assert len(cut.steps) == 2 ** (depth - 2) - 1
    assert cut.table_bytes == 8 * 2 ** (depth - 2) * (depth + 1) * 2 ** (depth + 1)


def test_where_leaves_cost_nothing_none_has_a_table() -> None:
    cut = Cut(Subtrees(_full(4)), 0.0)
    assert (cut.tables, cut.table_bytes, len(cut.deep)) == ([], 0, 16)


@settings(max_examples=100, deadline=None)
@given(ensembles_and_rows(), st.sampled_from([0.0, 3e3, 1e5]))
def test_every_leaf_is_cut_once(drawn: tuple[Trees, Array], deep_bytes: float) -> None:
    trees, _ = drawn
    subtrees = Subtrees(trees)
    cut = Cut(subtrees, deep_bytes)
    tabled = [node for piece in cut.tables for node, _ in leaves_of(subtrees, piece)]
    every = np.flatnonzero(trees.feature == LEAF).tolist()
    assert sorted([*tabled, *(piece.node for piece in cut.deep)]) == every
    assert all(piece.bits <= MAX_BITS for piece in cut.tables)


@settings(max_examples=100, deadline=None)
@given(ensembles_and_rows(most_depth=6), st.sampled_from([0.0, 3e3, 1e5]))
def test_no_other_cut_costs_less(drawn: tuple[Trees, Array], deep_bytes: float) -> None:
    trees, _ = drawn

    def least(node: int, above: frozenset[int]) -> float:
        end = _end(trees, node)
        asked = [i for i in range(node, end) if trees.feature[i] != LEAF]
        tests = {(trees.feature[i], trees.threshold[i], trees.missing_left[i]) for i in asked}
        bits, features = len(above) + len(tests), above | set(trees.feature[asked].tolist())
        table = 8.0 * len(features) * 2**bits + LOOKUP_BYTES if bits <= MAX_BITS else np.inf
        if not asked:
            return min(table, deep_bytes)
        below = above | {int(trees.feature[node])}
        return min(table, least(node + 1, below) + least(trees.right[node], below))

    cut = Cut(Subtrees(trees), deep_bytes)
    cost = cut.table_bytes + LOOKUP_BYTES * len(cut.tables) + deep_bytes * len(cut.deep)
    assert cost == sum(least(root, frozenset()) for root in trees.roots)


def _end(trees: Trees, node: int) -> int:
    while trees.right[node]:
        node = trees.right[node]
    return node + 1
