"""G11: frauds of a sort that training never saw, by the anomaly score."""

from typing import Final

import numpy as np
from msgspec import Struct

from benchmarks.quality.ours import fit_on, score_ours
from benchmarks.quality.split import TRAIN, Split
from benchmarks.quality.table import Table

LEFT_OUT: Final = {"SH-08": "shipment", "AO-09": "account_opening"}
"""Typology -> the kind of its events."""
TOP: Final = 0.02
_OTHERS: Final = 20_000


class Unseen(Struct, frozen=True):
    """A typology that was taken out of training.

    Attributes:
        typology: its code.
        events: its frauds, of any day.
        forest: share of them in the top 2 % by the isolation forest alone.
        score: the same by our score, which the labels of other frauds teach.
    """

    typology: str
    events: int
    forest: float
    score: float


def unseen(table: Table, split: Split, typology: str, seed: int) -> Unseen | None:
    """How a typology is found that training does not hold; None without one or without a model.

    The top is set by a seeded sample of the events after training.
    """
    code = table.names.texts.get(typology, -1)
    theirs = (table.facts["typology"] == code) & (table.facts["fraud"] == 1)
    training = split.part_of(table.facts["arrived_ms"]) == TRAIN
    model = fit_on(table, np.flatnonzero(training & ~theirs), seed)
    if model is None or not theirs.any():
        return None
    later = np.flatnonzero(~training & ~theirs)
    rng = np.random.default_rng(seed)
    others = score_ours(table, model, rng.choice(later, min(_OTHERS, len(later)), replace=False))
    found = score_ours(table, model, np.flatnonzero(theirs))
    forest, score = (
        float((mine > np.quantile(all_others, 1.0 - TOP)).mean())
        for mine, all_others in (
            (found.forest, others.forest),
            (found.log_odds, others.log_odds),
        )
    )
    return Unseen(typology, int(theirs.sum()), forest, score)
