"""``State.read`` is held to a naive recount over the log, bit for bit."""

import struct

import pytest
from hypothesis import HealthCheck, given, settings

from data.instants import DAY_MS
from graph import identity
from risk.features import keeper, windows
from risk.features.catalogue import NAMES
from risk.features.definitions.ring import RECEIVER_RING, RING
from risk.features.state import State
from tests.risk.features import oracle_vector
from tests.risk.features.oracle import Oracle
from tests.risk.features.streams import READER, Arrival, arrivals

CALM = settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow],
)


RINGS = {feature.name for block in (RING, RECEIVER_RING) for feature in block.features}
"""Sums of floats, recounted in ``test_ring``."""


def bits(values: list[float]) -> dict[str, bytes]:
    return {
        name: struct.pack("<d", float(value)) for name, value in zip(NAMES, values, strict=True)
    }


def differences(got: list[float], want: list[float]) -> dict[str, tuple[float, float]]:
    one, other = bits(got), bits(want)
    return {
        name: (got[at], want[at])
        for at, name in enumerate(NAMES)
        if one[name] != other[name] and name not in RINGS
    }


def drive(stream: list[Arrival], most: int = 2_000_000) -> State:
    """Feed both and compare every answer; returns the state."""
    state, oracle = State(most), Oracle(most)
    for arrival in stream:
        if arrival.event is None:
            event = READER.event_node(arrival.about)
            state.apply_outcome(event, arrival.outcome, arrival.told_ms)
            oracle.outcome(event, arrival.outcome, arrival.told_ms)
            continue
        subject = READER.read(arrival.event)
        row = oracle.row(subject)
        reading = state.read(subject)
        assert differences(reading.vector, oracle_vector.vector(oracle, row)) == {}
        state.apply(reading, granted=arrival.granted)
        oracle.apply(row, granted=arrival.granted)
    assert state.keeper.clock_ms == oracle.clock_ms
    return state


@CALM
@given(arrivals(most=40))
def test_read_equals_a_recount_of_the_log(stream: list[Arrival]) -> None:
    drive(stream)


@CALM
@given(arrivals(most=40, least=20))
def test_long_histories_are_indexed_and_still_equal(stream: list[Arrival]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(windows, "INDEX_FROM", 3)
        drive(stream)


@CALM
@given(arrivals(most=40, least=20))
def test_with_expiry_of_facts_histories_and_nodes(stream: list[Arrival]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(windows, "INDEX_FROM", 3)
        patch.setattr(keeper, "STEP_MS", 40 * DAY_MS)
        patch.setattr(keeper, "MAX_FACTS", 4)
        patch.setattr(identity, "UNSEEN_MS", 100 * DAY_MS)
        drive(stream)


@CALM
@given(arrivals(most=40, least=20))
def test_with_small_bounds_of_memory_and_walk(stream: list[Arrival]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identity, "MAX_WALK", 5)
        patch.setattr(identity, "HUB_DEGREE", 3)
        patch.setattr(identity, "MAX_SHARERS", 2)
        state = drive(stream, most=12)
    assert len(state.keeper) <= 12
    assert len(state.graph) <= 12
    assert len(state.keeper._events) <= 12
