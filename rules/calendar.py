"""The calendar index: how much more the whole network carries on a day of promotion than on others.

Thresholds on volume are multiplied by it, so that a shop on Double 11 is held against Double 11. The
table ``calendar.csv`` beside this file belongs to the business, as the policies do: a period is
``first,last,index,what``, days inclusive in China Standard Time, each ``MM-DD`` (every year) or
``YYYY-MM-DD`` (Spring Festival moves). Where periods overlap the largest index holds; outside it is 1.
A change holds from the next start on: an answer keeps the index that it was given with in its vector.

The shipped figures are [D], after the State Post Bureau's daily counts of the autumn of 2024 (1.25 times
normal from 21 October to 11 November, 1.52 and 1.47 on its peaks).
"""

import csv
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from msgspec import Struct

from data.errors import Failure

HEADER: Final = ["first", "last", "index", "what"]
LARGEST: Final = 10.0
_EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()
_LAST_ORDINAL: Final = date.max.toordinal()
_LEAP_YEAR: Final = "2024-"
_YEARLY: Final = len("06-18")


class Period(Struct, frozen=True):
    """Days of one index.

    Attributes:
        first: ISO date, or month and day.
        last: likewise, not before ``first``.
        index: 1 or more.
    """

    first: str
    last: str
    index: float

    def holds(self, day: str) -> bool:
        """Whether an ISO date lies in it."""
        shown = day[-len(self.first) :]
        return self.first <= shown <= self.last


def read_calendar(text: str) -> tuple[Period, ...]:
    """The periods of a table.

    Raises:
        Failure: ``bad_calendar``; the message lists every mistake as ``line: what is wrong``.
    """
    rows = list(csv.reader(text.splitlines()))
    if not rows or rows[0] != HEADER:
        raise Failure(f"1: the header must be {','.join(HEADER)}", code="bad_calendar")
    mistakes: list[str] = []
    periods: list[Period] = []
    for line, row in enumerate(rows[1:], start=2):
        try:
            periods.append(_period(row))
        except ValueError as error:
            mistakes.append(f"{line}: {error}")
    if mistakes:
        raise Failure("\n".join(mistakes), code="bad_calendar")
    return tuple(periods)


@lru_cache(1024)
def calendar_index(local_day: int) -> float:
    """The index of a day, counted from 1970-01-01 in China Standard Time; 1 outside all periods.

    >>> calendar_index(20_250), calendar_index(20_403)  # 11 June and 11 November 2025
    (1.2, 1.5)
    """
    ordinal = min(max(_EPOCH_ORDINAL + local_day, 1), _LAST_ORDINAL)
    day = date.fromordinal(ordinal).isoformat()
    return max((period.index for period in _PERIODS if period.holds(day)), default=1.0)


def _period(row: list[str]) -> Period:
    if len(row) != len(HEADER):
        raise ValueError(f"{len(row)} cells, not {len(HEADER)}")
    first, last, index, _ = row
    for day in (first, last):
        try:
            date.fromisoformat(_LEAP_YEAR + day if len(day) == _YEARLY else day)
        except ValueError:
            raise ValueError(f"{day!r} is no day (write MM-DD or YYYY-MM-DD)") from None
    if len(first) != len(last):
        raise ValueError("first and last must both have a year, or neither")
    if last < first:
        raise ValueError("the last day lies before the first (write two periods)")
    return Period(first, last, _index(index))


def _index(text: str) -> float:
    try:
        index = float(text)
    except ValueError:
        raise ValueError(f"the index {text!r} is no number") from None
    if not 1.0 <= index <= LARGEST:
        raise ValueError(f"the index must lie between 1 and {LARGEST:g}")
    return index


_PERIODS: Final = read_calendar(Path(__file__).with_name("calendar.csv").read_text("utf-8"))
