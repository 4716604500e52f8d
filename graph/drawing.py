"""A picture as SVG: plain text, which every browser draws in its own typefaces, Chinese ones too.

Colours are of Okabe and Ito (2008), told apart by the colour-blind, and none is alone: what is confirmed
also bears a cross, what is cleared a tick. Red means confirmed fraud and nothing else. A full disc is
somebody, a ring is something that can be shared.
"""

from collections.abc import Iterator
from html import escape
from math import log2
from typing import Final

from graph import picture_words as words
from graph.picture import (
    EDGE_LABELS,
    LINE,
    RADIUS,
    Picture,
    PlacedLink,
    PlacedNode,
    text_width,
)

INK: Final = "#1f2937"
QUIET: Final = "#5b6675"
LINK: Final = "#aab4c0"
PLAIN: Final = "#0072b2"
CONFIRMED: Final = "#c8281e"
CLEARED: Final = "#009e73"
HUB: Final = "#8a8f98"
_PAPER: Final = "#ffffff"
_FONTS: Final = "'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',system-ui,sans-serif"
_MARGIN: Final = 32.0
_HEAD: Final = 138.0
_LEAST_WIDTH: Final = 720.0
_LEGEND_ROW: Final = 34.0
_GLYPHS: Final = {
    "person": "M0-1.2a3.6 3.6 0 1 0 0-7.2 3.6 3.6 0 0 0 0 7.2zM-6.6 8.2c0-9 13.2-9 13.2 0z",
    "org": "M-5.5 8V-8H5.5V8zM-2-4h.2M2-4h.2M-2 0h.2M2 0h.2M-2 4h.2M2 4h.2",
    "merchant": "M-8-2.5-6-7.5H6L8-2.5zM-6-2.5V8H6V-2.5M-1.5 8V2.5h3V8",
    "phone": "M-4.5-8.5h9v17h-9zM-1 5.8h2",
    "unit": "M-8.5-.5 0-8 8.5-.5M-5.8-2.5V7.5H5.8V-2.5M-1.5 7.5V2.5h3v5",
    "account": "M-8.5-5.5h17v11h-17zM-8.5-2h17M-5.5 2.5h4",
    "device": "M-8-7.5H8v10.5H-8zM0 3v4.5M-4.5 7.5h9",
    "agent": "M-8-3.5H8v10.5H-8zM-3-3.5v-3.5h6v3.5M-8 1H8",
}
_OTHER: Final = "M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z"


def svg_of(picture: Picture) -> str:
    """A picture with its headline and legend; the same picture gives the same text."""
    head = words.headline(picture)
    told = [words.way(picture), words.time_range(picture)]
    zh, en = ("  ·  ".join(each) for each in zip(*told, strict=True))
    texts = (text_width(head[1], 24), text_width(zh, 13), text_width(en, 13))
    width = max(picture.width, _LEAST_WIDTH, *texts) + 2 * _MARGIN
    legend = list(_legend(picture, width - 2 * _MARGIN))
    rows = 1 + max((row for row, _, _ in legend), default=0)
    foot = _HEAD + picture.height + _MARGIN
    height = foot + rows * _LEGEND_ROW + _MARGIN / 2
    shift_x = (width - picture.width) / 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" font-family="{_FONTS}" role="img">',
        f"<title>{escape(head[1])} / {escape(head[0])}</title>",
        f'<rect width="100%" height="100%" fill="{_PAPER}"/>',
        _text(_MARGIN, 42, head[1], size=23, colour=INK, weight=700),
        _text(_MARGIN, 68, head[0], size=17, colour=INK, weight=700),
        _text(_MARGIN, 92, en, size=13, colour=QUIET),
        _text(_MARGIN, 111, zh, size=13, colour=QUIET),
        f'<g transform="translate({shift_x:.1f} {_HEAD:.1f})">',
        *_links(picture),
        *(_node(node) for node in picture.nodes),
        "</g>",
        f'<g transform="translate({_MARGIN} {foot:.1f})">',
        f'<path d="M0-8H{width - 2 * _MARGIN:.0f}" stroke="{LINK}" stroke-width="1"/>',
        *(
            f'<g transform="translate({x:.1f} {row * _LEGEND_ROW + 18:.1f})">{drawn}</g>'
            for row, x, drawn in legend
        ),
        "</g></svg>",
    ]
    return "\n".join(parts) + "\n"


def _links(picture: Picture) -> Iterator[str]:
    for link in picture.links:
        one, other = picture.nodes[link.one], picture.nodes[link.other]
        wide = min(1.5 + log2(max(link.times, 1)), 5.0)
        yield (
            f'<path d="M{one.x} {one.y}L{other.x} {other.y}" stroke="{INK if link.on_path else LINK}" '
            f'stroke-width="{max(wide, 3.0) if link.on_path else wide:.1f}">'
            f"<title>{escape(_why(link, one, other))}</title></path>"
        )
    if len(picture.links) <= EDGE_LABELS:
        yield from (_when(picture, link) for link in picture.links)


def _when(picture: Picture, link: PlacedLink) -> str:
    one, other = picture.nodes[link.one], picture.nodes[link.other]
    days = words.link_days(link.first_ms, link.last_ms)
    times = f" ×{link.times}" if link.times > 1 else ""
    # A little nearer to the end with the shorter name, which leaves more of the link free.
    part = 0.42 if len(one.label) < len(other.label) else 0.58
    x, y = one.x + part * (other.x - one.x), one.y + part * (other.y - one.y) + 4
    return _text(x, y, days[5:] + times, size=10.5, colour=QUIET, anchor="middle", halo=True)


