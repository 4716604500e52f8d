"""The reviewer's picture of a case: what lies around it, laid out, as values for a console or a drawing.

See ``graph.neighbourhood`` for what is on it and ``graph.page`` for where it stands. The scoring path
never imports this module.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from data.identifiers import Kind, kind_of
from graph.neighbourhood import HOLDERS, Identifier, Link, Neighbourhood, reason_of
from graph.page import apart, layout

RADIUS: Final = 17.0
"""Of a node, in pixels, and the height of a line of text."""
LINE: Final = 15.0
EDGE_LABELS: Final = 30
"""With more links than this, a drawing says when and how often only on demand."""
_GAP: Final = 8.0

_Points: TypeAlias = NDArray[np.float64]


class PlacedNode(Struct, frozen=True):
    """An identifier on the page.

    Attributes:
        key: its node as 16 hexadecimal digits: the numbers of a browser are too short for it.
        kind: in lower case, as ``person``.
        label: a masked text, given by the caller; "" where nobody knew one.
        x, y: the middle, in pixels, from the upper left corner of all.
        own: one of the event's own identifiers.
        hops, first_ms, last_ms, links, hub, confirmed_ms, cleared_ms, left_out: see ``Identifier``.
    """

    key: str
    kind: str
    label: str
    x: float
    y: float
    own: bool
    hops: int
    first_ms: int
    last_ms: int
    links: int
    hub: str
    confirmed_ms: int | None
    cleared_ms: int | None
    left_out: int


class PlacedLink(Struct, frozen=True):
    """A link on the page.

    Attributes:
        one, other: places of its ends in the list of nodes.
        reason: kind of the shared key, as ``phone``: both ends stood on one party with it.
        first_ms, last_ms, times: when and in how many events.
        on_path: whether it is on the way to the nearest confirmed identifier.
    """

    one: int
    other: int
    reason: str
    first_ms: int
    last_ms: int
    times: int
    on_path: bool


class Picture(Struct, frozen=True):
    """What a console draws.

    Attributes:
        since_ms, until_ms: from when to when it looks.
        nodes, links: what is on the page.
        path: places of the nodes on the way to the nearest confirmed one; empty without one.
        shared: place of the key, no hub, that most holders share, if two do; else None.
        holders: places of those who share it.
        width, height: of the page, in pixels.
    """

    since_ms: int
    until_ms: int
    nodes: tuple[PlacedNode, ...]
    links: tuple[PlacedLink, ...]
    path: tuple[int, ...]
    centre: int | None
    members: tuple[int, ...]
    width: float
    height: float


def picture_of(around: Neighbourhood, labels: Mapping[int, str]) -> Picture:
    """Lay a neighbourhood out.

    Args:
        around: what is to be seen.
        labels: by key, a text that may be shown: masked by the caller, who knows the reader's role.
    """
    places = {found.key: n for n, found in enumerate(around.identifiers)}
    links = tuple(_link(link, places, around.path) for link in around.links)
    texts = [labels.get(found.key, "") for found in around.identifiers]
    boxes = np.array(
        [_box(found, text) for found, text in zip(around.identifiers, texts, strict=True)]
    )
    centre, members = _centre(around.identifiers, links)
    ends = [(link.one, link.other) for link in links]
    points = apart(layout(len(boxes), ends, centre or 0), boxes, ends)
    low, high = (points - boxes / 2).min(0), (points + boxes / 2).max(0)
    nodes = [
        _node(found, text, point)
        for found, text, point in zip(around.identifiers, texts, points - low, strict=True)
    ]
    return Picture(
        around.span.since_ms,
        around.span.until_ms,
        tuple(nodes),
        links,
        tuple(places[key] for key in around.path),
        centre,
        members,
        round(float(high[0] - low[0]), 1),
        round(float(high[1] - low[1]), 1),
    )


def text_width(text: str, size: float) -> float:
    """About how wide a text is in a usual typeface: Chinese characters are square, others narrower."""
    return sum(size if ord(sign) > 0x2E7F else 0.58 * size for sign in text)


def _link(link: Link, places: Mapping[int, int], path: tuple[int, ...]) -> PlacedLink:
    ends = {link.one, link.other}
    return PlacedLink(
        places[link.one],
        places[link.other],
        reason_of(kind_of(link.one), kind_of(link.other)),
        link.first_ms,
        link.last_ms,
        link.times,
        any(ends == set(step) for step in pairwise(path)),
    )


def _node(found: Identifier, label: str, point: _Points) -> PlacedNode:
    return PlacedNode(
        f"{found.key:016x}",
        found.kind.name.lower(),
        label,
        round(float(point[0]), 1),
        round(float(point[1]), 1),
        found.hops == 0,
        found.hops,
        found.first_ms,
        found.last_ms,
        found.links,
        found.hub,
        found.confirmed_ms,
        found.cleared_ms,
        found.left_out,
    )


def _centre(
    nodes: tuple[Identifier, ...], links: tuple[PlacedLink, ...]
) -> tuple[int | None, tuple[int, ...]]:
    """Who has most around it of one sort, no hub, and those: a key its holders, a holder its keys.

    Of equals a key goes before a holder, then the first in the list.
    """
    around: dict[tuple[int, Kind], list[int]] = {}
    for link in links:
        for one, other in ((link.one, link.other), (link.other, link.one)):
            kind, far = nodes[one].kind, nodes[other].kind
            if not nodes[one].hub and (kind in HOLDERS) != (far in HOLDERS):
                around.setdefault((one, Kind.PERSON if far in HOLDERS else far), []).append(other)

    def weight(found: tuple[int, Kind]) -> tuple[int, bool, int]:
        return len(around[found]), nodes[found[0]].kind not in HOLDERS, -found[0]

    best = max(around, key=weight, default=None)
    if best is None or len(around[best]) < 2:
        return None, ()
    return best[0], tuple(sorted(around[best]))


def _box(node: Identifier, label: str) -> tuple[float, float]:
    """Room that a node takes with its name and what is counted below it."""
    lines = bool(label) + bool(node.hub or node.left_out)
    wide = max(text_width(label, 13.0), 70.0 if lines else 0.0, 2 * RADIUS)
    return wide + _GAP, 2 * (RADIUS + LINE * max(lines, 1)) + _GAP
