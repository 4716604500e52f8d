"""The calendar of the world: its first day, busy days and the hours of each kind of traffic.

Weekday factors: monthly means of the State Post Bureau. The autumn sale follows the published days of
2024 (22 October 1.52 and 11 November 1.47 times the year's mean, 21 October to 11 November 1.25
times normal); the factors of the 18 June sale are an assumption scaled from them.
"""

import random
from datetime import date, datetime, timedelta, timezone
from typing import Final, Literal, TypeAlias

from data.synthetic.draws import Weighted

BEIJING: Final = timezone(timedelta(hours=8))
START: Final = datetime(2025, 6, 1, tzinfo=BEIJING)
"""The first midnight of the world, China Standard Time."""

Profile: TypeAlias = Literal["merchant", "counter", "pickup", "app"]

_HOUR_MS: Final = 3_600_000
_MONDAY_TO_SUNDAY: Final = (1.02, 1.03, 1.02, 1.01, 1.01, 0.96, 0.95)
_FIRST_WEEKDAY: Final = START.weekday()
_SALE: Final = dict.fromkeys(range(19), 1.15) | {15: 1.3, 16: 1.4, 17: 1.5}
# Day 141 is 20 October, 163 is 11 November.
_AUTUMN: Final = dict.fromkeys(range(141, 168), 1.2) | {
    142: 1.45,
    143: 1.5,
    144: 1.3,
    162: 1.35,
    163: 1.47,
    164: 1.45,
    165: 1.3,
}
_FACTORS: Final = _SALE | dict.fromkeys(range(122, 129), 0.9) | _AUTUMN

_HOURS: Final[dict[Profile, tuple[int, ...]]] = {
    # 24 weights, from midnight. Merchants hand over in batches from 16 to 21.
    "merchant": (0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 3, 1, 2, 3, 5, 10, 12, 12, 10, 8, 4, 1, 0),
    "counter": (0, 0, 0, 0, 0, 0, 0, 0, 3, 9, 12, 10, 5, 6, 9, 10, 9, 4, 0, 0, 0, 0, 0, 0),
    "pickup": (0, 0, 0, 0, 0, 0, 0, 1, 4, 8, 12, 11, 5, 5, 7, 10, 11, 10, 9, 6, 2, 1, 0, 0),
    "app": (1, 0, 0, 0, 0, 0, 1, 2, 4, 6, 8, 7, 6, 5, 5, 6, 6, 6, 7, 8, 9, 8, 5, 2),
}
_HOUR_OF: Final = {name: Weighted(range(24), weights) for name, weights in _HOURS.items()}


def day_index(day: int) -> float:
    """Traffic of a day relative to a normal one.

    >>> round(day_index(0), 4), round(day_index(17), 4)
    (1.0925, 1.53)
    """
    return _MONDAY_TO_SUNDAY[(_FIRST_WEEKDAY + day) % 7] * _FACTORS.get(day, 1.0)


def is_weekend(day: int) -> bool:
    """Whether a day is a Saturday or Sunday."""
    return (_FIRST_WEEKDAY + day) % 7 >= 5


def date_of(day: int) -> date:
    """The date of a day, counted from 0."""
    return (START + timedelta(days=day)).date()


def day_of(month_and_day: str) -> int:
    """The day of a date of the world's year, which may lie outside of the world.

    >>> day_of("06-18"), day_of("11-11")
    (17, 163)
    """
    wanted = date.fromisoformat(f"{START.year}-{month_and_day}")
    return (wanted - START.date()).days


def moment(rng: random.Random, day: int, profile: Profile) -> datetime:
    """An instant of a day, to the millisecond, by the hours of its kind of traffic."""
    return START + timedelta(days=day, milliseconds=ms_of_day(rng, profile))


def ms_of_day(rng: random.Random, profile: Profile) -> int:
    """Milliseconds since midnight, by the hours of a kind of traffic."""
    return _HOUR_OF[profile].pick(rng) * _HOUR_MS + int(rng.random() * _HOUR_MS)


def within_hours(rng: random.Random, day: int, first_hour: int, last_hour: int) -> datetime:
    """An instant of a day between two whole hours, uniform, to the millisecond."""
    spread_ms = (last_hour - first_hour) * _HOUR_MS
    at_ms = first_hour * _HOUR_MS + rng.randrange(spread_ms)
    return START + timedelta(days=day, milliseconds=at_ms)