def _why(link: PlacedLink, one: PlacedNode, other: PlacedNode) -> str:
    zh, en = words.KINDS[link.reason]
    days = words.link_days(link.first_ms, link.last_ms)
    ends = " – ".join(node.label or words.KINDS[node.kind][1] for node in (one, other))
    return f"{ends}: {zh} {en}, {days}, ×{link.times}"


def _node(node: PlacedNode) -> str:
    colour = _colour(node)
    ring = (
        f'<circle r="{RADIUS + 5}" fill="none" stroke="{INK}" stroke-width="2.5"/>'
        if node.own
        else ""
    )
    marks = _badge(CONFIRMED) if node.confirmed_ms is not None else ""
    marks += _badge(CLEARED) if node.cleared_ms is not None and not marks else ""
    return (
        f'<g transform="translate({node.x} {node.y})">'
        f"<title>{escape(_who(node))}</title>{ring}"
        f"{_disc(node.kind, colour, hub=bool(node.hub))}{marks}{''.join(_below(node))}</g>"
    )


def _colour(node: PlacedNode) -> str:
    if node.hub:
        return HUB
    if node.confirmed_ms is not None:
        return CONFIRMED
    return CLEARED if node.cleared_ms is not None else PLAIN


def _who(node: PlacedNode) -> str:
    zh, en = words.KINDS[node.kind]
    told = [f"{zh} {en} {node.label}".strip()]
    if node.hub:
        told.append(" ".join(words.HUBS[node.hub]))
    if node.confirmed_ms is not None:
        told.append(f"{' '.join(words.CONFIRMED)} {words.date_of(node.confirmed_ms)}")
    if node.cleared_ms is not None:
        told.append(f"{' '.join(words.CLEARED)} {words.date_of(node.cleared_ms)}")
    return "; ".join(told)


def _below(node: PlacedNode) -> Iterator[str]:
    y = RADIUS + LINE + (3 if node.own else 0)
    if node.label:
        weight = 700 if node.own else 400
        yield _text(
            0, y, node.label, size=13, colour=INK, anchor="middle", weight=weight, halo=True
        )
        y += LINE
    more = f"{words.HUBS[node.hub][0]} {node.links:,}" if node.hub else f"+{node.left_out}"
    if node.hub or node.left_out:
        yield _text(0, y, more, size=11, colour=QUIET, anchor="middle", halo=True)


def _disc(kind: str, colour: str, *, hub: bool = False) -> str:
    holder = kind in words.HOLDER_KINDS
    fill, ink = (colour, _PAPER) if holder else (_PAPER, colour)
    r = RADIUS
    shape = (
        f'<path d="M{-r} 0 {-r / 2} {-0.87 * r:.1f}H{r / 2}L{r} 0 {r / 2} {0.87 * r:.1f}H{-r / 2}z" '
        if hub
        else f'<circle r="{r}" '
    )
    solid = ink if kind == "person" else "none"
    return (
        f'{shape}fill="{fill}" stroke="{colour}" stroke-width="2.5"/>'
        f'<path d="{_GLYPHS.get(kind, _OTHER)}" fill="{solid}" stroke="{ink}" stroke-width="1.6" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _badge(colour: str) -> str:
    sign = "M-3-3 3 3M3-3-3 3" if colour == CONFIRMED else "M-3.5 0-1 2.8 3.5-2.8"
    return (
        f'<g transform="translate(13 -13)"><circle r="7" fill="{_PAPER}" stroke="{colour}" '
        f'stroke-width="1.8"/><path d="{sign}" fill="none" stroke="{colour}" stroke-width="2" '
        'stroke-linecap="round"/></g>'
    )


def _legend(picture: Picture, width: float) -> Iterator[tuple[int, float, str]]:
    """Row, place in it and drawing of what is on the page and nothing else."""
    row, x = 0, 16.0
    for drawn, (zh, en) in _entries(picture):
        text = f"{zh} {en}"
        wide = 22 + text_width(text, 13) + 44
        if x + wide - 44 > width and x > 16.0:
            row, x = row + 1, 16.0
        yield (
            row,
            x,
            f'<g transform="scale(.68)">{drawn}</g>{_text(22, 5, text, size=13, colour=INK)}',
        )
        x += wide


def _entries(picture: Picture) -> Iterator[tuple[str, words.Pair]]:
    nodes = picture.nodes
    kinds = {node.kind for node in nodes}
    yield from ((_disc(kind, PLAIN), pair) for kind, pair in words.KINDS.items() if kind in kinds)
    if any(node.confirmed_ms is not None for node in nodes):
        yield f'<circle r="{RADIUS}" fill="{CONFIRMED}"/>' + _badge(CONFIRMED), words.CONFIRMED
    if any(node.confirmed_ms is None and node.cleared_ms is not None for node in nodes):
        yield f'<circle r="{RADIUS}" fill="{CLEARED}"/>' + _badge(CLEARED), words.CLEARED
    yield f'<circle r="{RADIUS + 2}" fill="none" stroke="{INK}" stroke-width="3.5"/>', words.OWN
    if any(node.hub for node in nodes):
        yield _disc("", HUB, hub=True), words.HUB
    if any(node.left_out and not node.hub for node in nodes):
        yield _text(0, 6, "+4", size=20, colour=QUIET, anchor="middle"), words.MORE


def _text(
    x: float,
    y: float,
    text: str,
    *,
    size: float,
    colour: str,
    anchor: str = "start",
    weight: int = 400,
    halo: bool = False,
) -> str:
    around = f' stroke="{_PAPER}" stroke-width="4" paint-order="stroke" stroke-linejoin="round"'
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" font-weight="{weight}" '
        f'text-anchor="{anchor}"{around if halo else ""}>{escape(text)}</text>'
    )
