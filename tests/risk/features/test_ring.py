"""Features of rings: held to the graph's own recount, fed with what the events' parties tie."""

from math import isnan, nan
from typing import Any

import pytest
from hypothesis import given

from data.events import CodApplication
from data.identifiers import Kind
from data.instants import DAY_MS
from risk.features.catalogue import INDEX
from risk.features.definitions.ring import RECEIVER_RING, RING
from risk.features.state import State
from tests.graph.decoded import nodes_of
from tests.graph.oracle import Oracle as Ties
from tests.risk.features.oracle import FRAUDS, Row
from tests.risk.features.streams import READER, START_MS, Arrival, arrivals, party, shipment
from tests.risk.features.test_state_oracle import CALM


def _told(ties: Ties, row: Row, outcome: str, at_ms: int) -> None:
    event = row.subject.event_node
    if outcome in FRAUDS:
        ties.mark(row.identity, event, at_ms, is_fraud=True)
    elif outcome == "legit_explained":
        ties.mark(row.identity, event, at_ms, is_fraud=False)
    elif outcome == "data_error":
        ties.lift(row.identity, event)


def _forget(ties: Ties, state: State) -> None:
    for key in set(ties.known) - {node.key for node in nodes_of(state.graph)}:
        ties.drop(key)


def _features(ring: dict[str, Any], prefix: str) -> dict[str, float]:
    """From the names of ``graph.components.Ring`` to those of the catalogue."""
    size, kinds = ring["size"], ring["kinds"]
    crowd, near = ring["crowd"], ring["near"]

    def per(count: float, whole: float) -> float:
        return count / whole if whole else nan

    return {
        f"{prefix}_{name}": value
        for name, value in {
            "size": size,
            "persons": kinds[Kind.PERSON] + kinds[Kind.ORG],
            "phones": kinds[Kind.PHONE],
            "links_per_identifier": per(ring["links"], size),
            "age_days": ring["age_ms"] / DAY_MS,
            "new_24h": ring["new_24h"],
            "new_7d_share": per(ring["new_7d"], size),
            "confirmed": ring["confirmed"],
            "confirmed_share": per(ring["confirmed"], size),
            "cleared_share": per(ring["cleared"], size),
            "unknown_hubs": ring["unknown_hubs"],
            "closeness": ring["closeness"],
            "suspiciousness": ring["suspiciousness"],
            "events_mean": per(crowd.events, crowd.size),
            "near_events_mean": per(near.events, near.size),
        }.items()
    }


@CALM
@given(arrivals(most=40))
def test_rings_of_both_sides_equal_a_recount(stream: list[Arrival]) -> None:
    state, ties, rows = State(), Ties(), dict[int, Row]()
    for arrival in stream:
        if arrival.event is None:
            event = READER.event_node(arrival.about)
            if state.keeper.remembered(event) is not None:
                state.apply_outcome(event, arrival.outcome, arrival.told_ms)
                _told(ties, rows[event], arrival.outcome, arrival.told_ms)
                _forget(ties, state)
            continue
        subject = READER.read(arrival.event)
        reading = state.read(subject)
        row, devices = Row(subject, reading.touch), not isinstance(arrival.event, CodApplication)
        for block, prefix, starts in (
            (RING, "ring", reading.touch.party),
            (RECEIVER_RING, "receiver_ring", reading.touch.other),
        ):
            found = ties.ring(list(starts), row.at_ms, devices=devices) if starts else None
            want = _features(found, prefix) if found else {}
            for feature in block.features:
                got = reading.vector[INDEX[feature.name]]
                assert got == pytest.approx(want.get(feature.name, nan), abs=1e-12, nan_ok=True)
        state.apply(reading, granted=arrival.granted)
        own = len(reading.touch.pairs) - reading.touch.inbound
        for side in (reading.touch.pairs[:own], reading.touch.pairs[own:]):
            ties.enter(list(side), row.at_ms)  # who stands on both sides stands there twice
        _forget(ties, state)
        rows[subject.event_node] = row


def test_who_has_no_identifier_has_no_ring() -> None:
    nobody = party(None, None, None)
    reading = State().read(READER.read(shipment("p1", START_MS, nobody, nobody)))
    rings = [INDEX[feature.name] for block in (RING, RECEIVER_RING) for feature in block.features]
    assert all(isnan(reading.vector[at]) for at in rings)
