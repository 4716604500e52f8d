import contextlib
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importing.faults import BadValue
from data.importing.times import day, instant, is_format, is_instant, needs_zone, zone_of

SHANGHAI = zone_of("Asia/Shanghai")


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("iso", "2025-06-01 09:05:00", "2025-06-01T09:05:00+08:00"),
        ("iso", "2025-06-01T09:05:00Z", "2025-06-01T09:05:00+00:00"),
        ("iso", "2025-06-01T09:05:00.123+09:00", "2025-06-01T09:05:00.123000+09:00"),
        ("%Y/%m/%d %H:%M", "2025/6/1 9:05", "2025-06-01T09:05:00+08:00"),
        ("%Y年%m月%d日 %H时%M分", "2025年6月1日 9时5分", "2025-06-01T09:05:00+08:00"),
        ("%Y-%m-%d %H:%M:%S%z", "2025-06-01 09:05:00+0000", "2025-06-01T09:05:00+00:00"),
        ("%Y%m%d", "20250601", "2025-06-01T00:00:00+08:00"),
        ("epoch_s", "1748740000", "2025-06-01T01:06:40+00:00"),
        ("epoch_s", "1748740000.5", "2025-06-01T01:06:40.500000+00:00"),
        ("epoch_ms", "1748740000123", "2025-06-01T01:06:40.123000+00:00"),
    ],
)
def test_forms(form: str, text: str, expected: str) -> None:
    assert instant([form], SHANGHAI)(text) == expected


def test_summer_time_of_1986_to_1991_is_known() -> None:
    assert instant(["iso"], SHANGHAI)("1988-07-01 12:00") == "1988-07-01T12:00:00+09:00"


def test_the_first_form_that_fits_is_taken() -> None:
    read = instant(["%Y/%m/%d", "%d.%m.%Y"], SHANGHAI)
    assert read("2025/6/1") == read("1.6.2025") == "2025-06-01T00:00:00+08:00"


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("iso", "6月1日"),
        ("iso", "0000-00-00 00:00:00"),
        ("%Y/%m/%d", "2025/2/30"),
        ("%Y/%m/%d", "2025/6/1 9:05"),
        ("epoch_s", "-1"),
        ("epoch_s", "9" * 15),
        ("epoch_ms", "2025-06-01"),
    ],
)
def test_what_does_not_fit_is_unparsable(form: str, text: str) -> None:
    with pytest.raises(BadValue) as caught:
        instant([form], SHANGHAI)(text)
    assert caught.value.fault == "unparsable"
    assert text not in caught.value.reason


def test_a_time_without_offset_and_zone_is_unparsable() -> None:
    with pytest.raises(BadValue, match="state its zone"):
        instant(["iso"], None)("2025-06-01 09:05")


def test_dates() -> None:
    assert day(["%Y年%m月%d日"])("2031年6月30日") == "2031-06-30"
    with pytest.raises(BadValue):
        day(["iso"])("长期")


def test_zones() -> None:
    for name in ("+08:00", "Asia/Shanghai"):
        assert datetime(2025, 6, 1, tzinfo=zone_of(name)).isoformat() == "2025-06-01T00:00:00+08:00"
    assert datetime(2025, 6, 1, tzinfo=zone_of("-03:30")).isoformat().endswith("-03:30")


@pytest.mark.parametrize("name", ["", "Nowhere", "Asia", "../etc", "+8", "+99:00", "/etc/passwd"])
def test_what_is_no_zone(name: str) -> None:
    with pytest.raises(ValueError):
        zone_of(name)


@pytest.mark.parametrize(
    ("form", "good"),
    [
        ("%Y-%m-%d", True),
        ("%y%m%d %H%M", True),
        ("%Y-%m", False),
        ("%H:%M", False),
        ("%Q", False),
        ("yyyy-MM-dd", False),
        ("", False),
    ],
)
def test_a_format_names_a_whole_date(form: str, good: bool) -> None:
    assert is_format(form) is good


def test_which_forms_need_a_zone() -> None:
    assert [needs_zone(form) for form in ("iso", "epoch_s", "%Y%z", "%Y")] == [
        False,
        False,
        False,
        True,
    ]


def test_an_instant_has_an_offset() -> None:
    assert is_instant("2025-06-01T00:00:00+08:00")
    assert not is_instant("2025-06-01T00:00:00")
    assert not is_instant("soon")


@given(
    st.text(max_size=30), st.sampled_from(["iso", "epoch_s", "epoch_ms", "%Y/%m/%d %H:%M", "%c"])
)
def test_any_text_is_an_instant_or_a_fault(text: str, form: str) -> None:
    with contextlib.suppress(BadValue):
        assert is_instant(instant([form], SHANGHAI)(text))
