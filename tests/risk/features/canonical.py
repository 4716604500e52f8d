"""A deep, comparable form of the whole state: everything that could change any later answer."""

from collections.abc import Iterator
from typing import Any

from data.recency import Link, Recency
from graph.identity import IdentityGraph, Node
from risk.features.facts import NEVER, Fact
from risk.features.index import Index
from risk.features.keeper import Keeper
from risk.features.state import State
from risk.features.windows import History

_VALUES = sorted(
    name
    for name in set(dir(Fact)) - set(dir(Link))
    if not name.startswith("_") and not callable(getattr(Fact, name))
)
"""Of the plain class and of the compiled one, which has no ``__slots__``."""


def canonical(state: State) -> dict[str, Any]:
    """The state as plain values."""
    return {
        "waiting": [(event, list(outcomes)) for event, outcomes in state._waiting.items()],
        "keeper": _keeper(state.keeper),
        "graph": canonical_graph(state.graph),
    }


def in_order(recency: Recency) -> Iterator[Link]:
    """Items from the one touched longest ago; checks the links back too."""
    head = recency._head
    item = head.after
    while item is not head:
        assert item.after.before is item and item.before.after is item
        yield item
        item = item.after


def _keeper(keeper: Keeper) -> dict[str, Any]:
    histories = [item for item in in_order(keeper._recency) if isinstance(item, History)]
    assert {h.key: h for h in histories} == keeper._histories
    assert len(histories) == len(keeper)
    return {
        "clock": keeper.clock_ms,
        "dropped": (keeper.dropped, keeper.dropped_facts),
        "histories": [_history(history) for history in histories],
        "events": {event: values_of(fact) for event, fact in keeper._events.items()},
        "order": [
            (fact.touched_ms, fact.event)
            for fact in in_order(keeper._event_recency)
            if isinstance(fact, Fact)
        ],
    }


def _history(history: History) -> tuple[Any, ...]:
    index = history._index
    if index is not None:
        fresh = Index(history.role, history.facts)
        assert _sums(index) == _sums(fresh)
        assert _values(index) == _values(fresh)
    told = (history.first_ms, history.touched_ms, history.delivered, history.failed)
    known = sorted(fact.known_ms for fact in history.facts if fact.known_ms != NEVER)
    frauds = history.frauds
    assert (frauds.known if frauds else []) == known
    assert (frauds.rows if frauds else []) == [f for f in history.facts if f.known_ms != NEVER]
    return (history.key, [values_of(fact) for fact in history.facts], told)


def values_of(fact: Fact) -> dict[str, Any]:
    """A fact as plain values; where it stands among the remembered is told elsewhere."""
    return {name: getattr(fact, name) for name in _VALUES}


def _sums(index: Index) -> dict[int, list[int]]:
    """Prefix sums from zero: where they start is not a fact."""
    return {s.field: [value - s.sums[0] for value in s.sums] for s in index.sums}


def _values(index: Index) -> dict[int, tuple[dict[int, int], list[int]]]:
    return {values.field: (values.last, values.order) for values in index.values}


def canonical_graph(graph: IdentityGraph) -> dict[str, Any]:
    """Nodes in order of recency, links in the order in which a walk takes them."""
    nodes = [item for item in in_order(graph._recency) if isinstance(item, Node)]
    assert {node.key: node for node in nodes} == graph._nodes
    for node in nodes:
        for other, edge in node.edges.items():
            assert graph._nodes[other].edges[node.key] is edge
    return {"dropped": graph.dropped, "nodes": [_node(node) for node in nodes]}


def _node(node: Node) -> tuple[Any, ...]:
    edges = [(key, e.last_ms) for key, e in node.edges.items()]
    return (node.key, node.touched_ms, node.confirmed, edges)
