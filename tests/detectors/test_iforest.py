"""The compiled isolation forest against PyOD's own, and its attribution against a naive walk."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from detectors.iforest import LEAF, CompiledIForest
from detectors.kernels import FEATURE_BITS, NODE
from detectors.pyod_fit import _floor_to_float32, compile_iforest, fit_iforest
from detectors.pyod_models import reference_iforest

pytestmark = pytest.mark.usefixtures("pyod_warnings_ignored")

Array = NDArray[np.float64]


def _rows(seed: int, n_rows: int, n_features: int) -> Array:
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(n_rows, n_features))
    rows[:, 0] = rng.poisson(1.0, size=n_rows)
    rows[:, -1] = rng.choice([0.1, 0.2, 1e9], size=n_rows)
    return rows


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.integers(0, 99), st.integers(2, 60), st.integers(1, 5), st.floats(-1e15, 1e15), st.booleans()
)
def test_equals_pyod(seed: int, n_rows: int, n_features: int, wild: float, ties: bool) -> None:
    rows = _rows(seed, n_rows, n_features)
    rows = np.round(rows) if ties else rows
    model = reference_iforest(rows, seed, n_trees=10)
    compiled = compile_iforest(model)
    probes = np.concatenate([rows[:5], rows[:5] * 1.3, np.full((1, n_features), wild)])
    expected = model.decision_function(probes)
    assert [compiled.score(row) for row in probes] == pytest.approx(expected, abs=1e-12)


def test_equals_pyod_right_at_the_thresholds() -> None:
    """float32 of the row against the threshold: just below, at and just above each one."""
    rows = _rows(5, 500, 3)
    model = reference_iforest(rows, 5, n_trees=5)
    compiled = compile_iforest(model)
    tree = model.estimators_[0].tree_
    asked = np.flatnonzero(tree.children_left >= 0)[:40]
    probes = np.repeat(rows[:1], 3 * len(asked), axis=0)
    for i, node in enumerate(asked):
        at = tree.threshold[node]
        near = (np.nextafter(at, -np.inf), at, np.nextafter(np.float32(at), np.float32(np.inf)))
        probes[3 * i : 3 * i + 3, tree.feature[node]] = near
    expected = model.decision_function(probes)
    assert [compiled.score(row) for row in probes] == pytest.approx(expected, abs=1e-12)


@given(
    st.floats(width=32, allow_nan=False),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
)
def test_a_threshold_cut_to_float32_asks_the_same(x: float, threshold: float, near: bool) -> None:
    at = np.nextafter(np.float64(x), threshold) if near else np.float64(threshold)
    with np.errstate(over="ignore"):
        cut = _floor_to_float32(np.array([at]))[0]
    assert (np.float32(x) <= cut) == (np.float64(x) <= at)


def test_children_stand_side_by_side_behind_the_roots() -> None:
    nodes = fit_iforest(_rows(4, 300, 4), 4, n_trees=6).nodes.view(NODE)
    lefts = nodes["link"][nodes["link"] > 0] >> FEATURE_BITS
    assert sorted(lefts.tolist()) == list(range(6, len(nodes), 2))


def _naive_steps(model: Any, row: Array) -> Array:
    """Path attribution from scikit-learn's own trees, expectations taken over the leaves below."""
    steps = np.zeros(len(row))
    for estimator in model.estimators_:
        tree, node = estimator.tree_, 0
        while tree.children_left[node] >= 0:
            goes_left = np.float32(row[tree.feature[node]]) <= tree.threshold[node]
            child = tree.children_left[node] if goes_left else tree.children_right[node]
            steps[tree.feature[node]] += _mean_depth(tree, child) - _mean_depth(tree, node)
            node = child
    return steps


def _mean_depth(tree: Any, node: int) -> float:
    depths = tree.compute_node_depths() - 1
    leaves, pending = [], [node]
    while pending:
        here = pending.pop()
        if tree.children_left[here] < 0:
            leaves.append(here)
        else:
            pending += [tree.children_left[here], tree.children_right[here]]
    paths = [depths[leaf] + _mean_path(int(tree.n_node_samples[leaf])) for leaf in leaves]
    return float(np.average(paths, weights=tree.n_node_samples[leaves]))


def _mean_path(n: int) -> float:
    if n <= 2:
        return float(n - 1)
    return 2.0 * (math.log(n - 1.0) + np.euler_gamma) - 2.0 * (n - 1.0) / n


def test_contributions_follow_the_paths() -> None:
    rows = _rows(1, 100, 4)
    model = reference_iforest(rows, 1, n_trees=8)
    compiled = compile_iforest(model)
    scale = -math.log(2.0) / (8 * _mean_path(100))
    for row in rows[:5]:
        expected = _naive_steps(model, row) * scale
        assert compiled.explain(row).contributions == pytest.approx(expected, abs=1e-12)


def test_total_is_the_logarithm_of_the_score() -> None:
    rows = _rows(2, 300, 3)
    model = reference_iforest(rows, 2)
    compiled = compile_iforest(model)
    for row in rows[:20]:
        ledger = compiled.explain(row)
        assert ledger.total == pytest.approx(math.log(ledger.score - model.offset_), abs=1e-12)


def test_another_seed_gives_another_forest() -> None:
    rows = _rows(2, 300, 3)
    assert fit_iforest(rows, 1).score(rows[0]) != fit_iforest(rows, 2).score(rows[0])


def test_one_row_is_no_training_set() -> None:
    with pytest.raises(ValueError, match="two rows"):
        fit_iforest(np.zeros((1, 3)), 0)


def test_forests_on_part_of_the_features_are_refused() -> None:
    model = reference_iforest(_rows(2, 50, 3), 2, n_trees=3)
    model.max_features = 0.5
    with pytest.raises(ValueError, match="all features"):
        compile_iforest(model)


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("roots", np.array([], dtype=np.int64)),
        ("roots", np.array([3])),
        ("feature", np.array([5, LEAF, LEAF])),
        ("feature", np.array([0, LEAF, 0])),
        ("right", np.array([0, 0, 0])),  # a child above its parent: the walk would not end
        ("right", np.array([9, 0, 0])),
        ("right", np.array([1, 0, 0])),  # both children the same
        ("roots", np.array([0, 0])),  # a tree twice
        ("roots", np.array([2])),  # nodes in no tree
        ("n_features", np.array([257])),
        ("threshold", np.array([0.0])),
        ("path_norm", np.array([0.0])),
    ],
)
def test_arrays_that_do_not_fit_are_refused(name: str, array: NDArray[Any]) -> None:
    arrays: dict[str, NDArray[Any]] = {
        "n_features": np.array([1]),
        "feature": np.array([0, LEAF, LEAF]),
        "threshold": np.zeros(3),
        "right": np.array([2, 0, 0]),
        "expected": np.array([1.0, 1.0, 1.0]),
        "roots": np.array([0]),
        "path_norm": np.array([1.0]),
        "offset": np.array([-0.5]),
    }
    assert CompiledIForest.from_arrays(arrays).score(np.zeros(1)) == 0.0
    with pytest.raises(ValueError, match=r"differ|outside|unknown|leaf|tree|norm"):
        CompiledIForest.from_arrays(arrays | {name: array})
