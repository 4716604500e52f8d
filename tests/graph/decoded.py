"""The arrays of the identity graph told as plain values, with everything checked that must agree."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from graph import layout as at
from graph.identity import IdentityGraph


class Tie(NamedTuple):
    """A link as one end sees it."""

    other: int
    first_ms: int
    last_ms: int
    times: int
    rank: int


class Node(NamedTuple):
    """An identifier."""

    key: int
    touched_ms: int
    first_ms: int
    last_ms: int
    outbound: int
    inbound: int
    hub: int
    ties: tuple[Tie, ...]
    marks: tuple[tuple[int, int, int], ...]


def nodes_of(graph: IdentityGraph) -> list[Node]:
    """Nodes from the one touched longest ago, each with its links in order."""
    mem = graph.arena.mem[: graph.arena.mem[at.TOP]].tolist()
    nodes = [_node(mem, hook & ~15) for hook in _hooks(mem, at.RECENCY)]
    links = {(node.key, tie.other): tie[1:4] for node in nodes for tie in node.ties}
    assert all(links[other, one] == tie for (one, other), tie in links.items())
    marks = sum(len(node.marks) for node in nodes)
    assert mem[at.NODES] == len(nodes) == len(graph)
    assert mem[at.EDGES] * 2 == len(links) == sum(len(node.ties) for node in nodes)
    assert mem[at.MARKS] == marks
    assert mem[at.RECORDS] == len(nodes) + len(links) // 2 + marks == len(_indexed(graph, mem))
    return nodes


def canonical_graph(graph: IdentityGraph) -> dict[str, Any]:
    """Everything that could change a later answer."""
    return {"dropped": graph.dropped, "nodes": nodes_of(graph)}


def _hooks(mem: list[int], owner: int) -> Iterator[int]:
    hook = mem[owner]
    while hook != owner:
        assert mem[mem[hook] + at.BACK] == mem[mem[hook + at.BACK]] == hook
        yield hook
        hook = mem[hook]


def _node(mem: list[int], node: int) -> Node:
    ties = tuple(_tie(mem, node, hook) for hook in _hooks(mem, node + at.LINKS))
    marks = [hook & ~15 for hook in _hooks(mem, node + at.MARKED)]
    assert all(mem[mark] == -node for mark in marks)
    said = [mem[mark + at.IS_FRAUD] for mark in marks]
    assert said == sorted(said, reverse=True), "what confirms comes first"
    assert len(ties) == mem[node + at.DEGREE]
    ranks = [tie.rank for tie in ties]
    assert ranks == sorted(ranks, reverse=True)
    assert all(tie.rank >= tie.last_ms >= tie.first_ms for tie in ties)
    told = [(mem[mark + 1], mem[mark + at.MARK_MS], mem[mark + at.IS_FRAUD]) for mark in marks]
    return Node(
        mem[node + at.KEY] % 2**64,
        mem[node + at.TOUCHED],
        mem[node + at.SINCE],
        mem[node + at.LAST],
        mem[node + at.OUTBOUND],
        mem[node + at.INBOUND],
        mem[node + at.HUB],
        ties,
        tuple(told),
    )


def _tie(mem: list[int], node: int, hook: int) -> Tie:
    edge, end = hook & ~15, (hook & 15) - at.HOOK
    own, other = mem[edge + end], mem[edge + 1 - end]
    assert own & ~15 == node
    assert mem[edge] & ~15 < mem[edge + 1] & ~15
    assert mem[(other & ~15) + at.KEY] & 15 == other & 15
    key = mem[(other & ~15) + at.KEY] % 2**64
    return Tie(
        key, mem[edge + at.SINCE], mem[edge + at.LAST], mem[edge + at.COUNT], mem[hook + at.TO_RANK]
    )


def _indexed(graph: IdentityGraph, mem: list[int]) -> set[int]:
    found: set[int] = set()
    for record in graph.arena.mem[mem[at.TABLE] :][: mem[at.BUCKETS]].tolist():
        while record:
            assert record not in found
            found.add(record)
            record = mem[record + at.CHAIN]
    return found
