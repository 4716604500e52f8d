"""Closeness against NetworkX's personalised PageRank, and what changes it at once."""

import networkx as nx
import pytest

from data.identifiers import Kind
from data.instants import DAY_MS
from graph import links
from graph.identity import UNSEEN_MS
from tests.graph.stars import T, node, star


def test_closeness_is_a_personalised_pagerank() -> None:
    """NetworkX's exact one differs by the steps that are not taken, at most 0.75^16."""
    graph = star(6)
    graph.apply([(node(2), node(9, Kind.UNIT)), (node(7), node(9, Kind.UNIT))], T + 10, T + 10)
    graph.confirm([node(7)], 16, T + 10, T + 10)
    at_ms = T + 10
    picture = nx.Graph()
    for n in range(1, 7):
        fresh = 1 - (10 - n) / links.LIVES_MS[Kind.PHONE]
        picture.add_edge(node(n), node(1, Kind.PHONE), weight=3.0 * fresh)
    picture.add_edge(node(2), node(9, Kind.UNIT), weight=2.0)
    picture.add_edge(node(7), node(9, Kind.UNIT), weight=2.0)
    exact = nx.pagerank(picture, alpha=0.75, personalization={node(1): 1.0}, tol=1e-12)
    assert graph.ring([node(1)], at_ms).closeness == pytest.approx(exact[node(7)], abs=0.75**16)


def test_an_old_case_weighs_less_and_a_lifted_one_nothing() -> None:
    graph = star(3)
    graph.confirm([node(3)], 16, T, T)
    graph.apply([(node(1), node(1, Kind.PHONE))], T + 60 * DAY_MS, T + 60 * DAY_MS)
    graph.apply([(node(3), node(1, Kind.PHONE))], T + 60 * DAY_MS, T + 60 * DAY_MS)
    told = graph.ring([node(3)], T + 60 * DAY_MS).closeness
    graph.lift([node(3)], 16)
    assert graph.ring([node(3)], T + 60 * DAY_MS).closeness == 0.0
    graph.confirm([node(3)], 16, T + 60 * DAY_MS, T + 60 * DAY_MS)
    fresh = graph.ring([node(3)], T + 60 * DAY_MS).closeness
    assert told == pytest.approx(fresh * (1 - 60 * DAY_MS / UNSEEN_MS))


def test_an_event_of_hubs_alone_is_close_to_nothing() -> None:
    graph = star(60)
    graph.confirm([node(1, Kind.PHONE)], 16, T, T)
    found = graph.ring([node(1, Kind.PHONE)], T + 60)
    assert (found.size, found.closeness, found.unknown_hubs) == (0, 0.0, 1)
