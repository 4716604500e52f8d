"""Rows of a CSV file, good and bad."""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from data.errors import Failure, WrongUse
from data.importing.faults import Problem
from data.importing.field import Row
from data.importing.mapping import ImportMapping, did_you_mean
from data.importing.text_file import (
    MAX_LINE_BYTES,
    Lines,
    LineTooLong,
    has_lost_bytes,
    open_lines,
)

MAX_ROW_LINES: Final = 100
"""A longer row is a quote that was left open, and has swallowed its neighbours."""


def csv_rows(
    mapping: ImportMapping, path: Path, step: Callable[[int], object]
) -> Iterator[Row | Problem]:
    """Each row, or what is wrong with it as a whole; blank rows are skipped.

    The number of a row is that of the line on which it begins.

    Args:
        mapping: checked.
        path: the file, gzip by its ending.
        step: told from time to time how many more bytes were read.

    Raises:
        Failure: the file can't be read, or is empty.
        WrongUse: it is no text, or its header lacks columns of the mapping.
    """
    table = mapping.table
    delimiter = table.delimiter or ("\t" if ".tsv" in path.suffixes else ",")
    with open_lines(path, table.encoding, step) as lines:
        for _ in range(table.skip_lines):
            with suppress(LineTooLong):
                next(lines, None)
        reader = _Reader(lines, delimiter, quoted=table.quoted)
        header = table.columns or reader.header(path)
        _check_header(mapping, path, header)
        yield from reader.rows(header)


class _RowTooLong(Exception):
    """A row of more than ``MAX_ROW_LINES``; the next line can be read as a new row."""


class _RowLines:
    """The lines of one row at a time; no generator, so that the reader can go on after an error."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self.first = 0

    def begin(self) -> int:
        self.first = self._lines.number + 1
        return self.first

    def __iter__(self) -> "_RowLines":
        return self

    def __next__(self) -> str:
        if self._lines.number - self.first + 1 >= MAX_ROW_LINES:
            raise _RowTooLong
        return next(self._lines)


class _Reader:
    def __init__(self, lines: Lines, delimiter: str, *, quoted: bool) -> None:
        self._lines = lines
        self._row_lines = _RowLines(lines)
        self._reader = csv.reader(
            self._row_lines,
            delimiter=delimiter,
            quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        )

    def header(self, path: Path) -> list[str]:
        self._row_lines.begin()
        try:
            return [cell.strip() for cell in next(self._reader)]
        except StopIteration:
            raise Failure(f"{path.name} is empty") from None
        except (csv.Error, LineTooLong, _RowTooLong):
            raise WrongUse(f"{path.name} does not begin with a header of CSV") from None

    def rows(self, header: Sequence[str]) -> Iterator[Row | Problem]:
        while True:
            first = self._row_lines.begin()
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except LineTooLong:
                yield _bad(first, f"a line of more than {MAX_LINE_BYTES:,} bytes")
            except _RowTooLong:
                yield self._spanning(first, f"longer than {MAX_ROW_LINES} lines")
            except csv.Error:
                yield self._spanning(first, "not CSV")
            else:
                if any(map(str.strip, cells)):
                    yield self._row(first, header, cells)

    def _row(self, first: int, header: Sequence[str], cells: list[str]) -> Row | Problem:
        if any(cells[len(header) :]):
            return self._spanning(first, "more cells than the header")
        return Row(first, dict(zip(header, cells, strict=False)))

    def _spanning(self, first: int, reason: str) -> Problem:
        last = self._lines.number
        more = f"; it goes on to line {last}: was a quote left open?" if last > first else ""
        return _bad(first, reason + more)


def _check_header(mapping: ImportMapping, path: Path, header: Sequence[str]) -> None:
    # Never the header itself: in a file without one, it is the first person's row.
    if any(map(has_lost_bytes, header)):
        reason = f"the header of {path.name} is not {mapping.table.encoding}: gb18030, or utf-8?"
        raise mapping.document.mistake(("encoding",), reason)
    for column, place in mapping.columns().items():
        if column not in header:
            hint = did_you_mean(column, header)
            raise mapping.document.mistake(place, f"{path.name} has no column {column}{hint}")
        if header.count(column) > 1:
            raise mapping.document.mistake(place, f"{path.name} has column {column} twice")


def _bad(row: int, reason: str) -> Problem:
    return Problem(row, "", "unparsable", reason)
