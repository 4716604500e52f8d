"""PyOD's own models, fitted: what is compiled, and what the compiled forms are measured against.

PyOD and scikit-learn take seconds to import and are not installed where only scoring is done. So
they are imported when a fit is asked for, never with this module. All functions raise
``ImportError`` where PyOD is not installed (extra ``train``).
"""

import warnings
from typing import Any, Final

import numpy as np

from detectors.base import Rows, require

MAX_POINTS: Final = 2_048
"""Among how many training rows KNN looks for neighbours: a row then costs tens of microseconds,
whatever the size of the training set."""

N_NEIGHBOURS: Final = 5
"""Neighbours of KNN, as PyOD has it."""

MIN_SHARE: Final = 1e-9
"""Least share of the variance of a direction of PCA: PyOD divides by it, and what is below is the
rounding of a column that is constant or a sum of others."""


def reference_ecod(rows: Rows) -> Any:
    """PyOD's own ECOD, fitted: what the compiled one is measured against.

    Raises:
        ImportError: PyOD is not installed (extra ``train``).
        ValueError: a value is not finite.
    """
    from pyod.models.ecod import ECOD  # noqa: PLC0415  heavy, and absent in service

    with warnings.catch_warnings():
        # A nearly constant column makes SciPy's skewness imprecise; the compiled form repeats its value.
        warnings.filterwarnings("ignore", "Precision loss", RuntimeWarning)
        return ECOD().fit(np.ascontiguousarray(rows, np.float64))


def reference_copod(rows: Rows) -> Any:
    """PyOD's own COPOD, fitted.

    Raises:
        ImportError: PyOD is not installed (extra ``train``).
        ValueError: a value is not finite.
    """
    from pyod.models.copod import COPOD  # noqa: PLC0415  heavy, and absent in service

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Precision loss", RuntimeWarning)
        return COPOD().fit(np.ascontiguousarray(rows, np.float64))


def reference_iforest(rows: Rows, seed: int, n_trees: int = 100) -> Any:
    """PyOD's own isolation forest, fitted; trees of at most 256 rows each, as its authors advise.

    Raises:
        ImportError: PyOD is not installed (extra ``train``).
        ValueError: a value is not finite.
    """
    from pyod.models.iforest import IForest  # noqa: PLC0415  heavy, and absent in service

    model = IForest(n_estimators=n_trees, random_state=seed)
    return model.fit(np.ascontiguousarray(rows, np.float64))


def reference_hbos(rows: Rows) -> Any:
    """PyOD's own HBOS, fitted; ten bins a column, as PyOD has it.

    Raises:
        ImportError: PyOD is not installed (extra ``train``).
        ValueError: a value is not finite, or a column's range is too small beside its values.
    """
    from pyod.models.hbos import HBOS  # noqa: PLC0415  heavy, and absent in service

    return HBOS().fit(np.ascontiguousarray(rows, np.float64))


def reference_loda(rows: Rows, seed: int) -> Any:
    """PyOD's own LODA, fitted, and its lookup of bins put right; else as PyOD has it.

    PyOD 3.6 looks a projection up among ``limits_[:n_bins - 1]``, one bin to the right of where it was
    counted: honest rows beside an empty bin then score as if alone, and anomalies at the lower end as
    their neighbours do (planted ones did not rank first with any of 20 seeds). The lowest limit moves
    to the end, which PyOD does not read: its own ``decision_function`` then finds the right bin.

    Raises:
        ImportError: PyOD is not installed (extra ``train``).
        ValueError: a value is not finite, or a direction's range is too small beside its values.
    """
    from pyod.models.loda import LODA  # noqa: PLC0415  heavy, and absent in service

    model = LODA(random_state=seed).fit(np.ascontiguousarray(rows, np.float64))
    model.limits_ = np.roll(model.limits_, -1, axis=1)
    return model


def reference_pca(rows: Rows) -> Any:
    """PyOD's own PCA, fitted with as many directions as have ``MIN_SHARE`` of the variance.

    Raises:
        ImportError: PyOD is not installed (extra ``train``).
        ValueError: a value is not finite, or all rows are alike.
    """
    from pyod.models.pca import PCA  # noqa: PLC0415  heavy, and absent in service

    rows = np.ascontiguousarray(rows, np.float64)
    require(bool((rows != rows[:1]).any()), "all rows are alike")
    # The exact solver: others are drawn by chance or lose the small directions, which count most.
    whole = PCA(svd_solver="full").fit(rows)
    kept = int((whole.detector_.explained_variance_ratio_ > MIN_SHARE).sum())
    if kept == whole.n_components_:
        return whole
    return PCA(n_components=kept, svd_solver="full").fit(rows)


def reference_knn(rows: Rows, seed: int) -> Any:
    """PyOD's own KNN, fitted on a sample of ``MAX_POINTS`` rows at most; see ``sampled``.

    By the mean distance, which hangs on one neighbour less than the largest does. The ball tree
    measures by differences; what PyOD takes for wide rows loses half of the digits by cancellation.

    Raises:
        ImportError: PyOD is not installed (extra ``train``).
        ValueError: a value is not finite, or there are fewer than two rows.
    """
    from pyod.models.knn import KNN  # noqa: PLC0415  heavy, and absent in service

    points = sampled(rows, seed)
    require(len(points) >= 2, "two rows are needed")
    neighbours = min(N_NEIGHBOURS, len(points) - 1)
    return KNN(n_neighbors=neighbours, method="mean", algorithm="ball_tree").fit(points)


def sampled(rows: Rows, seed: int) -> Rows:
    """At most ``MAX_POINTS`` of the rows, drawn without replacement and left in their order."""
    rows = np.ascontiguousarray(rows, np.float64)
    if len(rows) <= MAX_POINTS:
        return rows
    places = np.random.default_rng(seed).choice(len(rows), MAX_POINTS, replace=False)
    return rows[np.sort(places)]


def reference_inne(rows: Rows, seed: int) -> Any:
    """PyOD's own INNE, fitted; two hundred sets of eight spheres, as PyOD has it.

    Raises:
        ImportError: PyOD is not installed (extra ``train``).
        ValueError: a value is not finite, or there are fewer than two rows.
    """
    from pyod.models.inne import INNE  # noqa: PLC0415  heavy, and absent in service

    require(len(rows) >= 2, "two rows are needed")
    return INNE(random_state=seed).fit(np.ascontiguousarray(rows, np.float64))
