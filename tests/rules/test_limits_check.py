"""Every mistake of a grade table is told at once, with its line."""

from importlib import resources

import pytest

from data.errors import Failure
from rules.limits_check import load_table, read_table

GOOD = (resources.files("rules") / "cod" / "grades.yaml").read_text("utf-8")


def line_of(text: str) -> int:
    (line,) = [number for number, each in enumerate(GOOD.splitlines(), 1) if text in each]
    return line


MISTAKES = [
    ("from_score: 660", "from_score: 710", "grade: B", "B has more from_score than A"),
    ("from_score: 660", "from_score: 700", "grade: B", "B begins where A begins"),
    ("per_parcel_yuan: 2000,", "per_parcel_yuan: 9000,", "grade: D", "D has more per_parcel_yuan"),
    ("monthly_share: 0.35", "monthly_share: 1.35", "grade: B", "monthly_share must be a number"),
    ("monthly_share: 0.35", "monthly_share: 0.12345", "grade: B", "more than four digits"),
    ("payout_days: 14, deposit_share: 0.20, advance_share: 0, valid_days: 14",
     "payout_days: 1, deposit_share: 0.20, advance_share: 0, valid_days: 14",
     "grade: E", "E has less payout_days than D"),
    ("action: hold", "action: decline", "grade: F", "action can't be 'decline'"),
    ('source: "[D] DOMAIN 4.4: an officer signs"', "source: us", "grade: E", "has no mark"),
    ("lgd: {value: 0.65", "lgd: {value: 65", "lgd: {", "value must be a number from 0.01 to 1"),
    ("new_days: {value: 90", "new_days: {value: ninety", "new_days: {", "must be a whole number"),
    ("start_grade: {value: D", "start_grade: {value: G", "start_grade: {", "can't be 'G'"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "said"), MISTAKES)
def test_each_mistake_is_told_with_its_line(old: str, new: str, place: str, said: str) -> None:
    assert GOOD.count(old) == 1
    problems = read_table(GOOD.replace(old, new)).problems
    assert any(said in each.message and each.line == line_of(place) for each in problems), problems


def test_all_mistakes_are_told_at_once() -> None:
    text = GOOD
    planted = [MISTAKES[at] for at in (0, 2, 6, 7, 8, 9, 10)]
    for old, new, _, _ in planted:
        text = text.replace(old, new)
    with pytest.raises(Failure) as caught:
        load_table(text, "grades.yaml")
    for _, _, place, said in planted:
        assert f"grades.yaml:{line_of(place)}: " in str(caught.value)
        assert said in str(caught.value)


def test_a_grade_that_is_missing_is_told() -> None:
    without = "\n".join(line for line in GOOD.splitlines() if "grade: C" not in line)
    assert any("A, B, C, D, E, F" in each.message for each in read_table(without).problems)


@pytest.mark.parametrize("text", ["", "- 1", "grades: []", "grades: {a: 1}"])
def test_what_is_no_table_is_refused_and_raises_nothing_else(text: str) -> None:
    assert read_table(text).problems


def test_amounts_are_fen_and_shares_basis_points() -> None:
    table = load_table(GOOD, "grades.yaml")
    best = table.grades[0]
    assert (best.per_parcel_fen, best.monthly_bp, best.advance_bp) == (2_000_000, 5_000, 5_000)
