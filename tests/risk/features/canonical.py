"""A deep, comparable form of the whole state: everything that could change any later answer."""

from collections.abc import Iterator
from typing import Any

from data.recency import Link, Recency
from risk.features.facts import NEVER, Fact
from risk.features.index import Index
from risk.features.keeper import Keeper
from risk.features.state import State
from risk.features.windows import History
from tests.graph.decoded import canonical_graph

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
    times = (history.first_ms, history.touched_ms, history.account_changed_ms)
    parcels = (history.delivered, history.failed, history.signed_fast)
    told = (*times, *parcels, history.complaints, history.claims, history.overdue)
    known = sorted(fact.known_ms for fact in history.facts if fact.known_ms != NEVER)
    frauds = history.frauds
    assert (frauds.known if frauds else []) == known
    rows, facts = frauds.rows if frauds else [], [f for f in history.facts if f.known_ms != NEVER]
    # Of one instant, in the order in which they became known: no window tells them apart.
    assert [fact.at_ms for fact in rows] == [fact.at_ms for fact in facts]
    assert {id(fact) for fact in rows} == {id(fact) for fact in facts}
    return (history.key, [values_of(fact) for fact in history.facts], told)


def values_of(fact: Fact) -> dict[str, Any]:
    """A fact as plain values; where it stands among the remembered is told elsewhere."""
    return {name: getattr(fact, name) for name in _VALUES}


def _sums(index: Index) -> dict[int, list[int]]:
    """Prefix sums from zero: where they start is not a fact."""
    return {s.field: [value - s.sums[0] for value in s.sums] for s in index.sums}


def _values(index: Index) -> dict[int, tuple[dict[int, int], list[int]]]:
    return {values.field: (values.last, values.order) for values in index.values}
