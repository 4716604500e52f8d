"""Small graphs that tests of rings begin with."""

from typing import Final

from data.identifiers import Kind
from graph.identity import IdentityGraph

T: Final = 1_767_225_600_000


def node(number: int, kind: Kind = Kind.PERSON) -> int:
    return number << 4 | kind


def star(size: int, kind: Kind = Kind.PHONE) -> IdentityGraph:
    graph = IdentityGraph(10 * size)
    for n in range(1, size + 1):
        graph.apply([(node(n), node(1, kind))], T + n, T + n)
    return graph
