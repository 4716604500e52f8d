"""G1: the best single number of each typology: if one field tells a fraud, nothing has to be learnt.

Every feature of the engine and every column of the event itself, against honest events of the kind,
and against those of the same sort: a returned order stands out among all parcels, not among returns.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from benchmarks.quality.acceptance.rows import Sampled, sampled
from benchmarks.quality.collect import STEALTH
from benchmarks.quality.table import Table

HONEST: Final = 30_000
OF_A_CAMPAIGN: Final = 30
FEWEST_CAMPAIGNS, FEWEST_FRAUDS = 3, 20
"""A best of a hundred numbers over fewer is chance."""
GROUPS: Final = {"l0": ("L0",), "l1_l2": ("L1", "L2")}
"""Levels of stealth that have a target of their own."""


class Single(Struct, frozen=True):
    """The best numbers of a typology at some levels of stealth.

    Attributes:
        kind: of the events.
        typology: its code.
        group: one of ``GROUPS``.
        events: frauds that were looked at.
        campaigns: of how many campaigns.
        feature: the best number against all honest events.
        auc: its area, 0.5 to 1: whether high or low tells is all the same.
        feature_of_sort: the best number against honest events of the same sort.
        auc_of_sort: its area.
    """

    kind: str
    typology: str
    group: str
    events: int
    campaigns: int
    feature: str
    auc: float
    feature_of_sort: str
    auc_of_sort: float


def singles(table: Table, seed: int) -> Iterator[Single]:
    """Each typology of a kind with enough campaigns, at each group of levels."""
    rows = sampled(table, HONEST, OF_A_CAMPAIGN, seed)
    facts = table.facts[rows.places]
    honest = rows.fraud == 0
    for code in np.unique(facts["typology"][~honest]).tolist():
        for group, levels in GROUPS.items():
            level = np.isin(facts["stealth"], [STEALTH.index(name) for name in levels])
            frauds = ~honest & (facts["typology"] == code) & level
            campaigns = len(np.unique(facts["campaign"][frauds]))
            if campaigns >= FEWEST_CAMPAIGNS and frauds.sum() >= FEWEST_FRAUDS:
                best = _best(rows, frauds, honest, np.zeros(len(honest), np.int64))
                of_sort = _best(rows, frauds, honest, rows.sort)
                yield Single(
                    table.kind,
                    table.names.of(code),
                    group,
                    int(frauds.sum()),
                    campaigns,
                    *best,
                    *of_sort,
                )


def _best(
    rows: Sampled, frauds: NDArray[np.bool_], honest: NDArray[np.bool_], sort: NDArray[np.int64]
) -> tuple[str, float]:
    """The number that tells most, and its area; missing counts as lowest."""
    area, count = np.zeros(len(rows.names)), 0
    for one in np.unique(sort[frauds]):
        there = rows.values[honest & (sort == one)]
        here = rows.values[frauds & (sort == one)]
        if len(there):
            area += len(here) * areas(here, there)
            count += len(here)
    if not count:
        return "", 0.5
    told = np.abs(area / count - 0.5)
    return rows.names[int(told.argmax())], 0.5 + float(told.max())


def areas(frauds: NDArray[np.float64], honest: NDArray[np.float64]) -> NDArray[np.float64]:
    """The area under the ROC curve of each column; ties count half.

    Args:
        frauds: shape (n_frauds, n_columns), without NaN.
        honest: shape (n_honest, n_columns), likewise.
    """
    found = np.empty(frauds.shape[1])
    for column, values in enumerate(np.sort(honest, axis=0).T):
        low = np.searchsorted(values, frauds[:, column], side="left")
        high = np.searchsorted(values, frauds[:, column], side="right")
        found[column] = (low + high).mean() / 2 / len(values)
    return found
