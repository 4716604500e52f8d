"""Rings, closeness and density against a recount in NetworkX; bounds, hubs, expiry."""

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.identifiers import Kind
from data.instants import DAY_MS
from graph import components, identity, links
from graph.components import Ring
from graph.hubs import HubType
from graph.identity import IdentityGraph, take_back
from tests.graph.decoded import canonical_graph
from tests.graph.oracle import Oracle
from tests.graph.stars import T, node, star

KINDS: Final = (Kind.PERSON, Kind.PHONE, Kind.UNIT, Kind.DEVICE, Kind.ACCOUNT, Kind.BUILDING)
EXACT: Final = set(Ring.__struct_fields__) - {
    "path",
    "case",
    "case_ms",
    "closeness",
    "suspiciousness",
}


KEYS: Final = [node(number, kind) for kind in KINDS for number in (1, 2, 3)]
keys = st.sampled_from(KEYS)
pairs = st.lists(
    st.tuples(keys, keys).filter(lambda pair: pair[0] != pair[1]), min_size=1, max_size=4
)
moves = st.tuples(
    st.sampled_from(("enter",) * 6 + ("confirm", "clear", "lift", "hub", "undone")),
    pairs,
    st.sampled_from((0, 1, DAY_MS, 40 * DAY_MS, 95 * DAY_MS, -DAY_MS, -200 * DAY_MS)),
    st.integers(1, 3),
)


def tell(
    graph: IdentityGraph,
    oracle: Oracle,
    move: str,
    pair: list[tuple[int, int]],
    at_ms: int,
    event: int,
    clock_ms: int,
) -> None:
    """One thing happens to both."""
    told = list(dict.fromkeys(key for two in pair for key in two))
    if move == "enter":
        graph.apply(pair, at_ms, clock_ms)
        oracle.enter(pair, at_ms)
    elif move == "confirm":
        graph.confirm(told, event << 4, at_ms, clock_ms)
        oracle.mark(told, event << 4, at_ms, is_fraud=True)
    elif move == "clear":
        graph.clear(told, event << 4, at_ms)
        oracle.mark(told, event << 4, at_ms, is_fraud=False)
    elif move == "lift":
        graph.lift(told, event << 4)
        oracle.lift(told, event << 4)
    elif move == "hub":
        graph.type_hub(told[0], HubType.STATION, at_ms + 30 * DAY_MS, clock_ms)
        oracle.known.setdefault(told[0], oracle.count)
        oracle.hubs[told[0]] = (HubType.STATION, at_ms + 30 * DAY_MS)
    else:
        take_back(graph.apply(pair, at_ms, clock_ms) + graph.confirm(told, event, at_ms, clock_ms))


def check(graph: IdentityGraph, oracle: Oracle, starts: list[int], at_ms: int) -> None:
    got, want = graph.ring(starts, at_ms), oracle.ring(starts, at_ms)
    assert {name: getattr(got, name) for name in EXACT} == {name: want[name] for name in EXACT}
    assert got.closeness == pytest.approx(want["closeness"], abs=1e-12)
    assert got.suspiciousness == pytest.approx(want["suspiciousness"], abs=1e-12)
    assert len(got.path) == (0 if got.hops is None else got.hops + 1)


@settings(deadline=None)
@given(
    st.lists(moves, max_size=30), st.lists(keys, min_size=1, max_size=4), st.sampled_from((2, 50))
)
def test_a_ring_equals_a_recount(
    stream: list[tuple[str, list[tuple[int, int]], int, int]], starts: list[int], degree: int
) -> None:
    """Through late events, expiries, typed hubs that run out, marks, lifts and what is undone."""
    graph, oracle, clock_ms = IdentityGraph(100), Oracle(), T
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identity, "HUB_DEGREE", degree)
        patch.setattr("tests.graph.oracle.HUB_DEGREE", degree)
        for move, pair, step_ms, event in stream:
            clock_ms = max(clock_ms, clock_ms + step_ms)
            tell(graph, oracle, move, pair, clock_ms + min(step_ms, 0), event, clock_ms)
        for at_ms in (clock_ms, clock_ms - 10 * DAY_MS, clock_ms + 100 * DAY_MS):
            check(graph, oracle, starts, at_ms)
    canonical_graph(graph)


@settings(deadline=None)
@given(st.lists(pairs, max_size=30), st.lists(keys, min_size=1, max_size=3))
def test_a_ring_forgets_whom_the_bound_has_dropped(
    stream: list[list[tuple[int, int]]], starts: list[int]
) -> None:
    graph, oracle, recent = IdentityGraph(6), Oracle(), list[int]()
    for number, pair in enumerate(stream):
        tell(graph, oracle, "enter", pair, T + number, 1, T + number)
        for key in (key for two in pair for key in two):
            recent = [other for other in recent if other != key] + [key]
        for key in recent[:-6]:
            oracle.drop(key)
        recent = recent[-6:]
        check(graph, oracle, starts, T + number)


def test_a_ring_shrinks_when_a_link_expires_a_hub_is_typed_and_a_fraud_is_lifted() -> None:
    graph, later_ms = star(5), T + links.LIVES_MS[Kind.PHONE]
    graph.confirm([node(3)], 16, T, T)
    assert graph.ring([node(1)], T + 5).size == 6
    assert graph.ring([node(1)], later_ms + 3).size == 1
    assert graph.ring([node(5)], later_ms + 3).size == 4 - 1
    assert graph.ring([node(1)], T + 5).hops == 2
    graph.lift([node(3)], 16)
    assert graph.ring([node(1)], T + 5).hops is None
    graph.type_hub(node(1, Kind.PHONE), HubType.VILLAGE, T + 100, T)
    assert graph.ring([node(1)], T + 99).size == 1
    assert graph.ring([node(1)], T + 99).typed_hubs == 1
    assert graph.ring([node(1)], T + 100).size == 6


def test_an_unknown_hub_is_met_and_ties_nobody() -> None:
    graph = star(identity.HUB_DEGREE + 1)
    found = graph.ring([node(1)], T + 1_000)
    assert (found.size, found.unknown_hubs, found.bounded) == (1, 1, False)
    assert star(identity.HUB_DEGREE).ring([node(1)], T + 1_000).size == identity.HUB_DEGREE + 1


def test_weak_links_tie_nobody() -> None:
    assert star(5, Kind.BUILDING).ring([node(1)], T + 5).size == 1


def test_the_evidence_names_the_way_the_case_and_its_day() -> None:
    graph = star(3)
    graph.confirm([node(3)], 7 << 4, T + 9, T + 9)
    graph.confirm([node(3)], 8 << 4, T + 7, T + 9)
    found = graph.ring([node(1)], T + 10)
    assert found.path == ("person", "phone", "person")
    assert (found.case, found.case_ms) == (8 << 4, T + 7)
    graph.lift([node(3)], 8 << 4)
    assert graph.ring([node(1)], T + 10).case == 7 << 4


def test_what_meets_a_bound_says_so() -> None:
    graph = IdentityGraph(10_000)
    for n in range(1, 300):
        graph.apply([(node(n), node(n, Kind.PHONE)), (node(n + 1), node(n, Kind.PHONE))], T, T)
    found = graph.ring([node(1)], T)
    assert (found.size, found.bounded) == (components.MAX_MET, True)
    for n in range(1, 600):
        graph.apply([(node(1), node(n, Kind.BUILDING))], T + n, T + n)
    assert graph.ring([node(1)], T + 600).bounded
