"""G8: how a method grows old: fitted on the first third of the days, tested at once and at the end."""

from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from benchmarks.quality.acceptance.trees import fit_trees
from benchmarks.quality.split import Split
from benchmarks.quality.table import Table
from data.instants import DAY_MS
from detectors.ranking import Ranking

_MONTH_FROM_DAYS: Final = 180
"""Worlds that are as long are compared by months, shorter ones by thirds."""


class Drift(Struct, frozen=True):
    """Two tests of one fitted method.

    Attributes:
        kind: of the events.
        early: PR-AUC just after the training.
        late: PR-AUC at the end, as if frauds were as common as in the early test.
        frauds: in both tests; campaigns of the training are left out.
    """

    kind: str
    early: float
    late: float
    frauds: tuple[int, int]

    @property
    def change(self) -> float:
        """Relative change, negative for a loss."""
        return self.late / self.early - 1.0


def drift(table: Table, split: Split, seed: int) -> Drift | None:
    """The drift of a kind, by true labels; None if a test or the training has too few frauds."""
    day = (table.facts["arrived_ms"] - split.start_ms) // DAY_MS
    days = sum(split.days)
    length = days // 6 if days >= _MONTH_FROM_DAYS else days // 3
    fraud = table.facts["fraud"] == 1
    training = np.flatnonzero(day < days // 3)
    trees = fit_trees(table, training, fraud[training], seed)
    if trees is None:
        return None
    known = np.unique(table.facts["campaign"][training][fraud[training]])
    new = ~(fraud & np.isin(table.facts["campaign"], known))
    early = np.flatnonzero(new & (day >= days // 3) & (day < days // 3 + length))
    late = np.flatnonzero(new & (day >= days - length))
    counts = int(fraud[early].sum()), int(fraud[late].sum())
    if min(counts) < 2:
        return None
    weight = _odds(fraud[early]) / _odds(fraud[late])
    first, last = (
        Ranking(trees.scores(table, rows), fraud[rows]).average_precision(np.full(count, factor))
        for rows, count, factor in ((early, counts[0], 1.0), (late, counts[1], weight))
    )
    return Drift(table.kind, first, last, counts)


def _odds(fraud: NDArray[np.bool_]) -> float:
    return float(fraud.sum() / (~fraud).sum())
