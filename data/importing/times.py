"""Local times of any form, in a stated zone, into RFC 3339 with an offset; and dates.

A local time that a change to winter time makes occur twice is taken as the first of the two.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from data.importing.faults import BadValue

ISO: Final = "iso"
EPOCHS: Final = {"epoch_s": Decimal(1_000_000), "epoch_ms": Decimal(1000)}
"""Names that may stand for a format: numbers since 1970-01-01T00:00Z, and their microseconds."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SAMPLE: Final = datetime(2001, 12, 31, 13, 59, 58, tzinfo=UTC)
_OFFSET: Final = re.compile(r"([+-])(\d{2}):(\d{2})")
_DIGITS: Final = re.compile(r"\d{1,15}(?:\.\d{1,6})?")


def zone_of(text: str) -> tzinfo:
    """A zone by its IANA name or its offset.

    Raises:
        ValueError: there is no such zone on this machine.

    >>> zone_of("+08:00").utcoffset(None)
    datetime.timedelta(seconds=28800)
    """
    if offset := _OFFSET.fullmatch(text):
        sign, hours, minutes = offset.groups()
        ahead = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(ahead if sign == "+" else -ahead)
    try:
        return ZoneInfo(text)
    except (OSError, KeyError):  # a folder of the zone files, or no such name
        raise ValueError(text) from None


def is_format(text: str) -> bool:
    """Whether this is a format of ``strptime`` that names a whole date."""
    try:
        read = datetime.strptime(_SAMPLE.strftime(text), text)  # noqa: DTZ007  only the date counts
    except (ValueError, re.error):
        return False
    return read.date() == _SAMPLE.date()


def is_instant(text: str) -> bool:
    """Whether this is an ISO 8601 time with an offset."""
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def needs_zone(form: str) -> bool:
    """Whether a time of this form has no offset of its own."""
    return form not in EPOCHS and form != ISO and "%z" not in form


def instant(forms: Sequence[str], zone: tzinfo | None) -> Callable[[str], str]:
    """A converter to RFC 3339; the first form that fits is taken.

    Args:
        forms: ``iso``, ``epoch_s``, ``epoch_ms``, or formats of ``strptime``.
        zone: of times without an offset; None makes such a time a fault.
    """

    def convert(text: str) -> str:
        moment = _first(text, forms)
        if moment.tzinfo is None:
            if zone is None:
                raise BadValue("unparsable", "a time without an offset: state its zone")
            moment = moment.replace(tzinfo=zone)
        return moment.isoformat()

    return convert


def day(forms: Sequence[str]) -> Callable[[str], str]:
    """A converter to a date such as 2031-06-30; the first form that fits is taken."""
    return lambda text: _first(text, forms).date().isoformat()


def _first(text: str, forms: Sequence[str]) -> datetime:
    for form in forms:
        try:
            return _parsed(text, form)
        except (ValueError, OverflowError):
            continue
    raise BadValue("unparsable", "not a time in any of the stated forms")


def _parsed(text: str, form: str) -> datetime:
    if form == ISO:
        return datetime.fromisoformat(text)
    if form in EPOCHS:
        if not _DIGITS.fullmatch(text):
            raise ValueError(text)
        return _EPOCH + timedelta(microseconds=int(Decimal(text) * EPOCHS[form]))
    return datetime.strptime(text, form)  # noqa: DTZ007  the zone is put in by the caller
