import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importing.faults import BadValue
from data.importing.numbers import COUNT, MONEY, SHARE, WEIGHT, any_number, real, units_for, whole

YUAN = whole(MONEY["yuan"], rounded=False)
KG = whole(WEIGHT["kg"], rounded=True)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("0.1", 10),
        ("0.29", 29),
        ("1,234,567.89", 123456789),
        ("￥１２．３０", 1230),
        ("¥-12", -1200),
        ("12 元", 1200),
        ("CNY12", 1200),
        (".5", 50),
        ("5.", 500),
        ("+7", 700),
        ("-0.01", -1),
    ],
)
def test_yuan_become_fen_exactly(text: str, fen: int) -> None:
    assert YUAN(text) == fen


@given(st.integers(min_value=-(10**17), max_value=10**17))
def test_no_fen_is_lost(fen: int) -> None:
    assert YUAN(f"{Decimal(fen).scaleb(-2):f}") == fen


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("1.5", 1500),
        ("0.0005", 1),
        ("0.0004", 0),
        ("2.3456", 2346),
        ("3公斤", 3000),
        ("1.2KG", 1200),
    ],
)
def test_weights_are_rounded_to_the_gram(text: str, grams: int) -> None:
    assert KG(text) == grams


def test_other_units() -> None:
    assert whole(WEIGHT["jin"], rounded=True)("2.5斤") == 1250
    assert whole(MONEY["wan_yuan"], rounded=False)("3.5万元") == 3_500_000
    assert real(SHARE["percent"])("97.5%") == 0.975
    assert whole(COUNT, rounded=False)("3") == 3
    assert (any_number("3"), any_number("3.5")) == (3, 3.5)
    assert isinstance(any_number("3"), int)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        ".",
        "abc",
        "两公斤",
        "1,5",
        "1,2345",
        "12.345.6",
        "1e5",
        "0x10",
        "NaN",
        "inf",
        "12万元",
        "½",
        "٣x",
    ],
)
def test_what_is_no_number_is_unparsable(text: str) -> None:
    with pytest.raises(BadValue) as caught:
        YUAN(text)
    assert caught.value.fault == "unparsable"


def test_another_unit_than_the_stated_one_is_unparsable() -> None:
    for text in ("500g", "500克", "3斤"):
        with pytest.raises(BadValue):
            KG(text)
    with pytest.raises(BadValue):
        whole(WEIGHT["g"], rounded=True)("5kg")
    with pytest.raises(BadValue):
        whole(WEIGHT["jin"], rounded=True)("5公斤")


def test_parts_of_a_fen_are_unparsable() -> None:
    with pytest.raises(BadValue, match="not a whole number"):
        YUAN("0.001")


@pytest.mark.parametrize("text", ["9" * 19, "-" + "9" * 19])
def test_too_large_is_out_of_range(text: str) -> None:
    with pytest.raises(BadValue) as caught:
        YUAN(text)
    assert caught.value.fault == "out_of_range"


@pytest.mark.parametrize(
    ("path", "units"),
    [
        ("weight_grams", WEIGHT),
        ("item.declared_value_fen", MONEY),
        ("face_score", SHARE),
        ("existing_cards", None),
    ],
)
def test_which_fields_need_a_unit(path: str, units: object) -> None:
    assert units_for(path) is units


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_fault(text: str) -> None:
    with contextlib.suppress(BadValue):
        assert isinstance(YUAN(text), int)
