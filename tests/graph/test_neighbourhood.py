"""A neighbourhood against networkx over the plain list of sightings."""

from typing import Final

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.identifiers import Kind
from data.instants import DAY_MS
from graph import neighbourhood as module
from graph.hubs import HubType
from graph.identity import HUB_DEGREE, MAX_HOPS, IdentityGraph
from graph.neighbourhood import Neighbourhood, Span, neighbourhood
from tests.graph.stars import T, node, star

ALL: Final = Span(0, T + DAY_MS)
PHONE: Final = node(1, Kind.PHONE)

Sighting = tuple[tuple[int, int], int]

keys = st.builds(node, st.integers(1, 7), st.sampled_from((Kind.PERSON, Kind.PHONE, Kind.UNIT)))
pairs = st.tuples(keys, keys).filter(lambda pair: pair[0] != pair[1])
sightings = st.lists(st.tuples(pairs, st.integers(0, 50)), max_size=25)


def grown(seen: list[Sighting]) -> IdentityGraph:
    graph = IdentityGraph(1_000)
    for pair, at in seen:
        graph.apply([pair], T + at, T)
    return graph


def kept(around: Neighbourhood) -> list[int]:
    return [found.key for found in around.identifiers]


@settings(deadline=None)
@given(sightings, st.lists(keys, min_size=1, max_size=3), st.integers(0, 50), st.integers(1, 2))
def test_who_is_near_over_links_of_the_span_and_why(
    seen: list[Sighting], starts: list[int], since: int, hops: int
) -> None:
    span = Span(T + since, T + 40)
    told: dict[tuple[int, int], list[int]] = {}
    for (one, other), at in seen:
        told.setdefault((min(one, other), max(one, other)), []).append(at)
    told = {ends: at for ends, at in told.items() if min(at) <= 40 and max(at) >= since}
    picture = nx.Graph(list(told))
    picture.add_nodes_from(starts)
    near = nx.multi_source_dijkstra_path_length(picture, set(starts), cutoff=hops)
    around = neighbourhood(grown(seen), starts, span, hops=hops)
    assert {found.key: found.hops for found in around.identifiers} == near
    links = {(min(link.one, link.other), max(link.one, link.other)): link for link in around.links}
    assert links.keys() == {ends for ends in told if set(ends) <= set(near)}
    assert len(links) == len(around.links)
    for ends, link in links.items():
        want = (T + min(told[ends]), T + max(told[ends]), len(told[ends]))
        assert (link.first_ms, link.last_ms, link.times) == want
    for found in around.identifiers:
        outside = set(picture[found.key]) - set(near)
        assert found.left_out == len(outside)


@settings(deadline=None)
@given(sightings, st.lists(keys, min_size=1, max_size=3), st.lists(keys, max_size=3))
def test_the_path_is_a_shortest_one_to_a_confirmed_identifier(
    seen: list[Sighting], starts: list[int], bad: list[int]
) -> None:
    graph = grown(seen)
    graph.confirm(bad, 7, T, T)
    picture = nx.Graph([pair for pair, _ in seen])
    picture.add_nodes_from(starts)
    near = nx.multi_source_dijkstra_path_length(picture, set(starts), cutoff=MAX_HOPS)
    hops = min((near[key] for key in bad if key in near), default=None)
    path = neighbourhood(graph, starts, ALL).path
    assert (len(path) - 1 if path else None) == hops
    if path:
        assert path[0] in starts and path[-1] in bad
        assert nx.is_path(picture, list(path))


