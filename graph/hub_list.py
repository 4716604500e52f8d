"""The hubs of the whole graph, for whoever types them; no part of scoring.

The walk goes in steps, because the process that asks may also score: between two of them events may enter.
"""

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from graph import layout as at
from graph import reads
from graph.identity import HUB_DEGREE, IdentityGraph
from graph.neighbourhood import Span, hub_name

STEP_RECORDS: Final = 4_096
"""Records that one step looks at: half a megabyte, well under a millisecond."""

_Words: TypeAlias = NDArray[np.int64]


class Hub(Struct, frozen=True):
    """A shared identifier through which nobody is tied: its key, its name as a hub, and its links."""

    key: int
    name: str
    links: int


def hub_steps(graph: IdentityGraph, at_ms: int) -> Iterator[Hub | None]:
    """All hubs at an instant, one item a step: a hub, or None for a step that found none.

    A step looks at ``STEP_RECORDS`` records, or names one of those that may be hubs. The graph may change
    between steps, never within one: what has gone meanwhile is not told of, what has come behind the walk is
    missed, and what was dropped and came back may be told of twice.
    """
    mem = graph.arena.mem
    end = int(mem[at.TOP])
    for start in range(at.FIRST, end, STEP_RECORDS * at.RECORD):
        yield None
        for key in _candidates(mem[start : min(start + STEP_RECORDS * at.RECORD, end)]):
            yield _hub_at(graph, key, at_ms)


def hubs_of(graph: IdentityGraph, at_ms: int) -> list[Hub]:
    """The same in one go, those with most links first."""
    found = {hub.key: hub for hub in hub_steps(graph, at_ms) if hub is not None}
    return sorted(found.values(), key=lambda hub: (-hub.links, hub.key))


def _candidates(words: _Words) -> list[int]:
    """Keys of nodes that many links or an analyst may make a hub; also of nodes that are freed by now."""
    table = words.reshape(-1, at.RECORD)
    maybe = (table[:, 0] == 0) & ((table[:, at.DEGREE] > HUB_DEGREE) | (table[:, at.HUB] & 15 != 0))
    keys: list[int] = table[maybe, at.KEY].view("u8").tolist()
    return keys


def _hub_at(graph: IdentityGraph, key: int, at_ms: int) -> Hub | None:
    mem = graph.arena.mem
    node = int(reads.address(mem, key))  # a freed record is not in the index
    if node == 0:
        return None
    links = int(mem[node + at.DEGREE])
    name = hub_name(graph, key, int(mem[node + at.HUB]), links, Span(0, at_ms))
    return Hub(key, name, links) if name else None


def records_of(graph: IdentityGraph) -> tuple[Any, _Words]:
    """The records in use, one a row, and their addresses."""
    mem = graph.arena.mem
    table = mem[at.FIRST : mem[at.TOP]].reshape(-1, at.RECORD)
    used = np.ones(len(table), np.bool_)
    record = int(mem[at.FREE])
    while record:
        used[(record - at.FIRST) // at.RECORD] = False
        record = int(mem[record + at.HOOK])
    return table[used], at.FIRST + np.flatnonzero(used) * at.RECORD
