"""Boosted trees from few labels: one small tree ensemble, leant on the anomaly score.

Most rows have no label. They count as honest, though some are frauds: the trees must not learn any
single row by heart. So a split's threshold is drawn at random, one a feature, and the best of these
is taken (Geurts, Ernst & Wehenkel 2006, "Extremely randomized trees"); each split sees a part of
the features; leaves are pulled towards zero and towards their parents. A known fraud weighs the
root of the number of other rows to a fraud, half way between no weights and balance.

The settings are the same for all data. They were chosen on the few-label settings of ADBench; the
figures, and what was tried beside them, are in ADR 0009.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from detectors.base import Rows, require
from detectors.leaning import Leaning, fit_leaning
from detectors.trees import Trees
from detectors.trees_lightgbm import trees_of_lightgbm

N_TREES: Final = 150

MANY_FRAUDS: Final = 500
"""Known frauds from which on a split may look for its best threshold."""

FOR_MANY: Final[dict[str, Any]] = {
    "num_iterations": 60,
    "learning_rate": 0.2,
    "num_leaves": 16,
    "extra_trees": False,
    "path_smooth": 0.0,
    "lambda_l2": 20.0,
}
"""For them: chosen on the tuning month of the simulated world M, seed 7. Deeper and more trees ranked no
better there, and their tables are ten times as large."""

SETTINGS: Final[dict[str, Any]] = {
    "objective": "binary",
    "num_iterations": N_TREES,
    "learning_rate": 0.05,
    "max_depth": 4,
    "num_leaves": 8,
    "extra_trees": True,
    "feature_fraction_bynode": 0.25,
    "min_data_in_leaf": 3,
    "min_sum_hessian_in_leaf": 1e-3,
    "lambda_l2": 10.0,
    "path_smooth": 2.0,
}
"""What LightGBM is told, whatever the data; ``FOR_MANY`` goes on top where many frauds are known."""

_REPEATABLE: Final[dict[str, Any]] = {
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbosity": -1,
}


class LeaningTrees(Struct, frozen=True):
    """Fitted trees, and how they lean on the anomaly score.

    Attributes:
        model: LightGBM's booster.
        leaning: of its log-odds and the anomaly score of its fit.
    """

    model: Any
    leaning: Leaning

    def log_odds(self, rows: Rows) -> NDArray[np.float64]:
        """The trees alone, shape (n_rows,): not calibrated, as unlabelled rows counted as honest."""
        found: NDArray[np.float64] = self.model.predict(rows, raw_score=True)
        return found

    def score(self, rows: Rows, anomaly: NDArray[np.float64]) -> NDArray[np.float64]:
        """Trees and anomaly score as one ranking, shape (n_rows,).

        Args:
            rows: shape (n_rows, n_features).
            anomaly: shape (n_rows,), by the detectors of the fit.

        Raises:
            ValueError: the shapes don't fit together.
        """
        return self.leaning.score(self.log_odds(rows), anomaly)


def fit_boosted(
    rows: Rows, labels: NDArray[np.float64], anomaly: NDArray[np.float64], seed: int
) -> LeaningTrees:
    """Fits the trees, and how they lean.

    The same rows, labels and seed give the same trees. Cost: about a second for 10,000 rows.

    Args:
        rows: shape (n_rows, n_features); NaN is missing.
        labels: shape (n_rows,); 1 known fraud; 0 honest and NaN unknown both count as honest.
        anomaly: shape (n_rows,), finite; higher is more anomalous.
        seed: of the random splits.

    Raises:
        ImportError: LightGBM is not installed (extra ``train``).
        ValueError: the shapes don't fit together, or all rows are known frauds, or none is.
    """
    require(rows.ndim == 2 and labels.shape == (len(rows),), "one label a row is needed")
    frauds = labels == 1.0
    model = _fit_trees(rows, frauds, label_weights(frauds), {"seed": seed})
    log_odds = model.predict(rows, raw_score=True)
    return LeaningTrees(model, fit_leaning(log_odds, anomaly, int(frauds.sum())))


def fit_trees(
    rows: Rows, frauds: NDArray[np.bool_], seed: int, directions: Sequence[int] = ()
) -> Trees:
    """Fits the trees alone, for serving.

    Args:
        rows: shape (n_rows, n_features); NaN is missing.
        frauds: shape (n_rows,).
        seed: of the random splits.
        directions: for each feature 1 where more of it may not lower the score, -1 where it may not
            raise it, 0 where both may be; nothing for no such bounds. A missing value is free of them.

    Raises:
        ImportError: LightGBM is not installed (extra ``train``).
        ValueError: the shapes don't fit together, or all rows are frauds, or none is.
    """
    require(rows.ndim == 2 and frauds.shape == (len(rows),), "one label a row is needed")
    require(len(directions) in (0, rows.shape[1]), "one direction a feature is needed")
    bounds = {"monotone_constraints": list(directions)} if any(directions) else {}
    model = _fit_trees(rows, frauds, label_weights(frauds), {"seed": seed, **bounds})
    return trees_of_lightgbm(model.dump_model())


def label_weights(frauds: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The weight of each row, shape (n_rows,).

    Raises:
        ValueError: all rows are frauds, or none is.
    """
    count = int(frauds.sum())
    require(0 < count < len(frauds), "a known fraud, and a row that is none, are needed")
    return np.where(frauds, np.sqrt((len(frauds) - count) / count), 1.0)


def _fit_trees(
    rows: Rows, frauds: NDArray[np.bool_], weights: NDArray[np.float64], own: dict[str, Any]
) -> Any:
    import lightgbm  # noqa: PLC0415  heavy, and absent in service

    known = lightgbm.Dataset(rows, frauds.astype(np.float64), weight=weights, params=_REPEATABLE)
    size = FOR_MANY if frauds.sum() >= MANY_FRAUDS else {}
    return lightgbm.train({**SETTINGS, **size, **_REPEATABLE, **own}, known)
