"""The identity graph against networkx and plain sets; its bounds, hubs, marks and undoing."""

from typing import Final

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.identifiers import Kind
from graph import arena, identity, layout
from graph.hubs import HubType
from graph.identity import MAX_HOPS, UNSEEN_MS, IdentityGraph, kind_set, take_back
from graph.kernels import EXPIRED_LINKS, LATE_STEPS
from tests.graph.decoded import canonical_graph, nodes_of

T: Final = 1_767_225_600_000
HOLDERS: Final = kind_set(Kind.PERSON, Kind.ORG)

Pair = tuple[int, int]


def node(number: int, kind: Kind = Kind.PERSON) -> int:
    return number << 4 | kind


nodes = st.builds(node, st.integers(1, 12), st.sampled_from((Kind.PERSON, Kind.PHONE, Kind.UNIT)))
pairs = st.lists(st.tuples(nodes, nodes).filter(lambda pair: pair[0] != pair[1]), max_size=30)


def tied(links: list[Pair], most: int = 1_000) -> IdentityGraph:
    graph = IdentityGraph(most)
    for at, pair in enumerate(links):
        graph.apply([pair], T + at, T)
    return graph


@given(pairs, st.lists(nodes, min_size=1, max_size=4, unique=True), st.lists(nodes, max_size=3))
def test_reach_equals_breadth_first_search(
    links: list[Pair], starts: list[int], marked: list[int]
) -> None:
    graph, picture = tied(links), nx.Graph(links)
    picture.add_nodes_from(starts)
    graph.confirm(marked, 7, T, T)
    found = graph.reach(starts, T)
    near = nx.multi_source_dijkstra_path_length(picture, set(starts), cutoff=MAX_HOPS)
    hops = [near[key] for key in set(marked) if key in near]
    assert found.size == len(near)
    assert found.hops == min(hops, default=None)
    assert found.confirmed_near == sum(length <= 1 for length in hops)
    assert len(found.path) == (0 if found.hops is None else found.hops + 1)


@given(pairs, st.lists(nodes, min_size=1, max_size=3, unique=True), st.integers(1, 4))
def test_no_walk_goes_through_a_hub(links: list[Pair], starts: list[int], degree: int) -> None:
    """A hub is met, but its own links are not followed."""
    picture = nx.Graph(links)
    picture.add_nodes_from(starts)
    open_links = nx.DiGraph()
    open_links.add_nodes_from(picture)
    for one, other in picture.edges:
        for start, end in ((one, other), (other, one)):
            if picture.degree(start) <= degree:
                open_links.add_edge(start, end)
    near = nx.multi_source_dijkstra_path_length(open_links, set(starts), cutoff=MAX_HOPS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identity, "HUB_DEGREE", degree)
        assert tied(links).reach(starts, T).size == len(near)


@given(pairs, st.lists(nodes, min_size=1, max_size=3, unique=True), st.integers(3, 6))
def test_a_walk_is_bounded(links: list[Pair], starts: list[int], most: int) -> None:
    whole = tied(links).reach(starts, T).size
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identity, "MAX_WALK", most)
        assert tied(links).reach(starts, T).size == min(whole, most)


def test_a_village_phone_is_counted_but_ties_no_strangers() -> None:
    phone = node(1, Kind.PHONE)
    graph = tied([(node(n), phone) for n in range(1, identity.HUB_DEGREE + 2)])
    graph.confirm([node(1)], 7, T, T)
    assert graph.sharers(phone, HOLDERS, T - 1) == identity.HUB_DEGREE + 1
    assert graph.reach([node(2)], T).hops is None
    assert graph.reach([node(2)], T).size == 2


def test_the_path_names_the_kinds_on_the_way() -> None:
    graph = tied([(node(1), node(5, Kind.PHONE)), (node(2), node(5, Kind.PHONE))])
    graph.confirm([node(2)], 7, T, T)
    found = graph.reach([node(1)], T)
    assert found.path == ("person", "phone", "person")
    assert (found.hops, found.confirmed_near) == (2, 0)
    assert graph.reach([node(2)], T).hops == 0


@given(pairs, nodes, st.integers(-1, 30), nodes | st.just(0))
def test_sharers_equal_a_recount(links: list[Pair], key: int, since: int, plus: int) -> None:
    last = {}
    for at, (one, other) in enumerate(links):
        last[one, other] = last[other, one] = at
    seen = {other for (one, other), at in last.items() if one == key and at > since}
    people = {other for other in seen if other & 15 in (Kind.PERSON, Kind.ORG)}
    want = len((people | {plus}) - {0})
    assert tied(links).sharers(key, HOLDERS, T + since, plus) == want
    assert sorted(tied(links).neighbours(key, T + since)) == sorted(seen)


