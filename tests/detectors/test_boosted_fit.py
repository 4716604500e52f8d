"""The boosted trees: what they learn from few labels, their size, and what is refused."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from detectors.boosted_fit import (
    N_TREES,
    SETTINGS,
    LeaningTrees,
    fit_boosted,
    fit_trees,
    label_weights,
)
from detectors.leaning import MOST_WEIGHT

Array = NDArray[np.float64]

pytest.importorskip("lightgbm", reason="LightGBM is not installed (extra: train)")


def _world(seed: int) -> tuple[Array, NDArray[np.bool_], Array]:
    """Rows of which one in ten is a fraud, told by its first column, and an anomaly score."""
    rng = np.random.default_rng(seed)
    frauds = np.arange(1_000) % 10 == 0
    rows = rng.normal(size=(1_000, 5))
    rows[frauds, 0] += 4.0
    return rows, frauds, abs(rows).sum(axis=1)


def _labels(frauds: NDArray[np.bool_], known: int) -> Array:
    labels = np.zeros(len(frauds))
    labels[np.flatnonzero(frauds)[:known]] = 1.0
    return labels


def _auc(scores: Array, frauds: NDArray[np.bool_]) -> float:
    return float((scores[frauds][:, None] > scores[~frauds]).mean())


@pytest.fixture(scope="module")
def fitted() -> LeaningTrees:
    rows, frauds, anomaly = _world(1)
    return fit_boosted(rows, _labels(frauds, 10), anomaly, seed=3)


def test_ten_labels_of_a_hundred_frauds_find_the_others(fitted: LeaningTrees) -> None:
    rows, frauds, anomaly = _world(2)
    assert _auc(anomaly, frauds) < 0.95
    assert _auc(fitted.log_odds(rows), frauds) > 0.97
    assert _auc(fitted.score(rows, anomaly), frauds) > 0.97


def test_the_score_leans_on_the_anomaly_score_by_the_number_of_labels(fitted: LeaningTrees) -> None:
    rows, _, anomaly = _world(2)
    assert fitted.leaning.weight == MOST_WEIGHT
    expected = fitted.leaning.score(fitted.log_odds(rows), anomaly)
    np.testing.assert_array_equal(fitted.score(rows, anomaly), expected)
    assert fitted.leaning.centres[1] == pytest.approx(_world(1)[2].mean())


def test_the_same_seed_gives_the_same_trees_and_another_seed_others(fitted: LeaningTrees) -> None:
    rows, frauds, anomaly = _world(1)
    again, other = (fit_boosted(rows, _labels(frauds, 10), anomaly, seed) for seed in (3, 4))
    np.testing.assert_array_equal(fitted.log_odds(rows), again.log_odds(rows))
    assert (fitted.log_odds(rows) != other.log_odds(rows)).any()


def test_the_ensemble_is_small_and_its_raw_score_is_the_sum_of_its_trees(
    fitted: LeaningTrees,
) -> None:
    rows = _world(2)[0]
    trees = fitted.model.dump_model()["tree_info"]
    assert N_TREES / 2 < len(trees) <= N_TREES  # LightGBM leaves out trees that find no split
    assert max(_depth(tree["tree_structure"]) for tree in trees) <= SETTINGS["max_depth"]
    sums = [sum(_leaf(tree["tree_structure"], row) for tree in trees) for row in rows[:50]]
    np.testing.assert_allclose(fitted.log_odds(rows[:50]), sums, atol=1e-9)


def _depth(node: dict[str, Any]) -> int:
    if "leaf_value" in node:
        return 0
    return 1 + max(_depth(node["left_child"]), _depth(node["right_child"]))


def _leaf(node: dict[str, Any], row: Array) -> float:
    while "leaf_value" not in node:
        left = row[node["split_feature"]] <= node["threshold"]
        node = node["left_child" if left else "right_child"]
    return float(node["leaf_value"])


def test_unknown_counts_as_honest_and_missing_values_are_taken() -> None:
    rows, frauds, anomaly = _world(1)
    labels = _labels(frauds, 10)
    rows[::7, 2] = np.nan
    unknown = np.where(np.arange(1_000) % 3 == 1, np.nan, labels)
    unknown[labels == 1.0] = 1.0
    one, other = (fit_boosted(rows, given, anomaly, seed=3) for given in (labels, unknown))
    np.testing.assert_array_equal(one.log_odds(rows), other.log_odds(rows))


def test_one_label_is_enough() -> None:
    rows, frauds, anomaly = _world(1)
    boosted = fit_boosted(rows, _labels(frauds, 1), anomaly, seed=3)
    assert boosted.leaning.weight == 0.5
    assert np.isfinite(boosted.score(rows, anomaly)).all()


def test_a_fraud_weighs_the_root_of_the_others_to_a_fraud() -> None:
    frauds = np.array([True, *[False] * 9, True, *[False] * 9])
    np.testing.assert_allclose(label_weights(frauds), np.where(frauds, 3.0, 1.0))


@pytest.mark.parametrize("labels", [np.zeros(5), np.ones(5)])
def test_labels_of_one_kind_are_refused(labels: Array) -> None:
    with pytest.raises(ValueError, match="known fraud"):
        fit_boosted(np.zeros((5, 2)), labels, np.zeros(5), seed=1)


@pytest.mark.parametrize(
    ("rows", "labels"), [(np.zeros(5), np.ones(5)), (np.zeros((5, 2)), np.ones(4))]
)
def test_shapes_that_differ_are_refused(rows: Array, labels: Array) -> None:
    with pytest.raises(ValueError, match="one label a row"):
        fit_boosted(rows, labels, np.zeros(5), seed=1)


def test_a_direction_holds_against_the_labels() -> None:
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(2_000, 2))
    frauds = (rows[:, 0] < -1.0) | (rng.random(2_000) < 0.02)  # less of it is worse here
    steps = np.column_stack([np.linspace(-3.0, 3.0, 50), np.zeros(50)])

    def scores(directions: tuple[int, ...]) -> NDArray[np.float64]:
        trees = fit_trees(rows, frauds, 1, directions)
        return np.array([trees.raw_score(row) for row in steps])

    assert np.diff(scores(())).min() < 0.0
    assert np.diff(scores((0, 1))).min() < 0.0
    assert np.diff(scores((1, 0))).min() >= 0.0


def test_a_direction_for_each_feature_or_none_is_taken() -> None:
    with pytest.raises(ValueError, match="one direction a feature"):
        fit_trees(np.zeros((10, 2)), np.arange(10) < 5, 1, (1,))
