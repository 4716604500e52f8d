"""Many entries from a CSV file: what is well formed is proposed together, each bad line is told of."""

import csv
import io
from collections.abc import Callable
from typing import Final

import msgspec
from msgspec import Struct

from data.changes import Listing
from data.errors import InvalidInput
from data.events import refusal_of
from risk.listing import ListingIn, Mistake

MAX_LINES: Final = 10_000
"""Entries of one proposal."""
_COLUMNS: Final = ListingIn.__struct_fields__
_NEEDED: Final = ("list", "kind", "value", "source", "reason")

Read = Callable[[ListingIn], Listing | list[Mistake]]


class BadLine(Struct, frozen=True):
    """One mistake of the file; lines count from 1, the header's."""

    line: int
    field: str
    message: str


class Intake(Struct, frozen=True):
    """What a file held."""

    listings: tuple[Listing, ...]
    bad: tuple[BadLine, ...]


class ImportReport(Struct, frozen=True):
    """What became of a file of entries.

    Attributes:
        proposal: the id under which the good lines wait for a second person; None if there is none.
        taken: good lines.
        bad: every mistake of the others.
    """

    proposal: str | None
    taken: int
    bad: tuple[BadLine, ...]


def read_csv(text: str, read: Read) -> Intake:
    """The entries of a CSV text with a header; empty cells count as not given.

    Raises:
        InvalidInput: the text as a whole is no such file.
    """
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    listings: list[Listing] = []
    bad: list[BadLine] = []
    seen: dict[tuple[str, int, str], int] = {}
    try:
        names = [name.strip() for name in next(rows, [])]
        _check_header(names)
        for row in rows:
            line = rows.line_num
            if len(listings) + len(bad) >= MAX_LINES:
                raise InvalidInput(f"more than {MAX_LINES} lines: send them in parts", param="csv")
            found = _line(names, row, read)
            if isinstance(found, Listing):
                first = seen.setdefault((found.list, found.node, found.rule), line)
                if first == line:
                    listings.append(found)
                    continue
                found = [Mistake("value", f"stands on line {first} already")]
            bad += [BadLine(line, one.field, one.message) for one in found]
    except csv.Error:
        message = f"line {rows.line_num} is not CSV: look at its quotes"
        raise InvalidInput(message, param="csv") from None
    return Intake(tuple(listings), tuple(bad))


def _check_header(names: list[str]) -> None:
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        raise InvalidInput(f"the header lacks {', '.join(missing)}", param="csv")
    if len(set(names)) < len(names) or not set(names) <= set(_COLUMNS):
        known = ", ".join(_COLUMNS)
        raise InvalidInput(f"the header may hold, each once: {known}", param="csv")


def _line(names: list[str], row: list[str], read: Read) -> Listing | list[Mistake]:
    if len(row) != len(names):
        return [Mistake("", f"has {len(row)} cells, the header {len(names)}")]
    cells = {name: cell.strip() for name, cell in zip(names, row, strict=True) if cell.strip()}
    try:
        return read(msgspec.convert(cells, ListingIn))
    except msgspec.ValidationError as error:
        refusal = refusal_of(error)
        return [Mistake(refusal.param or "", refusal.message)]
