"""Rows of a file of JSON lines, good and bad."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

import msgspec

from data.importing.faults import Problem
from data.importing.field import Row
from data.importing.mapping import ImportMapping
from data.importing.text_file import MAX_LINE_BYTES, LineTooLong, open_lines

# Fractions stay as they were written: 12.34 yuan are 1,234 fen.
_DECODER: Final = msgspec.json.Decoder(dict, float_hook=Decimal)


def jsonl_rows(
    mapping: ImportMapping, path: Path, step: Callable[[int], object]
) -> Iterator[Row | Problem]:
    """The object on each line, or what is wrong with the line; blank lines are skipped.

    Args:
        mapping: checked.
        path: the file, gzip by its ending.
        step: told from time to time how many more bytes were read.

    Raises:
        Failure: the file can't be read.
        WrongUse: it is no text.
    """
    with open_lines(path, mapping.table.encoding, step) as lines:
        while True:
            try:
                line = next(lines)
            except StopIteration:
                return
            except LineTooLong:
                reason = f"a line of more than {MAX_LINE_BYTES:,} bytes"
                yield Problem(lines.number, "", "unparsable", reason)
            else:
                if lines.number > mapping.table.skip_lines and line.strip():
                    yield _row(lines.number, line)


def _row(number: int, line: str) -> Row | Problem:
    try:
        return Row(number, _DECODER.decode(line))
    except (msgspec.DecodeError, ValueError, RecursionError):
        return Problem(number, "", "unparsable", "not a JSON object")
