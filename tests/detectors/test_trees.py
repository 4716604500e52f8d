"""Trees as arrays: their shape from the order of their nodes, their walk, and what is refused."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

from detectors.trees import LEAF, Nodes, Trees
from tests.detectors.ensembles import Array, ensembles_and_rows, expectation


def _two_trees(**flags: bool) -> Trees:
    """``x0 <= 1 ? 10 : (x1 <= 0 ? 20 : 30)``, missing left and right, and a tree of one leaf."""
    nodes = Nodes()
    nodes.split(0, 1.0, missing_left=True)
    nodes.leaf(10.0, 1.0)
    nodes.split(1, 0.0, missing_left=False)
    nodes.leaf(20.0, 2.0)
    nodes.leaf(30.0, 1.0)
    nodes.leaf(0.25, 4.0)
    return nodes.trees(2, 0.5, **flags)


@pytest.mark.parametrize(
    ("row", "score"),
    [
        ((1.0, 0.0), 10.75),
        ((1.5, 0.0), 20.75),
        ((np.inf, 1e-300), 30.75),
        ((np.nan, 5.0), 10.75),
        ((2.0, np.nan), 30.75),
        ((2.0, -np.inf), 20.75),
    ],
)
def test_a_row_goes_left_where_it_is_not_above_the_threshold(
    row: tuple[float, float], score: float
) -> None:
    assert _two_trees().raw_score(np.array(row)) == score


def test_the_row_may_be_rounded_to_float32_first() -> None:
    row = np.array([1.0 + 1e-12, 0.0])
    assert _two_trees().raw_score(row) == 20.75
    assert _two_trees(rounds_to_float32=True).raw_score(row) == 10.75
    assert _two_trees(rounds_to_float32=True).raw_score(np.array([1e300, 1.0])) == 30.75


@pytest.mark.parametrize("zero", [0.0, -0.0, 1e-36, -1e-35])
def test_zeros_may_be_missing_values(zero: float) -> None:
    row = np.array([2.0, zero])
    assert _two_trees(zero_is_missing=True).raw_score(row) == 30.75


def test_the_shape_follows_from_the_order_of_nodes() -> None:
    trees = _two_trees()
    assert trees.roots == [0, 5]
    assert trees.right == [2, 0, 4, 0, 0, 0]
    assert trees.covers == [4.0, 1.0, 3.0, 2.0, 1.0, 4.0]
    assert trees.shares(0) == (0.25, 0.75)


def test_children_without_a_row_weigh_the_same() -> None:
    nodes = Nodes()
    nodes.split(0, 1.0, missing_left=True)
    nodes.leaf(10.0, 0.0)
    nodes.leaf(30.0, 0.0)
    assert nodes.trees(1, 0.0).mean == 20.0


@settings(max_examples=50, deadline=None)
@given(ensembles_and_rows(most_depth=5))
def test_the_mean_is_the_score_of_a_row_of_which_nothing_is_known(
    drawn: tuple[Trees, Array],
) -> None:
    trees, row = drawn
    assert trees.mean == pytest.approx(expectation(trees, row, frozenset()), abs=1e-12)


@settings(max_examples=50, deadline=None)
@given(ensembles_and_rows(most_depth=5))
def test_arrays_bring_the_same_trees_back(drawn: tuple[Trees, Array]) -> None:
    trees, row = drawn
    again = Trees.from_arrays(trees.to_arrays())
    assert again.raw_score(row) == trees.raw_score(row)
    assert all(array.dtype != object for array in trees.to_arrays().values())
    for name, array in trees.to_arrays().items():
        np.testing.assert_array_equal(array, again.to_arrays()[name])


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("n_features", np.array([0])),
        ("n_features", np.array([2**30 + 1])),
        ("feature", np.array([LEAF, 0, LEAF])),  # the last split lacks both children
        ("feature", np.array([0, 0, LEAF])),
        ("feature", np.array([1, LEAF, LEAF])),
        ("feature", np.array([-2, LEAF, LEAF])),
        ("threshold", np.array([np.nan, 0.0, 0.0])),
        ("threshold", np.zeros(2)),
        ("missing_left", np.zeros((3, 1), dtype=bool)),
        ("value", np.array([0.0, np.inf, 0.0])),
        ("cover", np.array([0.0, -1.0, 1.0])),
        ("cover", np.array([0.0, np.inf, 1.0])),
        ("base", np.array([np.nan])),
    ],
)
def test_arrays_that_make_no_trees_are_refused(name: str, array: NDArray[Any]) -> None:
    arrays: dict[str, NDArray[Any]] = {
        "n_features": np.array([1]),
        "feature": np.array([0, LEAF, LEAF]),
        "threshold": np.zeros(3),
        "missing_left": np.zeros(3, dtype=bool),
        "value": np.ones(3),
        "cover": np.ones(3),
        "base": np.zeros(1),
        "rounds_to_float32": np.array([False]),
        "zero_is_missing": np.array([False]),
    }
    assert Trees.from_arrays(arrays).raw_score(np.zeros(1)) == 1.0
    with pytest.raises(ValueError, match=r"differ|range|child|unknown|number|finite|below"):
        Trees.from_arrays(arrays | {name: array})


def test_no_tree_is_no_ensemble() -> None:
    with pytest.raises(ValueError, match="needs a tree"):
        Nodes().trees(1, 0.0)
    empty = {name: array[:0] for name, array in _two_trees().to_arrays().items() if len(array) > 1}
    with pytest.raises(ValueError, match="needs a tree"):
        Trees.from_arrays(_two_trees().to_arrays() | empty)


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="2 features"):
        _two_trees().raw_score(np.zeros(3))
