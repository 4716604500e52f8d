"""Our engine as one of the methods: its own training on the training rows, its own scoring.

Nothing is copied from the engine: ``risk.fit.fit_kind`` fits, ``Blend.score`` scores the vectors as
the engine packed them, ``decide`` combines band and rules. A test compares the outcome with the
engine that serves the same bundle.
"""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.split import TRAIN
from benchmarks.quality.table import Table
from risk.bundle import KindModel
from risk.decide import BAND_ACTION, RANK
from risk.features.catalogue import COD
from risk.fit import fit_kind
from risk.train import MIN_EVENTS

_STEP: Final = 1_000.0
"""Between two actions in the order of the queue; log-odds are cut to less than half of it."""


class Scores(NamedTuple):
    """What the engine says of some rows, each of shape (n_rows,).

    Attributes:
        log_odds: the total of the ledger.
        forest: the raw score of the isolation forest.
        action: rank of the decision on the ladder.
        ledger_error: largest ``|base + Σ contributions - total|`` of a row.
    """

    log_odds: NDArray[np.float64]
    forest: NDArray[np.float64]
    action: NDArray[np.int8]
    ledger_error: float

    def queue(self) -> NDArray[np.float64]:
        """The order of the review queue: the severer decision first, then the higher score.

        A step-up is a check by the clerk, which no reviewer is asked about.
        """
        asked = np.where(self.action <= RANK["step_up"], 0.0, self.action)
        return asked * _STEP + np.clip(self.log_odds, -400.0, 400.0)

    def probability(self) -> NDArray[np.float64]:
        """The calibrated probability of fraud."""
        return 1.0 / (1.0 + np.exp(-self.log_odds))


def fit_ours(table: Table, part: NDArray[np.int8], seed: int) -> KindModel | None:
    """The engine's model of a kind, fitted on the rows of training; None if they are too few.

    Args:
        table: all rows.
        part: the split's part of each row.
        seed: as for ``postrisk train``.
    """
    return fit_on(table, np.flatnonzero(part == TRAIN), seed)


def fit_on(table: Table, rows: NDArray[np.intp], seed: int) -> KindModel | None:
    """The engine's model of a kind, fitted on some rows in order; None if they are too few."""
    if len(rows) < MIN_EVENTS:
        return None
    # The rows of training come first: what is mapped from the disk is then not copied.
    vectors = table.vectors[: len(rows)] if rows[-1] == len(rows) - 1 else table.vectors[rows]
    fitted = fit_kind(table.kind, vectors, known_labels(table, rows), seed)
    return KindModel(fitted.model, fitted.bands)


def known_labels(table: Table, rows: NDArray[np.intp]) -> NDArray[np.float64]:
    """The labels observed when training ended: 1 fraud, 0 honest, NaN unknown."""
    labels = table.observed_then[rows].astype(np.float64)
    return np.where(labels < 0, np.nan, labels)


def score_ours(
    table: Table,
    model: KindModel,
    rows: NDArray[np.intp],
    told: Callable[[], object] = lambda: None,
) -> Scores:
    """What the engine with this model says of some rows.

    Args:
        table: all rows.
        model: of the table's kind.
        rows: which ones.
        told: called after each row.
    """
    log_odds, forest = np.empty(len(rows)), np.empty(len(rows))
    action = np.empty(len(rows), np.int8)
    by_rules, error = table.facts["action"], 0.0
    for place, row in enumerate(rows.tolist()):
        found = model.model.score(table.vectors[row].tobytes())
        log_odds[place], forest[place] = found.total, found.raw["iforest"]
        ledger = found.base + float(np.frombuffer(found.contributions).sum())
        error = max(error, abs(ledger - found.total))
        asked = RANK[BAND_ACTION[model.bands.band(found.total)]]
        action[place] = max(asked, by_rules[row])
        told()
    return Scores(log_odds, forest, _sent_to_people(table.kind, action), error)


def _sent_to_people(kind: str, action: NDArray[Any]) -> NDArray[np.int8]:
    """A COD application goes to a person at least, as the engine has it."""
    least = RANK["review"] if kind == COD else 0
    return np.asarray(np.maximum(action, least), np.int8)
