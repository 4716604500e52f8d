import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.normalise.tail import parse_tail


def parts(text: str) -> tuple[str, str, str, str]:
    tail = parse_tail(text)
    return tail.building, tail.unit, tail.floor, tail.room


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3幢1单元502室", ("3", "1", "", "502")),
        ("3号楼1单元502户", ("3", "1", "", "502")),
        ("3-1-502", ("3", "1", "", "502")),
        ("3栋1单元5楼02室", ("3", "1", "5", "502")),
        ("03栋01单元0502室", ("3", "1", "", "502")),
        ("9-1336", ("9", "", "", "1336")),
        ("7-14", ("7", "14", "", "")),
        ("2-3-5-502", ("2", "3", "5", "502")),
        ("12幢3-1001", ("12", "3", "", "1001")),
        ("11幢1703-2室", ("11", "", "", "1703-2")),
        ("A座1201", ("A", "", "", "1201")),
        ("3A105号", ("", "", "", "3A105")),
        ("幸福小区1202", ("", "", "", "1202")),
        ("6楼3单元402", ("6", "3", "", "402")),
        ("14号1102", ("14", "", "", "1102")),
        ("12层", ("", "", "12", "")),
        ("甲栋502", ("甲", "", "", "502")),
        ("商贸城17789", ("", "", "", "17789")),
        ("南大门对面", ("", "", "", "")),
        ("", ("", "", "", "")),
    ],
)
def test_parse_tail(text: str, expected: tuple[str, ...]) -> None:
    assert parts(text) == expected


@given(st.text(st.characters(exclude_categories=()), max_size=100))
def test_total(raw: str) -> None:
    tail = parse_tail(raw)
    assert tail.begin <= tail.end <= len(raw)


@given(st.integers(1, 199), st.integers(1, 9), st.integers(101, 3299))
def test_words_and_dashes_say_the_same(building: int, unit: int, room: int) -> None:
    words = parts(f"{building}栋{unit}单元{room}室")
    assert parts(f"{building}-{unit}-{room}") == words
    assert parts(f"花园{building}号楼{unit}门{room}") == words
