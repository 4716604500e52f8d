"""A ring that tests of pictures draw: persons on one phone, each with a room, some of them confirmed."""

from typing import Final

from data.identifiers import Kind
from data.instants import DAY_MS
from graph.identity import IdentityGraph
from graph.neighbourhood import Span, neighbourhood
from graph.picture import Picture, picture_of
from tests.graph.stars import T, node

PHONE: Final = node(1, Kind.PHONE)
SPAN: Final = Span(0, T + 30 * DAY_MS)


def ring(persons: int = 4, bad: int = 2) -> IdentityGraph:
    graph = IdentityGraph(1_000)
    for n in range(1, persons + 1):
        pairs = [(node(n), PHONE), (node(n), node(n, Kind.UNIT))]
        graph.apply(pairs, T + n * DAY_MS, T)
    graph.confirm([node(n) for n in range(2, bad + 2)], 16, T + 20 * DAY_MS, T)
    return graph


def drawn(graph: IdentityGraph, *own: int, labels: dict[int, str] | None = None) -> Picture:
    return picture_of(neighbourhood(graph, own or (node(1), PHONE), SPAN), labels or {})
