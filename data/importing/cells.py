"""From a cell of any file to its text: one form for CSV, JSON and Parquet, and None where it is blank.

Spreadsheets leave marks: ``="0012"`` and ``'0012`` (a number kept as text) are unwrapped; ``1.38E+10``
has lost digits for good, so it is no value: two people with the same damaged number are not one.
"""

import re
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Any, Final

from data.events import MAX_TEXT
from data.importing.faults import BadValue
from data.importing.text_file import has_lost_bytes

_FORMULA: Final = re.compile(r'="([^"]*)"')
_KEPT_AS_TEXT: Final = re.compile(r"'\d")
_DAMAGED: Final = re.compile(r"[+-]?\d(\.\d+)?[Ee]\+\d{2,3}")
_INVISIBLE: Final = "\ufeff\u200b\u200c\u200d"
_MAX_WHOLE: Final = 10**30
_MAX_DECIMALS: Final = 30
_DOUBLE_DIGITS: Final = 15
"""Decimal digits that any double holds: 0.1 + 0.2 is read as 0.3."""


class Unreadable:
    """A cell that its own file format can't give, such as a time beyond the calendar."""


def text_of(cell: Any) -> str | None:
    """The text of a cell, None if it is blank.

    Raises:
        BadValue: it is no plain value, has bytes outside of the encoding, was damaged by a
            spreadsheet, or is longer than the contract's texts.

    >>> text_of('  ="0571" '), text_of(13800138000.0), text_of(Decimal("12.50")), text_of(" ")
    ('0571', '13800138000', '12.50', None)
    """
    text = _stripped(cell) if isinstance(cell, str) else _plain(cell)
    if not text:
        return None
    if len(text) > MAX_TEXT:
        raise BadValue("out_of_range", f"longer than {MAX_TEXT:,} characters")
    return text


def _stripped(text: str) -> str:
    text = text.strip()
    if not text.isascii():
        text = text.strip(_INVISIBLE).strip()
        if has_lost_bytes(text):
            raise BadValue("unparsable", "bytes that are not of the stated encoding")
    if text.startswith(("=", "'")):
        return _unwrapped(text)
    if "+" in text and _DAMAGED.fullmatch(text):
        raise BadValue(
            "unparsable", "a number like 1.38E+10, of which a spreadsheet cut the digits"
        )
    return text


def _unwrapped(text: str) -> str:
    if inner := _FORMULA.fullmatch(text):
        return inner[1].strip()
    return text[1:] if _KEPT_AS_TEXT.match(text) else text


def _plain(cell: Any) -> str | None:
    for type_, text in _TEXTS:
        if isinstance(cell, type_):
            return text(cell)
    raise BadValue("unparsable", "not a plain value")


def _whole(number: int) -> str:
    if abs(number) >= _MAX_WHOLE:
        raise BadValue("out_of_range", "more than 30 digits")
    return str(number)


def _double(number: float) -> str | None:
    return _decimal(Decimal(format(number, f".{_DOUBLE_DIGITS}g")))


def _decimal(number: Decimal) -> str | None:
    if number.is_nan():
        return None
    if abs(number) >= _MAX_WHOLE or int(number.as_tuple().exponent) < -_MAX_DECIMALS:
        raise BadValue("out_of_range", "more than 30 digits")
    if number == number.to_integral_value():
        return str(int(number))
    return format(number, "f")


_TEXTS: Final[tuple[tuple[type | tuple[type, ...], Callable[[Any], str | None]], ...]] = (
    (type(None), lambda _: None),
    (bool, lambda cell: "true" if cell else "false"),
    (int, _whole),
    (float, _double),
    (Decimal, _decimal),
    ((date, time), lambda cell: cell.isoformat()),  # a datetime is a date, too
    (bytes, lambda cell: _stripped(cell.decode("utf-8", "surrogateescape"))),
)
