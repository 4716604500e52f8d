"""Rings: who hangs together with an event's identifiers over strong links, as of its instant.

A ring is the connected component over strong links that are live at the instant, through identifiers
that are no hubs. It is found when it is read, by a breadth-first walk from the event's identifiers over
the links of each, newest first. The other way, a union-find kept up to date, answers faster but cannot
delete: a link that expires, a hub that is recognised or a window that moves would ask for it to be built
anew, and every event would have to be undone in it. The walk needs no repair, sees any instant, and is
exact as long as no bound is met.

Its cost is bounded by ``MAX_MET`` identifiers and ``MAX_LOOKS`` links looked at, whatever hangs
together: two cache lines each. A ring that meets a bound says so (``bounded``), and what it counts is
what lies nearest. Lists are ordered by the last sighting, so a hub with a million links costs what one
with a hundred does.

A hub is met and counted, but is no member, and the walk does not go through it (DOMAIN 2.0): one of
which an analyst's word still holds, be it "unknown", or one with more than ``HUB_DEGREE`` links in 90 days
to identifiers that stand for a person. Those are persons, organisations and merchants, and phones, which
stand for the receivers whose document nobody has asked for.
"""

import struct
from typing import Any, Final

from msgspec import Struct

from data.identifiers import Kind
from data.instants import DAY_MS
from graph import layout as at

MAX_MET: Final = 64
MAX_LOOKS: Final = 512
RING_HUB_MS: Final = 90 * DAY_MS
HUB_KINDS: Final = (Kind.PERSON, Kind.ORG, Kind.MERCHANT, Kind.PHONE)

_KIND_NAMES: Final = [kind.name.lower() for kind in sorted(Kind)]
_RING: Final = struct.Struct("=2qQ21q2d48x16q")
_REACH: Final = struct.Struct("=2qQ3q")
_START: Final = 8 * at.RESULT


class Reach(Struct, frozen=True, gc=False):
    """What a bounded walk over links of any age found.

    Attributes:
        size: identifiers met, the event's own included, counted up to ``MAX_WALK``.
        hops: links to the nearest identifier of a confirmed fraud (0: one of the event's own).
        path: kinds of identifier on the way there.
        confirmed_near: confirmed identifiers at most one link away.
    """

    size: int
    hops: int | None
    path: tuple[str, ...]
    confirmed_near: int


class Met(Struct, frozen=True, gc=False):
    """A hub that a walk has met.

    Attributes:
        key: the identifier.
        hops: links from the event's own identifiers, which have 0.
        typed: whether an analyst has given it a type that explains it.
        told: whether an analyst has said anything of it: then its behaviour says no more.
    """

    key: int
    hops: int
    typed: bool
    told: bool


class Crowd(Struct, frozen=True, gc=False):
    """The own events and ages of some members that the graph knows.

    Attributes:
        size: how many there are; a mean is a sum over it.
        events: events in which they stood, added; on both sides of one counts twice.
        age_ms: since they were first seen, each up to two years, added.
    """

    size: int
    events: int
    most_events: int
    age_ms: int
    most_age_ms: int


class Ring(Struct, frozen=True, gc=False):
    """The component of an event's identifiers; see the module.

    Attributes:
        size: members, the event's own identifiers included.
        hops: links to the nearest confirmed member (0: one of the event's own), None without one.
        path: kinds of identifier on the way there, from the event's own on.
        case: the node of the event that was confirmed, of several the one told last; 0 without one.
        case_ms: since when that is known.
        confirmed, cleared: members with such a mark; one may have both.
        links: live strong links between members.
        age_ms: since the first sighting of the oldest of them, up to two years.
        new_24h, new_7d: members first seen so recently; those the graph does not know are not in it.
        bounded: whether a bound was met, so that there is more.
        unknown_hubs, typed_hubs: hubs met.
        crowd: all members that the graph knows.
        near: those one link away from the event's own.
        closeness: to confirmed fraud, 0 to 1; see ``graph.propagation``.
        suspiciousness: of the densest part; see ``graph.density``.
        kinds: members by kind, in the order of ``Kind``.
    """

    size: int
    hops: int | None
    path: tuple[str, ...]
    case: int
    case_ms: int
    confirmed: int
    cleared: int
    links: int
    age_ms: int
    new_24h: int
    new_7d: int
    bounded: bool
    unknown_hubs: int
    typed_hubs: int
    crowd: Crowd
    near: Crowd
    closeness: float
    suspiciousness: float
    kinds: tuple[int, ...]


def reach_on(pad: memoryview) -> Reach:
    """What the walk ``reach`` has left on a pad."""
    size, hops, _, _, steps, near = _REACH.unpack_from(pad, _START)
    return Reach(size, None if hops < 0 else hops, _path(pad, steps), near)


def ring_on(pad: memoryview) -> Ring:
    """What the walk ``ring`` has left on a pad."""
    told: tuple[Any, ...] = _RING.unpack_from(pad, _START)
    size, hops, case, case_ms, steps, confirmed, cleared, ties, age_ms, new_24h, new_7d = told[:11]
    bounded, unknown_hubs, typed_hubs, known, near = told[11:16]
    events, most_events, ages_ms, most_age_ms = told[16:20]
    near_events, near_most_events, near_ages_ms, near_most_age_ms = told[20:24]
    return Ring(
        size,
        None if hops < 0 else hops,
        _path(pad, steps),
        case,
        case_ms,
        confirmed,
        cleared,
        ties,
        age_ms,
        new_24h,
        new_7d,
        bounded == 1,
        unknown_hubs,
        typed_hubs,
        Crowd(known, events, most_events, ages_ms, most_age_ms),
        Crowd(near, near_events, near_most_events, near_ages_ms, near_most_age_ms),
        told[24],
        told[25],
        told[26:],
    )


def met_on(pad: memoryview) -> list[Met]:
    """The hubs among those that the walk ``ring`` has left on a pad, in the order of the walk."""
    places = range(pad[at.RESULT + at.N_MET])
    return [
        Met(
            pad[at.ITS_KEY + place] % (1 << 64),
            pad[at.DEPTH + place],
            pad[at.IS_HUB + place] == at.TYPED_HUB,
            pad[at.IS_HUB + place] != at.UNKNOWN_HUB,
        )
        for place in places
        if pad[at.IS_HUB + place]
    ]


def _path(pad: memoryview, steps: int) -> tuple[str, ...]:
    if not steps:
        return ()
    return tuple([_KIND_NAMES[kind] for kind in pad[at.PATH : at.PATH + steps].tolist()])
