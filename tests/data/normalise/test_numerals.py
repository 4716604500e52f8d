import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.normalise.numerals import with_digits


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三幢一单元五零二室", "3幢1单元502室"),
        ("十八幢", "18幢"),
        ("二十号", "20号"),
        ("一百零五号", "105号"),
        ("三单元五零二", "3单元502"),
        ("5693一楼", "5693-1楼"),
        ("八一路", "八一路"),
        ("五一社区", "五一社区"),
        ("十里亭", "十里亭"),
    ],
)
def test_with_digits(text: str, expected: str) -> None:
    assert with_digits(text) == expected


@given(st.integers(1, 199))
def test_the_usual_spelling_of_a_number_is_read_back(number: int) -> None:
    digits = "零一二三四五六七八九"
    hundreds, tens, units = number // 100, number // 10 % 10, number % 10
    text = "一百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and units:
        text += "零"
    text += digits[units] if units else ""
    assert with_digits(text + "号") == f"{number}号"


@given(st.text(st.characters(exclude_categories=()), max_size=100))
def test_total_and_idempotent(raw: str) -> None:
    once = with_digits(raw)
    assert with_digits(once) == once
