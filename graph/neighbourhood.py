"""Who stands around some identifiers at an instant, with the reason of every link: for a reviewer.

Plain Python over the graph's records, and no part of scoring: an event's features come from
``graph.walks``, which looks at the same links with the same rule for hubs.

A hub (``graph.components``) is one node with the number of its links: nobody is met through it. At most
``MOST`` identifiers are kept. Which go first: the event's own and those on the way to the nearest
confirmed one; then the nearer before the farther; of equally near ones the confirmed, then the cleared,
then those that hang together with more of those met, then the last seen. Those left out are counted at
the identifiers that they hang on.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from data.identifiers import Kind, kind_of
from graph import components, reads
from graph import layout as at
from graph.hubs import HubType
from graph.identity import HUB_DEGREE, MAX_HOPS, IdentityGraph

HOLDERS: Final = (Kind.PERSON, Kind.ORG, Kind.MERCHANT)
"""Who can hold other identifiers. Those are the keys that holders share."""
MOST: Final = 150
MAX_LINKS: Final = 1_000
"""Links looked at of one identifier, the last seen: only one that is old and no hub has more."""
MAX_MET: Final = 5_000
"""Identifiers met before the best of them are kept: those that are met later are left out."""


class Span(Struct, frozen=True):
    """From when to when a picture looks.

    Attributes:
        since_ms: links last seen before it are left out.
        until_ms: the instant; links first seen and marks known after it are left out.
    """

    since_ms: int
    until_ms: int


class Identifier(Struct, frozen=True):
    """An identifier as it stands around an event.

    Attributes:
        key: its node.
        hops: links from the event's own identifiers, which have 0.
        first_ms, last_ms: its own events; 0 where it stood in none.
        links: to identifiers of any age.
        hub: "" for none, ``unknown``, or an analyst's type in lower case.
        confirmed_ms: the latest mark of a confirmed fraud, None without one.
        cleared_ms: the latest mark of an event found honest.
        case: the node of the event with the latest confirmed mark, 0 without one.
        left_out: its links in the span to identifiers that were left out.
    """

    key: int
    hops: int
    first_ms: int
    last_ms: int
    links: int
    hub: str
    confirmed_ms: int | None
    cleared_ms: int | None
    case: int
    left_out: int = 0

    @property
    def kind(self) -> Kind:
        """Its kind."""
        return kind_of(self.key)


class Link(Struct, frozen=True):
    """Two identifiers that stood together on one party: since when, until when, in how many events."""

    one: int
    other: int
    first_ms: int
    last_ms: int
    times: int


class Neighbourhood(Struct, frozen=True):
    """What lies around an event.

    Attributes:
        span: from when to when.
        identifiers: kept ones, in the order of the module's rule; the key decides last, so that a file
            gives one picture whatever the secret of its keys, but for such ties.
        links: all between kept ones, but those between two hubs.
        path: keys from one of the event's own to the nearest confirmed one; empty without one.
    """

    span: Span
    identifiers: tuple[Identifier, ...]
    links: tuple[Link, ...]
    path: tuple[int, ...]


def neighbourhood(
    graph: IdentityGraph, starts: Sequence[int], span: Span, *, hops: int = 2, most: int = MOST
) -> Neighbourhood:
    """What lies around identifiers; changes nothing.

    Args:
        graph: the identity graph.
        starts: an event's own identifiers, at most ``most``; those that it does not know stand alone.
        span: from when to when.
        hops: links that others may be away, 1 or 2.
        most: identifiers kept.
    """
    walk = _Walk(graph, span)
    walk.spread(starts)
    path = walk.path()
    order = _first(walk, {*starts, *path}, hops, most)
    places = {key: place for place, key in enumerate(order)}
    identifiers = tuple(_counted(walk, key, places) for key in order)
    return Neighbourhood(span, identifiers, tuple(_kept(walk, places)), path)


class _Walk:
    """A breadth-first walk over the links of a span, up to ``MAX_HOPS`` away."""

    def __init__(self, graph: IdentityGraph, span: Span) -> None:
        self._graph = graph
        self._span = span
        self.met: dict[int, Identifier] = {}
        self.links: dict[int, list[Link]] = {}
        self._by: dict[int, int] = {}

    def spread(self, starts: Sequence[int]) -> None:
        """Meet everybody, the event's own first; the links of hubs are not looked at."""
        edge = list(dict.fromkeys(starts))
        for key in edge:
            self.met[key] = identifier_at(self._graph, key, 0, self._span)
        for hops in range(MAX_HOPS):
            edge = [other for key in edge for other in self._around(key, hops)]

    def _around(self, key: int, hops: int) -> list[int]:
        """The identifiers that one brings in."""
        if self.met[key].hub:
            return []
        self.links[key] = list(_links(self._graph, key, self._span))
        room = max(MAX_MET - len(self.met), 0)
        new = [link.other for link in self.links[key] if link.other not in self.met][:room]
        for other in new:
            self.met[other] = identifier_at(self._graph, other, hops + 1, self._span)
            self._by[other] = key
        return new

    def path(self) -> tuple[int, ...]:
        """The way to the nearest confirmed identifier; of equally near ones to the first one met."""
        confirmed = [key for key, found in self.met.items() if found.confirmed_ms is not None]
        if not confirmed:
            return ()
        steps = [min(confirmed, key=lambda key: self.met[key].hops)]
        while steps[-1] in self._by:
            steps.append(self._by[steps[-1]])
        return tuple(reversed(steps))

    def ties(self, key: int) -> int:
        """Links to those that are no farther from the event."""
        hops = self.met[key].hops
        found = self.links.get(key, ())
        return sum(self.met[link.other].hops <= hops for link in found if link.other in self.met)


