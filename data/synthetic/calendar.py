"""The calendar of the world: its first day, busy days and the hours of each kind of traffic.

Weekday factors: DOMAIN 7.3 (monthly means of the State Post Bureau). The factors of the 18 June
sale are an assumption scaled from the published 11 November curve (1.25 times normal).
"""

import random
from datetime import date, datetime, timedelta, timezone
from typing import Final, Literal, TypeAlias

BEIJING: Final = timezone(timedelta(hours=8))
START: Final = datetime(2025, 6, 1, tzinfo=BEIJING)
"""The first midnight of the world, China Standard Time."""

Profile: TypeAlias = Literal["merchant", "counter", "pickup", "app"]

_HOUR_MS: Final = 3_600_000
_MONDAY_TO_SUNDAY: Final = (1.02, 1.03, 1.02, 1.01, 1.01, 0.96, 0.95)
_FIRST_WEEKDAY: Final = START.weekday()
_SALE: Final = dict.fromkeys(range(19), 1.15) | {15: 1.3, 16: 1.4, 17: 1.5}

_HOURS: Final[dict[Profile, tuple[int, ...]]] = {
    # 24 weights, from midnight. Merchants hand over in batches from 16 to 21.
    "merchant": (0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 3, 1, 2, 3, 5, 10, 12, 12, 10, 8, 4, 1, 0),
    "counter": (0, 0, 0, 0, 0, 0, 0, 0, 3, 9, 12, 10, 5, 6, 9, 10, 9, 4, 0, 0, 0, 0, 0, 0),
    "pickup": (0, 0, 0, 0, 0, 0, 0, 1, 4, 8, 12, 11, 5, 5, 7, 10, 11, 10, 9, 6, 2, 1, 0, 0),
    "app": (1, 0, 0, 0, 0, 0, 1, 2, 4, 6, 8, 7, 6, 5, 5, 6, 6, 6, 7, 8, 9, 8, 5, 2),
}
_ALL_HOURS: Final = range(24)


def day_index(day: int) -> float:
    """Traffic of a day relative to a normal one.

    >>> round(day_index(0), 4), round(day_index(17), 4)
    (1.0925, 1.53)
    """
    return _MONDAY_TO_SUNDAY[(_FIRST_WEEKDAY + day) % 7] * _SALE.get(day, 1.0)


def is_weekend(day: int) -> bool:
    """Whether a day is a Saturday or Sunday."""
    return (_FIRST_WEEKDAY + day) % 7 >= 5


def date_of(day: int) -> date:
    """The date of a day, counted from 0."""
    return (START + timedelta(days=day)).date()


def moment(rng: random.Random, day: int, profile: Profile) -> datetime:
    """An instant of a day, to the millisecond, by the hours of its kind of traffic."""
    hour = rng.choices(_ALL_HOURS, weights=_HOURS[profile])[0]
    return START + timedelta(days=day, milliseconds=hour * _HOUR_MS + rng.randrange(_HOUR_MS))


def within_hours(rng: random.Random, day: int, first_hour: int, last_hour: int) -> datetime:
    """An instant of a day between two whole hours, uniform, to the millisecond."""
    spread_ms = (last_hour - first_hour) * _HOUR_MS
    at_ms = first_hour * _HOUR_MS + rng.randrange(spread_ms)
    return START + timedelta(days=day, milliseconds=at_ms)
