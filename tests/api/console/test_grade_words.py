"""Every mistake that a cell can hold has words of the grid in both languages."""

from importlib import resources

import pytest

from api.console.grade_words import mistake_text
from api.console.texts import CHINESE, ENGLISH, Words
from rules.grade_sheet import sheet_of
from rules.limits_check import read_table
from tests.rules.test_limits_check import MISTAKES

GOOD = (resources.files("rules") / "cod" / "grades.yaml").read_text("utf-8")


@pytest.mark.parametrize(("old", "new"), [mistake[:2] for mistake in MISTAKES])
def test_no_mistake_of_a_cell_is_left_as_the_reader_says_it(old: str, new: str) -> None:
    for problem in read_table(GOOD.replace(old, new)).problems:
        if "action can't be" in problem.message:  # the grid offers a list
            continue
        for language in (CHINESE, ENGLISH):
            assert mistake_text(problem.message, Words(language)) != problem.message


def test_what_is_new_is_told_as_the_api_says_it() -> None:
    assert mistake_text("something else", Words(CHINESE)) == "something else"


def test_every_assumption_and_column_of_the_shipped_table_has_a_word() -> None:
    sheet = sheet_of(GOOD)
    assert sheet is not None
    names = {place[1] for place in sheet.cells if place[0] == "assumptions"}
    columns = {place[2] for place in sheet.cells if place[0] == "grades"}
    t = Words(CHINESE)
    assert all(t.known(f"assume.{name}") for name in names)
    assert all(t.known(f"grid.{name}") for name in columns)
