"""Time as integers: milliseconds since 1970-01-01T00:00Z, and the lengths of the windows.

An instant is an ``int`` named ``*_ms``. Milliseconds, because events of one sender may arrive in the
same millisecond and must still see each other, and integers, because float times do not add up.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

SECOND_MS: Final = 1_000
MINUTE_MS: Final = 60 * SECOND_MS
HOUR_MS: Final = 60 * MINUTE_MS
DAY_MS: Final = 24 * HOUR_MS

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_BEIJING_OFFSET_MS: Final = 8 * HOUR_MS


def to_ms(instant: datetime) -> int:
    """Milliseconds since the epoch of an aware datetime; parts of a millisecond are cut off.

    >>> to_ms(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    1000
    """
    since = instant - _EPOCH
    # A third of the price of dividing by a timedelta.
    return since.days * DAY_MS + since.seconds * SECOND_MS + since.microseconds // 1_000


def to_datetime(instant_ms: int) -> datetime:
    """The UTC datetime of an instant.

    >>> to_datetime(1000).isoformat()
    '1970-01-01T00:00:01+00:00'
    """
    return _EPOCH + timedelta(milliseconds=instant_ms)


def local_hour(instant_ms: int) -> int:
    """Hour of the day, 0–23, in China Standard Time (UTC+8, no summer time since 1991).

    >>> local_hour(0)
    8
    """
    return (instant_ms + _BEIJING_OFFSET_MS) // HOUR_MS % 24


def local_day(instant_ms: int) -> int:
    """Days since 1970-01-01 in China Standard Time."""
    return (instant_ms + _BEIJING_OFFSET_MS) // DAY_MS


_LAST_MS: Final = to_ms(datetime.max.replace(tzinfo=UTC))


def local_minute(instant_ms: int) -> str:
    """An instant as people in China write it, to the minute; the end of time is its own last minute.

    >>> local_minute(0)
    '1970-01-01 08:00'
    """
    local_ms = min(instant_ms + _BEIJING_OFFSET_MS, _LAST_MS)
    return to_datetime(local_ms).strftime("%Y-%m-%d %H:%M")
