"""Our engine as one of the methods: its own training on the training rows, its own scoring.

Nothing is copied from the engine: ``risk.fit.fit_kind`` fits, ``KindModel.score`` scores the vectors as
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
from risk.features.feature import COD
from risk.fit import fit_kind
from risk.train import MIN_EVENTS

_STEP: Final = 1_000.0
"""Between two actions in the order of the queue; log-odds are cut to less than half of it."""


class Scores(NamedTuple):
    """What the engine says of some rows, each of shape (n_rows,).

    Attributes:
        log_odds: the total of the ledger.
        alone: the same without what the rules that fired are worth.
        forest: the raw score of the isolation forest.
        action: rank of the decision on the ladder.
        weighed: whether labels told what a fired rule is worth.
        ledger_error: largest ``|base + Σ contributions - total|`` of a row.
    """

    log_odds: NDArray[np.float64]
    alone: NDArray[np.float64]
    forest: NDArray[np.float64]
    action: NDArray[np.int8]
    weighed: bool
    ledger_error: float

    def queue(self) -> NDArray[np.float64]:
        """The order of the review queue: what is declined, then the higher score.

        The score holds what the rules that fired are worth. Where nobody knows that yet, the severer
        decision is first; a step-up is a check by the clerk, which no reviewer is asked about.
        """
        least = RANK["decline"] if self.weighed else RANK["review"]
        first = np.where(self.action >= least, self.action, 0.0)
        return first * _STEP + np.clip(self.log_odds, -400.0, 400.0)


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
    asked = table.facts["action"][rows]
    fitted = fit_kind(table.kind, vectors, known_labels(table, rows), asked, seed)
    return KindModel(fitted.model, fitted.bands, fitted.rules)


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
    log_odds, alone, forest = (np.empty(len(rows)) for _ in range(3))
    action = np.empty(len(rows), np.int8)
    by_rules, error = table.facts["action"], 0.0
    for place, row in enumerate(rows.tolist()):
        asked = int(by_rules[row])
        found = model.score(table.vectors[row].tobytes(), asked)
        log_odds[place], forest[place] = found.total, found.raw["iforest"]
        alone[place] = found.total - (0.0 if model.rules is None else model.rules.of(asked))
        ledger = found.base + float(np.frombuffer(found.contributions).sum())
        error = max(error, abs(ledger - found.total))
        action[place] = max(asked, RANK[BAND_ACTION[model.bands.band(found.total)]])
        told()
    sent = _sent_to_people(table.kind, action)
    return Scores(log_odds, alone, forest, sent, model.rules is not None, error)


def probability(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probability of fraud, shape (n_rows,)."""
    return 1.0 / (1.0 + np.exp(-log_odds))


def _sent_to_people(kind: str, action: NDArray[Any]) -> NDArray[np.int8]:
    """A COD application goes to a person at least, as the engine has it."""
    least = RANK["review"] if kind == COD else 0
    return np.asarray(np.maximum(action, least), np.int8)
