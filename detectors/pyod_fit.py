"""The only door to PyOD: fit there, serve compiled.

Neither this module nor ``pyod_models`` imports PyOD before a fit is asked for.
"""

from collections.abc import Callable
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detectors.base import Detector, Rows, require
from detectors.copod_fit import compile_copod
from detectors.ecod import CompiledEcod
from detectors.ecod_fit import compile_ecod
from detectors.hbos_fit import compile_hbos
from detectors.iforest import LEAF, CompiledIForest
from detectors.inne_fit import compile_inne
from detectors.knn_fit import compile_knn
from detectors.loda_fit import compile_loda
from detectors.pca_fit import compile_pca
from detectors.pyod_models import (
    reference_copod,
    reference_ecod,
    reference_hbos,
    reference_iforest,
    reference_inne,
    reference_knn,
    reference_loda,
    reference_pca,
    sampled,
)

Fit: TypeAlias = Callable[[Rows, int], Detector]
"""Training rows and a seed in, a compiled detector out."""

_Nodes: TypeAlias = tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]


def fit_ecod(rows: Rows) -> CompiledEcod:
    """Fits ECOD and compiles it.

    Args:
        rows: shape (n_rows, n_features), at least two rows, finite.

    Raises:
        ImportError: PyOD is not installed (extra ``train``).
        ValueError: there are too few rows, or a value is not finite.
    """
    return compile_ecod(reference_ecod(rows).X_train)


def fit_iforest(rows: Rows, seed: int, n_trees: int = 100) -> CompiledIForest:
    """Fits an isolation forest and compiles it.

    Args:
        rows: shape (n_rows, n_features), at least two rows, finite.
        seed: the same seed and rows give the same forest.
        n_trees: number of trees.

    Raises:
        ImportError: PyOD is not installed (extra ``train``).
        ValueError: there are too few rows, or a value is not finite.
    """
    require(len(rows) >= 2, "two rows are needed")
    return compile_iforest(reference_iforest(rows, seed, n_trees))


def compile_iforest(model: Any) -> CompiledIForest:
    """Flattens a fitted PyOD forest, trees one after the other, nodes in depth-first order.

    Raises:
        ValueError: the forest was fitted on a part of the features for each tree.
    """
    require(model.max_features == 1.0, "each tree must see all features")
    trees = [estimator.tree_ for estimator in model.estimators_]
    sizes = [tree.node_count for tree in trees]
    roots = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
    parts = [_nodes(tree, root) for tree, root in zip(trees, roots, strict=True)]
    feature, threshold, right, expected = (
        np.concatenate(part) for part in zip(*parts, strict=True)
    )
    return CompiledIForest(
        n_features=int(model.n_features_in_),
        feature=feature.astype(np.int32),
        threshold=threshold,
        right=right.astype(np.int32),
        expected=expected,
        roots=roots,
        path_norm=float(_mean_path(np.array([model.max_samples_]))[0]),
        offset=float(model.offset_),
    )


def _nodes(tree: Any, root: int) -> _Nodes:
    """Feature, threshold, right child and expected path length of each node of a tree."""
    left = np.asarray(tree.children_left)
    inner = np.flatnonzero(left >= 0)
    require(bool((left[inner] == inner + 1).all()), "nodes must be in depth-first order")
    feature = np.where(left >= 0, tree.feature, LEAF)
    right = np.where(left >= 0, tree.children_right + root, 0)
    return feature, _floor_to_float32(np.asarray(tree.threshold)), right, _expected_paths(tree)


def _floor_to_float32(threshold: NDArray[np.float64]) -> NDArray[np.float32]:
    """The largest float32 not above each threshold: ``x <= t`` is the same for every float32 x."""
    single = threshold.astype(np.float32)
    above = single > threshold
    floored: NDArray[np.float32] = np.where(
        above, np.nextafter(single, np.float32(-np.inf)), single
    )
    return floored


def _expected_paths(tree: Any) -> NDArray[np.float64]:
    """Mean path length of the training rows under each node, in splits.

    At a leaf it is the depth plus the mean path of a tree of the rows left there (as scikit-learn
    counts it), above the mean of the children weighted by their rows.
    """
    rows = np.asarray(tree.n_node_samples)
    left, right = np.asarray(tree.children_left), np.asarray(tree.children_right)
    expected: NDArray[np.float64] = tree.compute_node_depths() + _mean_path(rows) - 1.0
    for node in np.flatnonzero(left >= 0)[::-1]:
        a, b = left[node], right[node]
        expected[node] = (expected[a] * rows[a] + expected[b] * rows[b]) / (rows[a] + rows[b])
    return expected


def _mean_path(n_rows: NDArray[Any]) -> NDArray[np.float64]:
    """Mean path of an unsuccessful search in a tree of n rows, c(n) of Liu et al. 2008, eq. 1.

    ``2 (ln(n - 1) + γ) - 2 (n - 1) / n``, with c(2) = 1 and c(1) = 0.
    """
    n = np.maximum(n_rows, 3).astype(np.float64)
    path = 2.0 * (np.log(n - 1.0) + np.euler_gamma) - 2.0 * (n - 1.0) / n
    path = np.where(n_rows == 2, 1.0, path)
    mean_path: NDArray[np.float64] = np.where(n_rows <= 1, 0.0, path)
    return mean_path


def _fit_ecod(rows: Rows, _seed: int) -> Detector:
    return fit_ecod(rows)


def _fit_copod(rows: Rows, _seed: int) -> Detector:
    return compile_copod(reference_copod(rows).X_train)


def _fit_hbos(rows: Rows, _seed: int) -> Detector:
    return compile_hbos(reference_hbos(rows), rows)


def _fit_loda(rows: Rows, seed: int) -> Detector:
    return compile_loda(reference_loda(rows, seed), rows)


def _fit_pca(rows: Rows, _seed: int) -> Detector:
    return compile_pca(reference_pca(rows), rows)


def _fit_knn(rows: Rows, seed: int) -> Detector:
    return compile_knn(reference_knn(rows, seed), sampled(rows, seed))


def _fit_inne(rows: Rows, seed: int) -> Detector:
    return compile_inne(reference_inne(rows, seed))


FITS: Final[dict[str, Fit]] = {
    "ecod": _fit_ecod,
    "copod": _fit_copod,
    "hbos": _fit_hbos,
    "loda": _fit_loda,
    "pca": _fit_pca,
    "iforest": fit_iforest,
    "inne": _fit_inne,
    "knn": _fit_knn,
}
"""How each registered detector is fitted: finite rows, and a seed for those that draw by chance."""
