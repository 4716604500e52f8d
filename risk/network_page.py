"""The network report as Markdown, or as one HTML file with pictures that needs no network."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final, TypeAlias

from data.instants import HOUR_MS, to_datetime
from graph.drawing import svg_of
from risk.network_report import CommunityLine, HubLine, NetworkReport

_BEIJING_MS: Final = 8 * HOUR_MS
_STYLE: Final = """
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:80rem;padding:0 1rem}
table{border-collapse:collapse;font-size:13px}
td,th{border:1px solid #ccd;padding:.25rem .5rem;text-align:left}
svg{max-width:100%;height:auto}
"""
_COMMUNITY_HEADS: Final = (
    *("#", "holders", "identifiers", "links", "confirmed", "cleared", "events"),
    *("at stake, yuan", "from", "to", "told by"),
)
_HUB_HEADS: Final = ("hub", "links", "what it is", "by", "evidence")

Row: TypeAlias = tuple[str, ...]


def markdown_of(report: NetworkReport) -> str:
    """The report as Markdown."""
    return "\n".join(
        [
            "# Network report",
            "",
            _told(report),
            "",
            "## Communities",
            "",
            *_markdown_table(_COMMUNITY_HEADS, _community_rows(report.communities)),
            "",
            "## Hubs",
            "",
            *_markdown_table(_HUB_HEADS, _hub_rows(report.hubs)),
            "",
        ]
    )


def html_of(report: NetworkReport) -> str:
    """The report as HTML, with pictures of its first communities."""
    pictures = "".join(
        f"<h3>Community {number}</h3>{svg_of(picture)}"
        for number, picture in enumerate(report.pictures, 1)
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>Network report</title><style>{_STYLE}</style></head><body>"
        f"<h1>Network report</h1><p>{escape(_told(report))}</p>"
        f"<h2>Communities</h2>{_html_table(_COMMUNITY_HEADS, _community_rows(report.communities))}"
        f"{pictures}<h2>Hubs</h2>{_html_table(_HUB_HEADS, _hub_rows(report.hubs))}</body></html>"
    )


def _told(report: NetworkReport) -> str:
    return (
        f"The graph by {_day(report.at_ms)}, frauds known by {_day(report.known_ms)}: "
        f"{report.identifiers:,} identifiers, "
        f"{report.links:,} links, {report.found:,} communities, "
        f"the {len(report.communities)} largest below. A community is a reason to look, and no proof."
    )


def _community_rows(lines: Sequence[CommunityLine]) -> Iterator[Row]:
    for number, line in enumerate(lines, 1):
        yield (
            str(number),
            f"{line.holders:,}",
            f"{line.size:,}",
            f"{line.links:,}",
            f"{line.confirmed:,} ({line.confirmed_share:.0%})",
            f"{line.cleared:,}",
            f"{line.events:,}",
            f"{line.money_fen / 100:,.0f}",
            _day(line.first_ms),
            _day(line.last_ms),
            ", ".join(line.labels),
        )


def _hub_rows(lines: Sequence[HubLine]) -> Iterator[Row]:
    for line in lines:
        evidence = (
            f"{g.name} {g.value:g} ({'≥' if g.at_least else '≤'} {g.threshold:g})"
            for g in line.evidence
        )
        yield line.label, f"{line.links:,}", line.hub, line.by, ", ".join(evidence)


def _markdown_table(heads: Row, rows: Iterator[Row]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + " --- |" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("*", "\\*") for cell in row) + " |"


def _html_table(heads: Row, rows: Iterator[Row]) -> str:
    top = "".join(f"<th>{escape(head)}</th>" for head in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><tr>{top}</tr>{body}</table>"


def _day(at_ms: int) -> str:
    """A day in Beijing."""
    return f"{to_datetime(at_ms + _BEIJING_MS):%Y-%m-%d}"
