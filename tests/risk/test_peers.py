"""Who is held against whom: the sort of party and the weeks, out of the vector alone."""

import numpy as np
import pytest
from numpy.typing import NDArray

from risk.features import catalogue
from risk.features.feature import OPENING, SHIPMENT
from risk.peers import LARGE_FROM, LEAST_EVENTS, SHOP_FROM, Peers, Range, peers_of, ranges_of

AT = catalogue.INDEX


def vector(**values: float) -> NDArray[np.float64]:
    row = np.full(len(catalogue.NAMES), np.nan)
    for name, value in ({"calendar_index": 1.0, "party_is_org": 0.0} | values).items():
        row[AT[name]] = value
    return row


def sent(before: float, today: float, **more: float) -> NDArray[np.float64]:
    return vector(sender_parcels_30d=before + today, sender_parcels_24h=today, **more)


@pytest.mark.parametrize(
    ("kind", "row", "expected"),
    [
        (SHIPMENT, sent(0, 1), Peers("private", "plain")),
        (SHIPMENT, sent(2, 500), Peers("private", "plain")),  # a burst makes nobody a shop
        (SHIPMENT, sent(SHOP_FROM - 1, 1), Peers("private", "plain")),
        (SHIPMENT, sent(SHOP_FROM, 1), Peers("shop", "plain")),
        (SHIPMENT, sent(0, 1, party_is_org=1.0), Peers("shop", "plain")),
        (SHIPMENT, sent(LARGE_FROM, 40), Peers("large", "plain")),
        (SHIPMENT, sent(0, 1, calendar_index=1.5), Peers("private", "promotion")),
        (SHIPMENT, vector(), Peers("private", "plain")),
        (OPENING, vector(party_is_org=1.0), Peers("organisation", "plain")),
        (OPENING, vector(), Peers("private", "plain")),
    ],
)
def test_the_group_of_an_event(kind: str, row: NDArray[np.float64], expected: Peers) -> None:
    assert peers_of(kind, row) == expected


def test_ranges_are_of_each_group_and_of_large_ones_only() -> None:
    column = AT["sender_receivers_24h"]
    shops = np.stack([sent(50, 1, sender_receivers_24h=float(n)) for n in range(LEAST_EVENTS)])
    few = np.stack([sent(0, 1, sender_receivers_24h=1.0)] * (LEAST_EVENTS - 1))
    unknown = np.stack([sent(900, 1)] * LEAST_EVENTS)
    found = ranges_of(SHIPMENT, np.concatenate([shops, few, unknown]), (column,))
    assert found == {"shop/plain": {"sender_receivers_24h": Range(9.0, 89.0)}}


def test_each_event_of_the_table_is_in_the_group_that_it_is_shown_with() -> None:
    rng = np.random.default_rng(3)
    table = np.stack(
        [
            sent(
                float(rng.integers(0, 900)),
                float(rng.integers(1, 50)),
                party_is_org=float(rng.integers(2)),
                calendar_index=float(rng.choice([1.0, 1.6])),
                sender_receivers_24h=float(rng.integers(1, 90)),
            )
            for _ in range(3_000)
        ]
    )
    column = AT["sender_receivers_24h"]
    for name, ranges in ranges_of(SHIPMENT, table, (column,)).items():
        own = [row[column] for row in table if peers_of(SHIPMENT, row).name == name]
        low, high = np.quantile(own, (0.1, 0.9), method="inverted_cdf")
        assert ranges["sender_receivers_24h"] == Range(low, high)
