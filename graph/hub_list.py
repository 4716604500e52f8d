"""The hubs of the whole graph at an instant, for whoever types them; no part of scoring."""

from typing import Any, TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from graph import layout as at
from graph.identity import HUB_DEGREE, IdentityGraph
from graph.neighbourhood import Span, hub_name

_Words: TypeAlias = NDArray[np.int64]


class Hub(Struct, frozen=True):
    """A shared identifier through which nobody is tied: its key, its name as a hub, and its links."""

    key: int
    name: str
    links: int


def hubs_of(graph: IdentityGraph, at_ms: int) -> list[Hub]:
    """All hubs at an instant, those with most links first."""
    table, addresses = records_of(graph)
    maybe = (table[:, 0] == 0) & ((table[:, at.DEGREE] > HUB_DEGREE) | (table[:, at.HUB] & 15 != 0))
    found = []
    for row in table[maybe]:
        key = int(row[at.KEY]) % (1 << 64)
        if name := hub_name(graph, key, int(row[at.HUB]), Span(0, at_ms)):
            found.append(Hub(key, name, int(row[at.DEGREE])))
    assert len(addresses) == len(table), "each record has its address"  # noqa: S101  an invariant
    return sorted(found, key=lambda hub: (-hub.links, hub.key))


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
