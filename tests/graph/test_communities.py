"""Communities against NetworkX over the oracle's plain list; hubs tie nobody."""

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.identifiers import Kind
from data.instants import DAY_MS
from graph import identity, links
from graph.communities import HOLDERS, SPLIT_FROM, communities
from graph.hub_list import hubs_of
from graph.hubs import HubType
from graph.identity import IdentityGraph
from tests.graph.oracle import Oracle
from tests.graph.stars import T, node, star
from tests.graph.test_components import moves, tell


def strong(oracle: Oracle, at_ms: int) -> nx.Graph:
    """The live strong links through no hub, recounted."""
    whole, kept = oracle.picture(), nx.Graph()
    hubs = {key for key in whole if oracle.hub(whole, key, at_ms)}
    for one, other, tie in whole.edges(data=True):
        kinds = (one & 15, other & 15)
        life_ms = min(links.LIVES_MS[kind] for kind in kinds)
        weight = min(links.WEIGHTS[kind] for kind in kinds)
        live = tie["first"] <= at_ms < tie["last"] + life_ms
        if weight >= 2 and live and not {one, other} & hubs:
            kept.add_edge(one, other, **tie)
    return kept


@settings(deadline=None)
@given(st.lists(moves, max_size=30), st.sampled_from((0, -10 * DAY_MS, 100 * DAY_MS)))
def test_small_communities_are_the_components_of_a_recount(
    stream: list[tuple[str, list[tuple[int, int]], int, int]], later_ms: int
) -> None:
    graph, oracle, clock_ms = IdentityGraph(100), Oracle(), T
    for move, pair, step_ms, event in stream:
        clock_ms = max(clock_ms, clock_ms + step_ms)
        tell(graph, oracle, move, pair, clock_ms + min(step_ms, 0), event, clock_ms)
    at_ms = clock_ms + later_ms
    live = strong(oracle, at_ms)
    want = {
        frozenset(part): live.subgraph(part)
        for part in nx.connected_components(live)
        if sum(key & 15 in HOLDERS for key in part) >= 1
    }
    found = communities(graph, at_ms, least=1)
    assert {frozenset(one.members) for one in found} == set(want)
    for one in found:
        part = want[frozenset(one.members)]
        assert one.links == part.number_of_edges()
        assert one.first_ms == min(tie["first"] for _, _, tie in part.edges(data=True))
        assert one.last_ms == max(tie["last"] for _, _, tie in part.edges(data=True))
        assert one.holders == sum(key & 15 in HOLDERS for key in part)
        degrees = [part.degree(key) for key in one.members]
        assert degrees == sorted(degrees, reverse=True)


def two_groups(bridge: bool) -> IdentityGraph:
    """Two phones of 20 persons each, and a person who once used both."""
    graph = IdentityGraph(200)
    for phone in (1, 2):
        for number in range(20):
            person = node(100 * phone + number)
            graph.apply([(person, node(phone, Kind.PHONE))], T + number, T)
    if bridge:
        graph.apply([(node(100), node(2, Kind.PHONE))], T, T)
    return graph


def test_a_loose_component_falls_into_its_groups() -> None:
    apart, bridged = (communities(two_groups(bridge), T + 50) for bridge in (False, True))
    assert [(len(one.members), one.holders) for one in apart] == [(21, 20), (21, 20)]
    assert SPLIT_FROM < 2 * 21
    assert sorted(len(one.members) for one in bridged) == [21, 21]
    assert {one.members[0] for one in bridged} == {node(1, Kind.PHONE), node(2, Kind.PHONE)}
    assert [one.members for one in communities(two_groups(True), T + 50)] == [
        one.members for one in bridged
    ]


def test_who_is_too_few_is_left_out() -> None:
    assert communities(star(2), T + 9) == []
    assert len(communities(star(3), T + 9)) == 1
    assert communities(IdentityGraph(10), T) == []


def test_hubs_are_listed_with_their_names_and_tie_nobody() -> None:
    graph = star(identity.HUB_DEGREE + 1)
    phone = node(1, Kind.PHONE)
    (hub,) = hubs_of(graph, T + 100)
    assert (hub.key, hub.name, hub.links) == (phone, "unknown", identity.HUB_DEGREE + 1)
    assert communities(graph, T + 100) == []
    graph.type_hub(phone, HubType.VILLAGE, T + 200, T)
    assert [hub.name for hub in hubs_of(graph, T + 199)] == ["village"]
    assert hubs_of(graph, T + 91 * DAY_MS) == []


def test_a_dropped_identifier_is_in_none() -> None:
    graph = IdentityGraph(4)
    for number in range(1, 8):
        graph.apply([(node(number), node(1, Kind.PHONE))], T + number, T + number)
    (found,) = communities(graph, T + 9)
    assert set(found.members) == {node(5), node(6), node(7), node(1, Kind.PHONE)}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_arrival_changes_nothing(seed: int) -> None:
    pairs = [(node(10 * seed + n), node(n // 4 + 1, Kind.PHONE)) for n in range(16)]
    one, other = IdentityGraph(100), IdentityGraph(100)
    for pair in pairs:
        one.apply([pair], T, T)
    for pair in reversed(pairs):
        other.apply([pair], T, T)
    assert communities(one, T) == communities(other, T)
