"""The calendar index: which days it holds, and that a wrong table is told with its lines."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import Failure
from rules.calendar import Period, calendar_index, read_calendar

HEADER = "first,last,index,what\n"
EPOCH = date(1970, 1, 1)


def index_of(day: str) -> float:
    return calendar_index((date.fromisoformat(day) - EPOCH).days)


@pytest.mark.parametrize(
    ("day", "index"),
    [
        ("2025-05-31", 1.0),
        ("2025-06-01", 1.2),
        ("2025-06-14", 1.2),
        ("2025-06-15", 1.5),
        ("2026-06-20", 1.5),
        ("2026-06-21", 1.0),
        ("2030-11-11", 1.5),
        ("2025-11-16", 1.0),
        ("2026-02-13", 1.3),
        ("2025-02-13", 1.0),
    ],
)
def test_the_shipped_table(day: str, index: float) -> None:
    assert index_of(day) == index


@given(st.integers(-(10**9), 10**9))
def test_every_day_has_an_index(local_day: int) -> None:
    assert 1.0 <= calendar_index(local_day) <= 10.0


@given(st.integers(0, 40_000))
def test_a_yearly_period_comes_back_each_year(day: int) -> None:
    period = Period("06-15", "06-20", 1.5)
    shown = EPOCH + timedelta(days=day)
    assert period.holds(shown.isoformat()) == (shown.month == 6 and 15 <= shown.day <= 20)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("06-01,06-14,much,x", "'much' is no number"),
        ("06-01,06-14,nan,x", "between 1 and 10"),
        ("06-01,06-14,0.5,x", "between 1 and 10"),
        ("06-31,07-02,1.2,x", "'06-31' is no day"),
        ("June,06-14,1.2,x", "'June' is no day"),
        ("06-14,06-01,1.2,x", "before the first"),
        ("2026-06-01,06-14,1.2,x", "both have a year"),
        ("06-01,06-14,1.2", "3 cells"),
    ],
)
def test_a_mistake_is_told_with_its_line(row: str, told: str) -> None:
    with pytest.raises(Failure, match=f"^3: .*{told}"):
        read_calendar(f"{HEADER}02-29,03-01,1.1,leap\n{row}\n")


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(Failure, match=r"(?s)^2: .*\n3: "):
        read_calendar(HEADER + "a,b,c,d\n06-14,06-01,1.2,x\n")


@pytest.mark.parametrize("text", ["", "first,last\n", "06-01,06-14,1.2,x\n"])
def test_a_table_has_its_header(text: str) -> None:
    with pytest.raises(Failure, match="header"):
        read_calendar(text)