def _first(walk: _Walk, ahead: set[int], hops: int, most: int) -> list[int]:
    near = [key for key, found in walk.met.items() if found.hops <= hops or key in ahead]
    return sorted(near, key=lambda key: _rank(walk, key, ahead))[:most]


def _rank(walk: _Walk, key: int, ahead: set[int]) -> tuple[int | bool, ...]:
    found = walk.met[key]
    return (
        key not in ahead,
        found.hops,
        found.confirmed_ms is None,
        found.cleared_ms is None,
        -walk.ties(key),
        -found.last_ms,
        found.kind,
        key,
    )


def _kept(walk: _Walk, places: Mapping[int, int]) -> Iterator[Link]:
    """The links between kept ones, each told once; a hub's are told by its other ends."""
    told: set[tuple[int, int]] = set()
    for key in places:
        for link in walk.links.get(key, ()):
            ends = (min(key, link.other), max(key, link.other))
            if link.other in places and ends not in told:
                told.add(ends)
                yield link


def _counted(walk: _Walk, key: int, kept: Mapping[int, int]) -> Identifier:
    found = walk.met[key]
    outside = sum(link.other not in kept for link in walk.links.get(key, ()))
    return replace(found, left_out=outside)


def reason_of(one: Kind, other: Kind) -> str:
    """The kind of the end that is a key of the other: the one that is no holder, the later of two."""
    return max(one, other, key=lambda kind: (kind not in HOLDERS, kind)).name.lower()


def identifier_at(graph: IdentityGraph, key: int, hops: int, span: Span) -> Identifier:
    """An identifier as it stands at the end of a span, so many links from an event's own."""
    node = int(reads.address(graph.arena.mem, key))
    if node == 0:
        return Identifier(key, hops, 0, 0, 0, "", None, None, 0)
    mem = graph.arena.mem.data  # gives plain integers, at half the time of the array
    marks = [mark & ~15 for mark in _hooks(mem, node + at.MARKED)]
    told = [(mem[mark + at.MARK_MS], mark) for mark in marks]
    told = [(known_ms, mark) for known_ms, mark in told if known_ms <= span.until_ms]
    bad = [(known_ms, mark) for known_ms, mark in told if mem[mark + at.IS_FRAUD]]
    good = [known_ms for known_ms, mark in told if not mem[mark + at.IS_FRAUD]]
    seen = mem[node + at.SINCE] != at.NEVER
    return Identifier(
        key,
        hops,
        mem[node + at.SINCE] if seen else 0,
        mem[node + at.LAST] if seen else 0,
        mem[node + at.DEGREE],
        hub_name(graph, key, mem[node + at.HUB], mem[node + at.DEGREE], span),
        max(bad)[0] if bad else None,
        max(good) if good else None,
        mem[max(bad)[1] + 1] % (1 << 64) if bad else 0,
    )


def hub_name(graph: IdentityGraph, key: int, said: int, links: int, span: Span) -> str:
    """What kind of hub an identifier is at the instant, by an analyst or by its links; "" for none.

    Args:
        graph: the identity graph.
        key: the identifier.
        said: its record's word ``HUB``.
        links: how many it has, of any age.
        span: its end is the instant.
    """
    if said & 15 != HubType.NONE and said >> 4 > span.until_ms:
        return HubType(said & 15).name.lower()
    if links <= HUB_DEGREE:
        return ""
    since_ms = span.until_ms - components.RING_HUB_MS
    live = _links(graph, key, Span(since_ms + 1, span.until_ms))
    count = sum(kind_of(link.other) in components.HUB_KINDS for link in live)
    return "unknown" if count > HUB_DEGREE else ""


def _links(graph: IdentityGraph, key: int, span: Span) -> Iterator[Link]:
    """The links of an identifier in a span, the last seen first, at most ``MAX_LINKS`` looked at."""
    node = int(reads.address(graph.arena.mem, key))
    mem = graph.arena.mem.data
    for hook in islice(_hooks(mem, node + at.LINKS), MAX_LINKS) if node else ():
        edge = hook & ~15
        other = mem[edge + 1 - (hook & 15) + at.HOOK] & ~15
        first_ms, last_ms = mem[edge + at.SINCE], mem[edge + at.LAST]
        if first_ms <= span.until_ms and last_ms >= span.since_ms:
            key_of_other = mem[other + at.KEY] % (1 << 64)
            yield Link(key, key_of_other, first_ms, last_ms, mem[edge + at.COUNT])


def _hooks(mem: "memoryview[int]", owner: int) -> Iterator[int]:
    hook = mem[owner]
    while hook != owner:
        yield hook
        hook = mem[hook]
