"""What lies around a case in the identity graph: one and two links away, with the reason of each link.

Out of the live memory, as it is now; masked texts are known for the case's own identifiers only. It changes
nothing, but it belongs to the event loop: the graph changes between two steps of it.
"""

from itertools import pairwise
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from data.identifiers import kind_of
from data.instants import to_datetime
from data.records import OutcomeRecord
from data.subject import Subject
from graph.neighbourhood import Identifier, Link, Neighbourhood, Span, neighbourhood, reason_of
from risk.features.state import State
from risk.features.touch import touch_of
from risk.masked_labels import labels_of

MOST_STARTS: Final = 60
MOST: Final = 120
"""Identifiers of one picture: more can't be told apart on a screen."""
HOPS: Final = 2


class LinkedNode(Struct, frozen=True):
    """An identifier.

    Attributes:
        label: masked; "" for one that is not of the case itself.
        own: of the case itself; others are one or two links away.
        links: to identifiers of any age; ``left_out`` those that are not on the picture.
        hub: what it is, in lower case; "" for none. Nobody is met through a hub.
        confirmed_at: of the latest confirmed fraud on it; ``cleared_at`` of an honest event.
    """

    kind: str
    label: str
    own: bool
    hops: int
    links: int
    left_out: int
    hub: str
    confirmed_at: str | None
    cleared_at: str | None


class LinkedBy(Struct, frozen=True):
    """Why two identifiers hang together: they stood on one party of an event.

    Attributes:
        one, other: their places among the nodes.
        reason: kind of the shared key.
        first, last: of those events.
        times: how many events.
        on_path: whether it is on the way to the nearest confirmed fraud.
    """

    one: int
    other: int
    reason: str
    first: str
    last: str
    times: int
    on_path: bool


class CaseLinks(Struct, frozen=True):
    """The picture, as values: own identifiers first."""

    nodes: list[LinkedNode]
    links: list[LinkedBy]
    path: list[int]


class Middle(Struct, frozen=True):
    """What the picture begins from.

    Attributes:
        starts: the identifiers of the newest alerts.
        labels: their masked texts.
        known_ms: of the latest outcome: it is known, however much later it came.
        blind: whether marks of verdicts are left out, for a second look that must not see the first.
    """

    starts: list[int]
    labels: dict[int, str]
    known_ms: int
    blind: bool


def middle_of(
    subjects: dict[str, Subject], outcomes: list[OutcomeRecord], *, blind: bool
) -> Middle:
    """What the picture of some alerts begins from.

    Args:
        subjects: the alerts by event id, in order of the log.
        outcomes: of these alerts.
        blind: see ``Middle``.
    """
    newest = list(subjects.values())[::-1]
    own = [node for one in newest for node in (*touch_of(one).party, *touch_of(one).other)]
    starts = list(dict.fromkeys(own))[:MOST_STARTS]
    labels = {node: text for one in newest for node, text in labels_of(one).items()}
    return Middle(starts, labels, max((o.occurred_at_ms for o in outcomes), default=0), blind)


def case_links(state: State, middle: Middle) -> CaseLinks:
    """What lies around the alerts of a case.

    Args:
        state: the live memory.
        middle: the case.
    """
    until_ms = max(state.keeper.clock_ms, middle.known_ms)
    around = neighbourhood(state.graph, middle.starts, Span(0, until_ms), hops=HOPS, most=MOST)
    if middle.blind:
        around = replace(around, path=())
    places = {found.key: at for at, found in enumerate(around.identifiers)}
    nodes = [
        _node(found, middle.labels.get(found.key, ""), blind=middle.blind)
        for found in around.identifiers
    ]
    links = [_link(link, places, around) for link in around.links]
    return CaseLinks(nodes, links, [places[key] for key in around.path])


def _node(found: Identifier, label: str, *, blind: bool) -> LinkedNode:
    return LinkedNode(
        found.kind.name.lower(),
        label,
        found.hops == 0,
        found.hops,
        found.links,
        found.left_out,
        found.hub,
        None if blind else _told(found.confirmed_ms),
        None if blind else _told(found.cleared_ms),
    )


def _link(link: Link, places: dict[int, int], around: Neighbourhood) -> LinkedBy:
    ends = {link.one, link.other}
    return LinkedBy(
        places[link.one],
        places[link.other],
        reason_of(kind_of(link.one), kind_of(link.other)),
        to_datetime(link.first_ms).isoformat(),
        to_datetime(link.last_ms).isoformat(),
        link.times,
        any(ends == set(step) for step in pairwise(around.path)),
    )


def _told(instant_ms: int | None) -> str | None:
    return None if instant_ms is None else to_datetime(instant_ms).isoformat()
