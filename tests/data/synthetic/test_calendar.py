import random

from hypothesis import given
from hypothesis import strategies as st

from data.instants import local_hour, to_ms
from data.synthetic import calendar


@given(
    st.integers(), st.integers(0, 400), st.sampled_from(["merchant", "counter", "pickup", "app"])
)
def test_moment_falls_on_its_day(seed: int, day: int, profile: calendar.Profile) -> None:
    at = calendar.moment(random.Random(seed), day, profile)
    assert at.date() == calendar.date_of(day)
    assert at.utcoffset() == calendar.START.utcoffset()


@given(st.integers())
def test_counters_are_closed_at_night(seed: int) -> None:
    at = calendar.moment(random.Random(seed), 3, "counter")
    assert 8 <= local_hour(to_ms(at)) < 18


def test_the_sale_is_the_busiest_day_and_weekends_are_known() -> None:
    assert max(range(40), key=calendar.day_index) == calendar.day_of("06-18")
    assert calendar.is_weekend(0)
    assert not calendar.is_weekend(1)


def test_within_hours_keeps_to_them() -> None:
    rng = random.Random(2)
    hours = {calendar.within_hours(rng, 1, 9, 12).hour for _ in range(200)}
    assert hours == {9, 10, 11}


def test_the_autumn_sale_is_as_high_as_published() -> None:
    november = calendar.day_of("11-11")
    normal = [calendar.day_index(day) for day in range(30, 90)]
    mean = sum(normal) / len(normal)
    assert 1.3 < calendar.day_index(november) / mean < 1.6
    weeks = range(calendar.day_of("10-21"), november + 1)
    assert 1.15 < sum(map(calendar.day_index, weeks)) / len(weeks) / mean < 1.35