def test_sharers_are_counted_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "MAX_SHARERS", 3)
    phone = node(1, Kind.PHONE)
    graph = tied([(node(n), phone) for n in range(1, 9)])
    assert graph.sharers(phone, HOLDERS, T - 1) == 3
    assert graph.sharers(phone, HOLDERS, T - 1, node(1)) == 3
    assert graph.sharers(phone, HOLDERS, T - 1, node(99)) == 3


def test_a_link_is_out_a_whole_window_after_it_was_last_seen() -> None:
    graph = tied([(node(1), node(2, Kind.PHONE))])
    assert graph.sharers(node(1), kind_set(Kind.PHONE), T) == 0
    assert graph.sharers(node(1), kind_set(Kind.PHONE), T - 1) == 1


def test_a_late_event_does_not_age_a_link() -> None:
    graph = IdentityGraph(10)
    pair = (node(1), node(2, Kind.PHONE))
    graph.apply([pair], T, T)
    graph.apply([pair], T - 1_000, T)
    (tie,) = nodes_of(graph)[0].ties
    assert (tie.first_ms, tie.last_ms, tie.times) == (T - 1_000, T, 2)


@given(st.lists(st.lists(st.tuples(nodes, nodes).filter(lambda p: p[0] != p[1]), max_size=6)))
def test_the_bound_of_nodes_holds_after_each_event(events: list[list[Pair]]) -> None:
    """One event may bring more new identifiers than are dropped for age at once."""
    graph, recent, dropped = IdentityGraph(4), list[int](), 0
    for links in events:
        graph.apply(links, T, T)
        for key in (key for pair in links for key in pair):
            recent = [other for other in recent if other != key] + [key]
        dropped += max(len(recent) - 4, 0)
        recent = recent[-4:]
        assert [found.key for found in nodes_of(graph)] == recent
        assert graph.dropped == dropped


def test_a_dropped_identifier_takes_its_links_and_marks_along() -> None:
    graph = tied([(node(1), node(2)), (node(2), node(3)), (node(3), node(4))], most=3)
    graph.confirm([node(2)], 7, T, T)
    graph.apply([(node(4), node(5))], T, T)
    assert sorted(found.key for found in nodes_of(graph)) == [node(2), node(4), node(5)]
    assert graph.neighbours(node(2), 0) == []
    graph.apply([(node(2), node(6))], T, T)
    graph.apply([(node(7), node(8))], T, T)
    graph.apply([(node(2), node(8))], T, T)
    assert graph.reach([node(2)], T).hops is None


def test_an_identifier_unseen_for_two_years_goes() -> None:
    graph = IdentityGraph(100)
    graph.apply([(node(1), node(2))], T, T)
    graph.apply([(node(3), node(4))], T, T + UNSEEN_MS - 1)
    assert len(graph) == 4
    graph.apply([(node(3), node(4))], T, T + UNSEEN_MS)
    assert sorted(found.key for found in nodes_of(graph)) == [node(3), node(4)]
    assert graph.dropped == 0


def test_a_link_that_is_fresh_by_event_time_stays_while_the_clock_catches_up() -> None:
    graph = IdentityGraph(100)
    graph.apply([(node(1), node(2))], T + UNSEEN_MS, T)
    graph.apply([(node(3), node(4))], T + UNSEEN_MS, T + UNSEEN_MS)
    assert graph.neighbours(node(1), T) == [node(2)]


@settings(deadline=None)
@given(pairs, pairs, st.integers(2, 12))
def test_undone_changes_leave_no_trace_not_even_in_the_order_of_links(
    before: list[Pair], after: list[Pair], most: int
) -> None:
    graph = tied(before, most)
    as_it_was = canonical_graph(graph)
    changes = []
    for number, pair in enumerate(after):
        changes.append(graph.apply([pair], T + number, T + number))
        changes.append(graph.confirm(pair[:1], number % 3, T, T + number))
        changes.append(graph.clear(pair, number % 4, T + number))
        changes.append(graph.lift(pair[1:], number % 2))
        changes.append(graph.type_hub(pair[0], HubType.VILLAGE, T + number, T + number))
    for undo in reversed(changes):
        take_back(undo)
    assert canonical_graph(graph) == as_it_was


def test_lifting_an_unknown_identifier_makes_none() -> None:
    graph = IdentityGraph(10)
    assert graph.lift([node(1)], 7) == []
    assert len(graph) == 0


