"""Cells of a grade table: a change touches its own cell, and a mistake is found at it."""

from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.grade_sheet import Place, Sheet, sheet_of, written
from rules.limits_check import read_table

GOOD = (resources.files("rules") / "cod" / "grades.yaml").read_text("utf-8")


def sheet() -> Sheet:
    found = sheet_of(GOOD)
    assert found is not None
    return found


def grade(row: int, name: str) -> Place:
    return ("grades", str(row), name)


def test_nothing_changed_is_the_same_text() -> None:
    values = {place: cell.value for place, cell in sheet().cells.items()}
    assert sheet().changed(values) == GOOD


def test_a_change_touches_its_own_cell() -> None:
    changed = sheet().changed({grade(2, "per_day_yuan"): "25000", ("version",): "2"})
    assert changed == GOOD.replace("per_day_yuan: 30000", "per_day_yuan: 25000").replace(
        "version: 1", "version: 2", 1
    )


@given(
    st.dictionaries(
        st.sampled_from(sorted(sheet().cells)),
        st.integers(-5, 10**6).map(str) | st.sampled_from("ABF") | st.text(max_size=12),
        max_size=6,
    )
)
def test_one_cell_a_line_says_what_the_changed_text_says(values: dict[Place, str]) -> None:
    lines, places = sheet().one_a_line(values)
    mine, other = read_table(sheet().changed(values)), read_table(lines)
    assert mine.table == other.table
    assert sorted(p.message for p in mine.problems) == sorted(p.message for p in other.problems)
    assert all(problem.line in places for problem in other.problems)
    assert len(places) == len(sheet().cells)


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (grade(1, "from_score"), "710", "B has more from_score than A"),
        (grade(1, "from_score"), "700", "B begins where A begins"),
        (grade(3, "per_parcel_yuan"), "9000", "D has more per_parcel_yuan than C"),
        (grade(3, "payout_days"), "x, grade: A}", "payout_days must be a whole number"),
        (grade(4, "payout_days"), "1", "E has less payout_days than D"),
        (grade(4, "action"), "approve", None),
        (grade(5, "action"), "approve", "F is decided more mildly than E"),
        (grade(0, "monthly_share"), "0.12345", "more than four digits"),
        (grade(0, "source"), "", "source"),
        (("assumptions", "lgd", "value"), "65", "value must be a number from 0.01 to 1"),
        (("assumptions", "start_grade", "value"), "G", "can't be 'G'"),
        (("title", "zh"), "", "empty"),
        (("version",), "0", "version must be a whole number"),
    ],
)
def test_a_mistake_stands_at_its_cell(place: Place, value: str, said: str | None) -> None:
    lines, places = sheet().one_a_line({place: value})
    told = {(places[problem.line], problem.message) for problem in read_table(lines).problems}
    if said is None:
        assert told == set()
    else:
        assert any(at == place and said in message for at, message in told), told


@pytest.mark.parametrize("text", ["", "grades: []", "id: x\nrules: []", GOOD + "\nmore: 1\n"])
def test_what_is_no_good_table_has_no_cells(text: str) -> None:
    assert sheet_of(text) is None


@pytest.mark.parametrize("value", ["", "a: b", "1,000", '"', "yes", "# x", "~", "\n", "\x00", "{"])
def test_no_value_can_break_the_file(value: str) -> None:
    assert written(value).startswith('"')
    after = read_table(sheet().changed({("title", "zh"): value}))
    assert [
        p for p in after.problems if "zh" not in p.message and "not YAML" not in p.message
    ] == []
