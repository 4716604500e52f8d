"""Four plain methods on the same events and the same split: what the engine has to beat.

Their settings are the libraries' own or round numbers, set once and tuned on nothing.
"""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from benchmarks.quality.plain import categorical
from benchmarks.quality.split import TRAIN
from benchmarks.quality.table import Table
from benchmarks.quality.texts import count_columns

MAX_ROWS: Final = 400_000
"""Rows that the trees are fitted on; of more, a seeded sample. The engine takes fewer."""
FEWEST_FRAUDS: Final = 5
"""Known frauds without which the trees are not fitted."""
_AT_ONCE: Final = 100_000
"""Rows scored at once: scikit-learn makes float64 of them."""
_SETTINGS: Final = {"max_iter": 150, "learning_rate": 0.1, "max_leaf_nodes": 31}


class Boosted(NamedTuple):
    """Fitted trees, the columns at hand, and the places of those that they use."""

    model: Any
    columns: NDArray[np.float32]
    used: NDArray[np.intp]

    def probability(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """The probability of fraud of some rows."""
        parts = [self._part(rows[at : at + _AT_ONCE]) for at in range(0, len(rows), _AT_ONCE)]
        return np.concatenate([np.zeros(0), *parts])

    def _part(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        with threadpool_limits(1, user_api="openmp"):
            classes = self.model.predict_proba(self.columns[rows][:, self.used])
        return np.asarray(classes[:, 1], np.float64)


def rules_alone(table: Table, rows: NDArray[np.intp]) -> NDArray[np.float64]:
    """The severity of the action that the rules ask for, then how many of them fired."""
    facts = table.facts[rows]
    order: NDArray[np.float64] = facts["action"] * 100.0 + facts["hits"]
    return order


def tabular_columns(table: Table, *, counts: bool) -> NDArray[np.float32]:
    """The events' own columns, and with ``counts`` how often each raw text was seen before."""
    if not counts:
        return table.plain
    seen = count_columns(table.texts, table.facts["arrived_ms"])
    return np.concatenate([table.plain, seen], axis=1)


def fit_boosted(
    table: Table,
    columns: NDArray[np.float32],
    part: NDArray[np.int8],
    labels: NDArray[np.float64],
    seed: int,
) -> Boosted | None:
    """Gradient boosting on the training rows with a known label; None where frauds are too few.

    Args:
        table: all rows.
        columns: shape (n_rows, n_columns), the table's own columns first.
        part: the split's part of each row.
        labels: of the training rows, in order; NaN is unknown.
        seed: for the sample and the trees.
    """
    rows = np.flatnonzero(part == TRAIN)
    known = ~np.isnan(labels)
    rows, labels = rows[known], labels[known]
    frauds = int(labels.sum())
    if min(frauds, len(labels) - frauds) < FEWEST_FRAUDS:
        return None
    if len(rows) > MAX_ROWS:
        chosen = np.sort(np.random.default_rng(seed).choice(len(rows), MAX_ROWS, replace=False))
        rows, labels = rows[chosen], labels[chosen]
    training = columns[rows]
    # A column that is always missing has no thresholds, which scikit-learn does not expect.
    used = np.flatnonzero(~np.isnan(training).all(axis=0))
    model = HistGradientBoostingClassifier(
        **_SETTINGS,
        categorical_features=np.isin(used, categorical(table.kind)),
        early_stopping=False,
        random_state=seed,
    )
    # One thread: those of OpenMP wait by spinning, which on a busy machine takes twenty times as long.
    with threadpool_limits(1, user_api="openmp"):
        return Boosted(model.fit(training[:, used], labels), columns, used)