@settings(deadline=None)
@given(sightings, st.lists(keys, max_size=3), st.integers(2, 8))
def test_the_nearest_go_first_and_all_hangs_together(
    seen: list[Sighting], bad: list[int], most: int
) -> None:
    graph, start = grown(seen), node(1)
    graph.confirm(bad, 7, T, T)
    whole = neighbourhood(graph, [start], ALL)
    few = neighbourhood(graph, [start], ALL, most=most)
    assert kept(few) == kept(whole)[:most]
    ahead = {start, *whole.path}
    behind = [found.hops for found in whole.identifiers if found.key not in ahead]
    assert behind == sorted(behind)
    assert set(kept(whole)[: len(ahead)]) == ahead
    near = nx.Graph([(link.one, link.other) for link in few.links])
    near.add_node(start)
    hung = nx.node_connected_component(near, start)
    assert len(whole.path) > most or set(kept(few)) == hung


def test_of_equally_near_ones_the_confirmed_go_first_then_the_cleared_then_the_last_seen() -> None:
    graph = star(5)
    graph.confirm([node(2)], 7, T, T)
    graph.clear([node(3)], 8, T)
    assert kept(neighbourhood(graph, [PHONE], ALL)) == [
        PHONE,
        *(node(n) for n in (2, 3, 5, 4, 1)),
    ]


@pytest.mark.parametrize("typed", [False, True])
def test_a_hub_is_one_node_with_its_count(typed: bool) -> None:
    size = 3 if typed else HUB_DEGREE + 1
    graph = star(size)
    if typed:
        graph.type_hub(PHONE, HubType.DORM, ALL.until_ms + 1, T)
    around = neighbourhood(graph, [node(1)], ALL)
    me, hub = around.identifiers
    assert (me.key, hub.key, hub.hub) == (node(1), PHONE, "dorm" if typed else "unknown")
    assert hub.links == size
    assert len(around.links) == 1


def test_no_path_leads_through_a_hub() -> None:
    graph = star(HUB_DEGREE + 1)
    graph.confirm([node(2)], 7, T, T)
    assert neighbourhood(graph, [node(1)], ALL).path == ()
    assert neighbourhood(star(HUB_DEGREE), [node(1)], ALL).identifiers[1].hub == ""


def test_a_type_that_has_run_out_makes_no_hub() -> None:
    graph = star(3)
    graph.type_hub(PHONE, HubType.DORM, ALL.until_ms, T)
    assert len(neighbourhood(graph, [node(1)], ALL).identifiers) == 4


def test_marks_are_told_with_their_case_and_not_before_they_are_known() -> None:
    graph, case = star(2), 2**64 - 16
    graph.confirm([node(2)], 16, T + 1, T)
    graph.confirm([node(2)], case, T + 5, T)
    graph.clear([node(2)], 32, T + 7)
    marks = {}
    for until in (0, 4, 6, 8):
        around = neighbourhood(graph, [node(2)], Span(0, T + until))
        found = around.identifiers[0]
        marks[until] = (found.confirmed_ms, found.case, found.cleared_ms)
    assert marks == {
        0: (None, 0, None),
        4: (T + 1, 16, None),
        6: (T + 5, case, None),
        8: (T + 5, case, T + 7),
    }


def test_an_identifier_that_the_graph_does_not_know_stands_alone() -> None:
    (found,) = neighbourhood(IdentityGraph(10), [node(9)], ALL).identifiers
    assert (found.key, found.kind, found.first_ms, found.links) == (node(9), Kind.PERSON, 0, 0)


def test_one_that_only_an_outcome_has_brought_in_was_seen_in_no_event() -> None:
    graph = IdentityGraph(10)
    graph.confirm([node(1)], 7, T, T)
    (found,) = neighbourhood(graph, [node(1)], ALL).identifiers
    assert (found.first_ms, found.last_ms, found.confirmed_ms) == (0, 0, T)


def test_the_walk_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_MET", 4)
    found = neighbourhood(star(9), [PHONE], ALL).identifiers
    assert len(found) == 4
    assert found[0].left_out == 6


def test_reading_changes_nothing() -> None:
    graph = star(5)
    before = graph.arena.mem.tobytes()
    neighbourhood(graph, [node(1)], ALL)
    assert graph.arena.mem.tobytes() == before
