from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importing.cells import Unreadable, text_of
from data.importing.faults import BadValue


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  张三\u3000", "张三"),
        ("\ufeffa\u200b", "a"),
        ("", None),
        (" \t\u3000", None),
        (None, None),
        (float("nan"), None),
        (Decimal("NaN"), None),
        ('="0012"', "0012"),
        ('="中文"', "中文"),
        ('=""', None),
        ("'0571", "0571"),
        ("'Abd al-Malik", "'Abd al-Malik"),
        ("=SUM(A1)", "=SUM(A1)"),
        (True, "true"),
        (False, "false"),
        (440301199001011234, "440301199001011234"),
        (13800138000.0, "13800138000"),
        (0.1 + 0.2, "0.3"),
        (Decimal("12.50"), "12.50"),
        (Decimal("13800138000.0"), "13800138000"),
        (Decimal("1E+5"), "100000"),
        (date(2031, 6, 30), "2031-06-30"),
        (datetime(2025, 6, 1, 9, tzinfo=UTC), "2025-06-01T09:00:00+00:00"),
        (b"abc", "abc"),
        ("E+10", "E+10"),
        ("C2E+1", "C2E+1"),
    ],
)
def test_every_cell_has_one_text(cell: Any, text: str | None) -> None:
    assert text_of(cell) == text


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("1.39123E+10", "unparsable"),
        ("4E+17", "unparsable"),
        ("张\udcff", "unparsable"),
        (b"\xff", "unparsable"),
        ([1], "unparsable"),
        ({"a": 1}, "unparsable"),
        (Unreadable(), "unparsable"),
        ("长" * 4097, "out_of_range"),
        (10**30, "out_of_range"),
        (Decimal("1E+400"), "out_of_range"),
        (Decimal("1E+999999"), "out_of_range"),
        (Decimal("1E-999999"), "out_of_range"),
        (float("inf"), "out_of_range"),
    ],
)
def test_what_is_no_value_is_a_fault_that_does_not_tell_it(cell: Any, fault: str) -> None:
    with pytest.raises(BadValue) as caught:
        text_of(cell)
    assert caught.value.fault == fault
    assert caught.value.code == ""
    assert str(cell) not in caught.value.reason


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_a_number_is_the_same_text_however_it_is_kept(fen: int) -> None:
    yuan = Decimal(fen) / 100
    texts = {Decimal(text_of(cell) or "") for cell in (yuan, float(yuan), str(yuan))}
    assert texts == {yuan}
