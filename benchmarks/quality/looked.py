"""Some months under the rules alone: which events people look at within a review budget.

They look at as many as the budget allows, in the order of the action that is asked for and then of the yield
that the rules had in the training months. The budget is a share of events at the realistic prevalence; it and
the frauds that count are those of ``quality.g2``: new campaigns, without the volume typologies.
"""

from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from benchmarks.quality.kept import Kept
from benchmarks.quality.prevalence import VOLUME_TYPOLOGIES, realistic_weight
from benchmarks.quality.rule_hits import Hits, hits_of, order_of, yields
from benchmarks.quality.split import TRAIN, ongoing
from benchmarks.quality.table import Table
from benchmarks.quality.thresholds import weighted_threshold
from rules.compile import CompiledPolicy

BUDGET: Final = 0.005
"""The share of events that people look at."""


class Looked(Struct, frozen=True):
    """Some months of one kind of event under the rules.

    Attributes:
        table: the rows, of which ``rows`` are looked at.
        rows: their places.
        hits: what the rules say of them.
        asked: shape (n_rows,), the frauds that the budget and its recall are about, and all honest rows.
        weight: how often a fraud counts.
        called: shape (n_rows,), the chance that people look at each within the budget; of rows in the same
            place of the order each has the same.
    """

    table: Table
    rows: NDArray[np.intp]
    hits: Hits
    asked: NDArray[np.bool_]
    weight: float
    called: NDArray[np.float64]

    @property
    def fraud(self) -> NDArray[np.bool_]:
        """Which of the rows are frauds, by the truth."""
        return np.asarray(self.table.facts["fraud"][self.rows] == 1)

    @property
    def hit(self) -> NDArray[np.float64]:
        """1 where a rule asks for anything."""
        return (self.hits.rank > 0).astype(np.float64)


def look(policy: CompiledPolicy, world: Kept, kind: str, months: int) -> Looked:
    """Put the rows of some months in order, by what was known when training ended.

    Args:
        policy: the rules.
        world: as it was replayed.
        kind: of the events; the months must have some.
        months: ``TRAIN``, ``TUNE`` or ``TEST``.
    """
    table = world.tables[kind]
    part = world.split.part_of(table.facts["arrived_ms"])
    past, rows = np.flatnonzero(part == TRAIN), np.flatnonzero(part == months)
    earned = yields(hits_of(policy, table, past), table.observed_then[past])
    hits = hits_of(policy, table, rows)
    order = order_of(hits, earned)
    asked = _asked(table, rows, part == months)
    weight = realistic_weight(kind, world.scale)
    weights = np.where(table.facts["fraud"][rows][asked] == 1, weight, 1.0)
    threshold = weighted_threshold(order[asked], weights, BUDGET)
    called = threshold.alerts(order) * (hits.rank > 0)
    return Looked(table, rows, hits, asked, weight, called)


def _asked(table: Table, rows: NDArray[np.intp], chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Honest rows, and frauds of new campaigns; ongoing campaigns where none is new, as in a small world."""
    facts = table.facts[rows]
    volume = [table.names.texts.get(name, -1) for name in VOLUME_TYPOLOGIES]
    fraud = facts["fraud"] == 1
    core = fraud & ~np.isin(facts["typology"], volume)
    new = core & ~ongoing(table.facts, chosen)[rows]
    return np.asarray(~fraud | (new if new.any() else core))
