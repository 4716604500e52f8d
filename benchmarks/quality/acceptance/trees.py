"""Boosted trees on all numbers of some rows, for the tests that ask about the world and no method."""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from benchmarks.quality.table import Table
from risk.features import catalogue

MAX_ROWS: Final = 60_000
"""Rows that trees are fitted on; of more, a seeded sample."""
_AT_ONCE: Final = 50_000
_SETTINGS: Final = {"max_iter": 100, "learning_rate": 0.1, "max_leaf_nodes": 15}


class Trees(NamedTuple):
    """Fitted trees and the places of the columns that they use."""

    model: Any
    used: NDArray[np.intp]

    def scores(self, table: Table, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """The log-odds of some rows of the table, shape (n_rows,)."""
        parts = [np.zeros(0)]
        with threadpool_limits(1, user_api="openmp"):
            for at in range(0, len(rows), _AT_ONCE):
                part = _numbers(table, rows[at : at + _AT_ONCE])[:, self.used]
                parts.append(self.model.decision_function(part))
        return np.concatenate(parts)


def fit_trees(
    table: Table, rows: NDArray[np.intp], labels: NDArray[np.bool_], seed: int
) -> Trees | None:
    """Trees on some rows; None without two frauds and two honest rows.

    Args:
        table: of one kind.
        rows: which ones.
        labels: of these rows, in order.
        seed: of the sample and the trees.
    """
    if len(rows) > MAX_ROWS:
        chosen = np.sort(np.random.default_rng(seed).choice(len(rows), MAX_ROWS, replace=False))
        rows, labels = rows[chosen], labels[chosen]
    frauds = int(labels.sum())
    if min(frauds, len(labels) - frauds) < 2:
        return None
    numbers = _numbers(table, rows)
    # A column that is always missing has no thresholds, which scikit-learn does not expect.
    used = np.flatnonzero(~np.isnan(numbers).all(axis=0))
    model = HistGradientBoostingClassifier(**_SETTINGS, early_stopping=False, random_state=seed)
    with threadpool_limits(1, user_api="openmp"):
        return Trees(model.fit(numbers[:, used], labels), used)


def _numbers(table: Table, rows: NDArray[np.intp]) -> NDArray[np.float32]:
    """Our features for detectors and the event's own columns; rules' own counts are left out."""
    features = table.vectors[rows][:, catalogue.detector_columns(table.kind)].astype(np.float32)
    return np.concatenate([features, table.plain[rows]], axis=1)
