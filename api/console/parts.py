"""Pieces that pages are made of: panels, figures, chips, rows, tables. Every text of the API is escaped."""

from collections.abc import Iterable, Sequence

from nicegui import ui

from api.console.shown import safe


def panel(title: str, body: str) -> None:
    """A titled box of markup."""
    with ui.element("section").classes("panel").props(f'aria-label="{safe(title)}"'):
        ui.html(f"<h2>{safe(title)}</h2>{body}", sanitize=False)


def figure(word: str, value: str, *, alarm: bool = False) -> None:
    """A number with its word."""
    style = ' style="color:#a4161a"' if alarm else ""
    ui.html(
        f"<span class=muted>{safe(word)}</span><b{style}>{safe(value)}</b>", sanitize=False
    ).classes("figure")


def heading(title: str, note: str = "") -> None:
    """The head of a page."""
    ui.html(
        f"<h1>{safe(title)}</h1>" + (f"<span class=muted>{safe(note)}</span>" if note else ""),
        sanitize=False,
    ).classes("bar").style("width:auto")


def chip(text: str, kind: str = "") -> str:
    """A small word in a frame; ``kind`` is a class that gives its colour."""
    return f'<span class="chip {safe(kind)}">{safe(text)}</span>'


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are markup already; it scrolls by itself on a narrow screen."""
    head = "".join(f"<th>{safe(name)}</th>" for name in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<div class=wide><table class=plain><tr>{head}</tr>{body}</table></div>"


def cells(pairs: Iterable[tuple[str, str]]) -> None:
    """What a row holds: a small word above each value, which is markup already."""
    for word, value in pairs:
        ui.html(f"<span class=muted>{safe(word)}</span><br>{value}", sanitize=False)


def empty(words: str) -> None:
    """What a page says where there is nothing."""
    ui.label(words).classes("panel muted").props("role=status")