@given(st.lists(st.tuples(nodes, nodes, st.integers(-50, 50)), max_size=60))
def test_links_are_told_newest_first_whenever_their_events_arrive(
    sightings: list[tuple[int, int, int]],
) -> None:
    graph, last = IdentityGraph(1_000), dict[tuple[int, int], list[int]]()
    for one, other, at in sightings:
        graph.apply([(one, other)], T + at, T)
        if one != other:
            last.setdefault((min(one, other), max(one, other)), []).append(T + at)
    for found in nodes_of(graph):
        assert [tie.rank for tie in found.ties] == [tie.last_ms for tie in found.ties]
        for tie in found.ties:
            seen = last[min(found.key, tie.other), max(found.key, tie.other)]
            assert (tie.first_ms, tie.last_ms, tie.times) == (min(seen), max(seen), len(seen))


def test_a_link_too_late_to_find_its_place_is_still_counted_by_its_own_instant() -> None:
    """It stands among later ones, with a rank as high as theirs."""
    phone = node(1, Kind.PHONE)
    graph = tied([(node(n), phone) for n in range(2, 2 + 2 * LATE_STEPS)])
    graph.apply([(node(1), phone)], T - 1_000, T)
    (found,) = [found for found in nodes_of(graph) if found.key == phone]
    assert found.ties[-1].other != node(1)
    assert graph.sharers(phone, HOLDERS, T - 1) == 2 * LATE_STEPS
    assert graph.sharers(phone, HOLDERS, T - 1_001) == 2 * LATE_STEPS + 1
    assert node(1) not in graph.neighbours(phone, T - 1_000)
    assert node(1) in graph.neighbours(phone, T - 1_001)


def test_events_are_counted_once_for_each_side_that_an_identifier_stands_on() -> None:
    graph = IdentityGraph(10)
    own, received = [(node(1), node(2)), (node(1), node(3))], [(node(4), node(1))]
    graph.enter([*own, *received], T, T, [], inbound=1)
    told = {found.key: (found.outbound, found.inbound) for found in nodes_of(graph)}
    assert told == {node(1): (1, 1), node(2): (1, 0), node(3): (1, 0), node(4): (0, 1)}


def test_where_records_run_out_the_oldest_identifier_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Links take records too: a clique of many needs more than its nodes are granted."""
    monkeypatch.setattr(arena, "SPARE_RECORDS", 8)
    graph = IdentityGraph(20)
    for one in range(1, 21):
        graph.apply([(node(one), node(other)) for other in range(1, one)], T + one, T + one)
        graph.confirm([node(one)], one, T, T + one)
        assert graph.arena.mem[layout.RECORDS] <= 3 * 20 + 8
    assert graph.dropped > 0
    assert nodes_of(graph)[-1].key == node(20)


def test_a_hub_that_is_dropped_has_a_log_as_long_as_it_needs() -> None:
    hub = node(1, Kind.PHONE)
    graph = IdentityGraph(3_000)
    graph.apply([(hub, node(n)) for n in range(1, 2_500)], T, T)
    as_it_was = canonical_graph(graph)
    undo = graph.apply([(node(n), node(n + 1)) for n in range(1, 2_490)], T + 1, T + 1)
    undo += graph.apply([(node(n), node(n + 1)) for n in range(3_000, 3_510)], T + 2, T + 2)
    assert graph.neighbours(hub, 0) == []
    take_back(undo)
    assert canonical_graph(graph) == as_it_was


def test_a_hub_that_expires_loses_its_links_in_several_events() -> None:
    hub = node(1, Kind.PHONE)
    graph = IdentityGraph(3_000)
    graph.apply([(hub, node(n)) for n in range(1, 602)], T, T)
    graph.type_hub(hub, HubType.NONE, 0, T - 1)
    graph.apply([(node(n), node(n + 1)) for n in range(1, 601)], T, T + 1)
    left = []
    for _ in range(3):
        graph.apply([], T + UNSEEN_MS, T + UNSEEN_MS)
        left.append(len(graph.neighbours(hub, 0)))
    assert left == [601 - EXPIRED_LINKS, 601 - 2 * EXPIRED_LINKS, 0]


def test_keys_use_all_64_bits() -> None:
    high, low = 2**64 - 13, (2**63 - 16) | Kind.PHONE
    graph = IdentityGraph(10)
    graph.apply([(high, low)], T, T)
    graph.confirm([high], 2**64 - 16, T, T)
    assert graph.neighbours(low, 0) == [high]
    assert graph.ring([low], T).case == 2**64 - 16


def test_a_walk_for_credit_goes_over_no_device() -> None:
    person, other = node(1), node(2)
    device, phone = node(3, Kind.DEVICE), node(4, Kind.PHONE)
    graph = tied([(person, device), (other, device), (person, phone)])
    graph.confirm([other], 7 << 4, T, T)
    for devices, size, hops in ((True, 4, 2), (False, 2, None), (True, 4, 2)):
        reach = graph.reach([person], T, devices=devices)
        ring = graph.ring([person], T + 3, devices=devices)
        assert (reach.size, reach.hops) == (ring.size, ring.hops) == (size, hops)
