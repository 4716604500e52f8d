import doctest
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import instants
from data.instants import (
    DAY_MS,
    HOUR_MS,
    local_day,
    local_hour,
    local_minute,
    to_datetime,
    to_ms,
)

# Within the years that a datetime can name.
INSTANTS_MS = st.integers(-62_000_000_000_000, 250_000_000_000_000)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))


def test_the_examples_of_the_docstrings_hold() -> None:
    assert doctest.testmod(instants).failed == 0
    assert doctest.testmod(instants).attempted >= 3


@given(INSTANTS_MS)
def test_milliseconds_come_back(instant_ms: int) -> None:
    assert to_ms(to_datetime(instant_ms)) == instant_ms


@given(INSTANTS_MS, OFFSETS)
def test_an_offset_changes_nothing(instant_ms: int, offset: timezone) -> None:
    assert to_ms(to_datetime(instant_ms).astimezone(offset)) == instant_ms


@given(INSTANTS_MS, st.integers(0, 999))
def test_parts_of_a_millisecond_are_cut_off(instant_ms: int, microseconds: int) -> None:
    later = to_datetime(instant_ms) + timedelta(microseconds=microseconds)
    assert to_ms(later) == instant_ms


@given(INSTANTS_MS)
def test_local_time_is_that_of_beijing(instant_ms: int) -> None:
    local = to_datetime(instant_ms).astimezone(timezone(timedelta(hours=8)))
    assert local_hour(instant_ms) == local.hour
    assert local_day(instant_ms) == local.toordinal() - datetime(1970, 1, 1, tzinfo=UTC).toordinal()


@pytest.mark.parametrize(
    ("instant_ms", "hour", "day"),
    [(16 * HOUR_MS - 1, 23, 0), (16 * HOUR_MS, 0, 1), (-8 * HOUR_MS - 1, 23, -1), (DAY_MS, 8, 1)],
)
def test_the_boundaries_of_local_days(instant_ms: int, hour: int, day: int) -> None:
    assert (local_hour(instant_ms), local_day(instant_ms)) == (hour, day)


def test_a_naive_datetime_is_refused() -> None:
    with pytest.raises(TypeError):
        to_ms(datetime(2026, 1, 1))  # noqa: DTZ001  the very thing to refuse


@given(INSTANTS_MS)
def test_the_local_minute_is_eight_hours_ahead_and_never_fails(instant_ms: int) -> None:
    ahead = to_datetime(min(instant_ms + 8 * HOUR_MS, to_ms(datetime.max.replace(tzinfo=UTC))))
    day = f"{ahead.year}-{ahead.month:02}-{ahead.day:02}"
    assert local_minute(instant_ms) == f"{day} {ahead.hour:02}:{ahead.minute:02}"
