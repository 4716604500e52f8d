"""Who is held against whom: events of one kind by the sort of party behind them and by their weeks.

"47 receivers in 24 h" says little; "shops like this in plain weeks: 3 to 9" does. Both parts come from
the event's own vector, so from what the state knew at its instant: an organisation or not, what it sent in
the month before the last day (so that a burst makes nobody a large shipper), and the calendar of promotions.
"""

from typing import Any, Final, Literal, TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from risk.features import catalogue
from risk.features.feature import SHIPMENT

Sort: TypeAlias = Literal["private", "shop", "large", "organisation"]
Weeks: TypeAlias = Literal["plain", "promotion"]
SORTS: Final[tuple[Sort, ...]] = ("private", "shop", "large", "organisation")

SHOP_FROM: Final = 15
LARGE_FROM: Final = 600
"""Parcels in the 29 days before the last: one every other day, and twenty a day. [D], our own."""
LEAST_EVENTS: Final = 100
"""Of a group, with a value of a feature, below which no range is told."""


class Peers(Struct, frozen=True):
    """A group: the sort of party, and whether its events fall in weeks of promotion."""

    sort: Sort
    weeks: Weeks

    @property
    def name(self) -> str:
        """As the card of a bundle keeps it."""
        return f"{self.sort}/{self.weeks}"


class Range(Struct, frozen=True, forbid_unknown_fields=True):
    """What the middle 80 % of a group have: its first and ninth decile."""

    low: float
    high: float


def peers_of(kind: str, vector: NDArray[np.float64]) -> Peers:
    """The group of one event.

    Args:
        kind: of the event.
        vector: its whole vector, shape (n_features,).
    """
    (sort,), (promotion,) = _sorts(kind, vector[None, :]), _in_promotion(vector[None, :])
    return Peers(SORTS[sort], "promotion" if promotion else "plain")


def ranges_of(
    kind: str, table: NDArray[np.float64], columns: tuple[int, ...]
) -> dict[str, dict[str, Range]]:
    """The ranges of each group that is large enough, by its name and by feature.

    Args:
        kind: of the events.
        table: whole vectors of events that are no known frauds, shape (n_events, n_features).
        columns: the features that are wanted, by their place in the vector.
    """
    sorts, promotion = _sorts(kind, table), _in_promotion(table)
    found = {}
    for place, sort in enumerate(SORTS):
        for weeks, wanted in (("plain", ~promotion), ("promotion", promotion)):
            rows = table[(sorts == place) & wanted]
            ranges = {catalogue.NAMES[at]: _range(rows[:, at]) for at in columns}
            known = {name: one for name, one in ranges.items() if one is not None}
            if known:
                found[f"{sort}/{weeks}"] = known
    return found


def _range(values: NDArray[np.float64]) -> Range | None:
    present = values[np.isfinite(values)]
    if len(present) < LEAST_EVENTS:
        return None
    # A decile is one of the values: no mean of two that nobody has.
    low, high = np.quantile(present, (0.1, 0.9), method="inverted_cdf")
    return Range(float(low), float(high))


def _sorts(kind: str, table: NDArray[np.float64]) -> NDArray[np.int64]:
    """Places in ``SORTS``, shape (n_events,); who ships is told by volume, who applies by being a person."""
    organisation: Any = _column(table, "party_is_org") == 1
    if kind != SHIPMENT:
        return np.where(organisation, SORTS.index("organisation"), SORTS.index("private"))
    before = _column(table, "sender_parcels_30d") - _column(table, "sender_parcels_24h")
    before = np.nan_to_num(before)
    small = np.where(organisation | (before >= SHOP_FROM), SORTS.index("shop"), 0)
    return np.where(before >= LARGE_FROM, SORTS.index("large"), small)


def _in_promotion(table: NDArray[np.float64]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = _column(table, "calendar_index") > 1
    return found


def _column(table: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    return table[:, catalogue.INDEX[name]]
