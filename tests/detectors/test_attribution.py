"""Scores and SHAP values from tables, against the definition of both."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.attribution import CompiledTrees
from detectors.trees import Nodes, Trees
from tests.detectors.ensembles import Array, ensembles_and_rows, naive_shapley, random_row
from tests.detectors.ensembles import random_trees as trees_at_random


@settings(max_examples=150, deadline=None)
@given(ensembles_and_rows(), st.sampled_from([0.0, 3e3, 3e7]))
def test_equals_the_definition(drawn: tuple[Trees, Array], table_bytes: float) -> None:
    """Whole trees as a table, subtrees as tables, and every leaf computed on the spot."""
    trees, row = drawn
    compiled = CompiledTrees(trees, table_bytes)
    ledger = compiled.explain(row)
    assert compiled.table_bytes <= table_bytes
    assert ledger.score == ledger.total == pytest.approx(trees.raw_score(row), abs=1e-9)
    assert ledger.contributions == pytest.approx(naive_shapley(trees, row), abs=1e-9)
    assert ledger.base + ledger.contributions.sum() == pytest.approx(ledger.total, abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_tables_and_computed_leaves_agree_where_no_definition_can_be_run(
    seed: int, symmetric: bool
) -> None:
    rng = np.random.default_rng(seed)
    trees = trees_at_random(rng, 30, 8, 2, symmetric=symmetric)
    row = random_row(rng, 30)
    tabled, computed = CompiledTrees(trees).explain(row), CompiledTrees(trees, 0).explain(row)
    assert tabled.contributions == pytest.approx(computed.contributions, abs=1e-12)
    assert tabled.total == pytest.approx(trees.raw_score(row), abs=1e-12)


def _chain(length: int, value: float) -> Trees:
    """Each split asks a new feature and sends a half of its rows on; only the end has a value."""
    nodes = Nodes()
    for feature in range(length):
        nodes.split(feature, 0.0, missing_left=True)
    nodes.leaf(value, 1.0)
    for k in range(length):
        nodes.leaf(0.0, 2.0**k)
    return nodes.trees(length, 0.0)


@pytest.mark.parametrize("length", [1, 7, 10, 11, 40, 62])
def test_long_paths_share_alike(length: int) -> None:
    """By symmetry each of k features gets value · (1 - 2^-k) / k where all are met."""
    compiled = CompiledTrees(_chain(length, 8.0))
    expected = 8.0 * (1.0 - 2.0**-length) / length
    assert compiled.explain(np.zeros(length)).contributions == pytest.approx(
        np.full(length, expected), rel=1e-12
    )
    row = np.zeros(length)
    row[0] = 1.0
    assert compiled.explain(row).total == pytest.approx(0.0, abs=1e-12)


def test_a_longer_path_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 62 features"):
        CompiledTrees(_chain(63, 1.0))


def test_a_feature_that_is_never_asked_gets_nothing() -> None:
    nodes = Nodes()
    nodes.split(1, 0.0, missing_left=True)
    nodes.leaf(1.0, 1.0)
    nodes.leaf(2.0, 3.0)
    ledger = CompiledTrees(nodes.trees(3, 0.5)).explain(np.array([9.0, 1.0, np.nan]))
    assert ledger.base == 2.25
    assert ledger.contributions.tolist() == [0.0, 0.25, 0.0]
    assert ledger.score == 2.5


def test_room_for_contributions_is_overwritten() -> None:
    compiled = CompiledTrees(_chain(2, 8.0))
    room = np.full(2, 7.0)
    assert compiled.explain_into(np.zeros(2), room) == 8.0
    assert room.tolist() == [3.0, 3.0]


def test_arrays_bring_the_same_numbers_back() -> None:
    rng = np.random.default_rng(3)
    compiled = CompiledTrees(trees_at_random(rng, 5, 5, 4, symmetric=False))
    again = CompiledTrees.from_arrays(compiled.to_arrays())
    assert again.n_features == 5
    for _ in range(20):
        row = random_row(rng, 5)
        assert again.explain(row).total == compiled.explain(row).total
        np.testing.assert_array_equal(
            again.explain(row).contributions, compiled.explain(row).contributions
        )


def test_rows_that_a_kernel_could_run_out_of_are_refused() -> None:
    compiled = CompiledTrees(_chain(2, 8.0))
    with pytest.raises(ValueError, match="2 features"):
        compiled.explain(np.zeros(3))
    with pytest.raises(ValueError, match="2 features"):
        compiled.explain_into(np.zeros(2), np.zeros(1))
    with pytest.raises(TypeError):
        compiled.explain(np.zeros(2, np.float32))
