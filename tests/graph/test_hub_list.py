"""The hubs of the whole graph: the walk in steps finds what a look at each identifier finds."""

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.identifiers import Kind
from data.instants import DAY_MS
from graph import hub_list, identity
from graph import layout as at
from graph.hub_list import Hub, hub_steps, hubs_of
from graph.hubs import HubType
from graph.identity import IdentityGraph
from graph.neighbourhood import Span, identifier_at
from tests.graph.stars import T, node, star

PHONES: Final = 4


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_list, "STEP_RECORDS", 16)


def plain(graph: IdentityGraph, keys: set[int], at_ms: int) -> set[Hub]:
    """A look at each identifier that was ever there."""
    looks = [identifier_at(graph, key, 0, Span(0, at_ms)) for key in keys]
    return {Hub(one.key, one.hub, one.links) for one in looks if one.hub}


@settings(max_examples=25, deadline=None)
@given(
    sizes=st.lists(st.integers(0, 70), min_size=PHONES, max_size=PHONES),
    room=st.sampled_from([90, 1_000]),
    told=st.none() | st.integers(1, PHONES),
)
def test_the_walk_in_steps_equals_the_plain_one(
    sizes: list[int], room: int, told: int | None
) -> None:
    graph, keys = IdentityGraph(room), {node(n, Kind.PHONE) for n in range(1, PHONES + 1)}
    for number, size in enumerate(sizes, 1):
        for person in range(size):
            keys.add(one := node(1_000 * number + person))
            graph.apply([(one, node(number, Kind.PHONE))], T + person, T + person)
    if told is not None:
        graph.type_hub(node(told, Kind.PHONE), HubType.VILLAGE, T + DAY_MS, T)
    for at_ms in (T + 100, T + 2 * DAY_MS, T + 200 * DAY_MS):
        found = hubs_of(graph, at_ms)
        assert set(found) == plain(graph, keys, at_ms)
        assert [hub.links for hub in found] == sorted([h.links for h in found], reverse=True)


def test_no_step_looks_at_more_records_than_it_may() -> None:
    graph = star(identity.HUB_DEGREE + 1)
    records = (int(graph.arena.mem[at.TOP]) - at.FIRST) // at.RECORD
    steps = list(hub_steps(graph, T + 100))
    assert len([step for step in steps if step is None]) == -(-records // 16)
    assert [step.name for step in steps if step is not None] == ["unknown"]


def test_what_goes_between_two_steps_is_not_told_of_and_what_comes_may_be() -> None:
    size = identity.HUB_DEGREE + 1
    graph = star(size)
    before = graph.type_hub(node(2, Kind.PHONE), HubType.VILLAGE, T + DAY_MS, T)
    walk = hub_steps(graph, T + 1_000)
    assert next(walk) is None
    identity.take_back(before)
    for n in range(1, size + 1):
        graph.apply([(node(n), node(3, Kind.PHONE))], T + n, T + n)
    told = {hub.key for hub in walk if hub is not None}
    assert node(1, Kind.PHONE) in told
    assert told <= {node(1, Kind.PHONE), node(3, Kind.PHONE)}
