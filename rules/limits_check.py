"""The grade table as YAML: read, and every mistake told with its line."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import msgspec
from msgspec import Struct

from data.decisions import Action
from data.errors import Failure
from rules.document import Fields, read_document
from rules.limits import BASIS, GRADES, MAX_FEN, Assumptions, Grade, GradeTable
from rules.model import Problem
from rules.scorecard_check import read_source, read_words

ACTIONS: Final[tuple[Action, ...]] = ("approve", "review", "hold")
"""A grade never declines: a person does."""
_FEN_A_YUAN: Final = 100
_MOST_YUAN: Final = MAX_FEN // _FEN_A_YUAN
_BOUNDS: Final[dict[str, tuple[float, float]]] = {
    "lgd": (0.01, 1),
    "lgd_new": (0.01, 1),
    "new_days": (0, 3_650),
    "el_budget_bp": (0, BASIS),
    "peak_factor": (1, 10),
    "collection_days": (0.5, 60),
    "advance_after_days": (0, 60),
    "dispute_days": (0, 365),
    "disputed_share": (0, 1),
    "freight_fen": (1, 100_000),
    "return_freight": (0, 2),
    "freight_days": (0, 120),
    "refusal_share": (0, 1),
    "seasoned_days": (1, 3_650),
    "seasoned_parcels": (1, 1_000_000),
}
_WHOLE: Final = frozenset(
    {"new_days", "el_budget_bp", "freight_fen", "seasoned_days", "seasoned_parcels"}
)
_FALLING: Final = (
    *("from_score", "per_parcel_fen", "per_day_fen", "outstanding_fen", "monthly_bp"),
    *("advance_bp",),
)
_RISING: Final = ("payout_days", "deposit_bp")
"""A better grade is never worse off: so more refusals can't raise a limit."""


class TableReading(Struct, frozen=True):
    """What a text says; ``table`` may be used where there are no problems."""

    table: GradeTable | None
    problems: list[Problem]


def read_table(text: str) -> TableReading:
    """A grade table of a YAML text, and everything that is wrong with it."""
    problems: list[Problem] = []
    root = read_document(text, problems)
    table = _table(root) if root else None
    return TableReading(table, sorted(set(problems)))


def load_table(text: str, name: str) -> GradeTable:
    """The grade table of a text.

    Raises:
        Failure: it holds mistakes; the message lists all, one a line.
    """
    reading = read_table(text)
    if reading.problems or reading.table is None:
        told = [problem.describe(name) for problem in reading.problems]
        raise Failure("\n".join(told), code="bad_grade_table")
    return reading.table


def _table(root: Fields) -> GradeTable | None:
    id_, version = root.text("id"), root.whole("version")
    title = read_words(root, "title")
    rows = root.mappings("grades")
    grades = tuple(_grade(fields) for fields in rows)
    for row, name, message in _ladder_mistakes(grades):
        root.problem(rows[row].line_of(name) if rows else root.line_of("grades"), message)
    fields = root.mapping("assumptions")
    assumptions = _assumptions(fields) if fields else None
    root.finish()
    return GradeTable(id_, version, title, grades, assumptions) if assumptions else None


def _grade(fields: Fields) -> Grade:
    grade = Grade(
        grade=fields.choice("grade", GRADES),
        from_score=fields.integer("from_score", -10_000, 10_000),
        per_parcel_fen=_fen(fields, "per_parcel_yuan"),
        per_day_fen=_fen(fields, "per_day_yuan"),
        outstanding_fen=_fen(fields, "outstanding_yuan"),
        monthly_bp=_bp(fields, "monthly_share"),
        payout_days=fields.integer("payout_days", 0, 90),
        deposit_bp=_bp(fields, "deposit_share"),
        advance_bp=_bp(fields, "advance_share"),
        valid_days=fields.integer("valid_days", 1, 3_650),
        action=fields.choice("action", ACTIONS),
        source=read_source(fields),
    )
    fields.finish()
    return grade


def _fen(fields: Fields, name: str) -> int:
    return fields.integer(name, 0, _MOST_YUAN) * _FEN_A_YUAN


def _bp(fields: Fields, name: str) -> int:
    share = fields.number(name, 0, 1)
    points = round(share * BASIS)
    if abs(points - share * BASIS) > 1e-6:
        fields.problem(fields.line_of(name), f"{name} has more than four digits")
    return points


def _ladder_mistakes(grades: tuple[Grade, ...]) -> Iterator[tuple[int, str, str]]:
    """Rows, by place, the field that is wrong with them as a ladder, and how."""
    if tuple(grade.grade for grade in grades) != GRADES:
        yield 0, "grade", f"the grades must be {', '.join(GRADES)}, each once and in this order"
        return
    for row, (better, worse) in enumerate(pairwise(grades), start=1):
        for name in _FALLING:
            if getattr(worse, name) > getattr(better, name):
                field = _written(name)
                yield row, field, f"{worse.grade} has more {field} than {better.grade}"
        for name in _RISING:
            if getattr(worse, name) < getattr(better, name):
                field = _written(name)
                yield row, field, f"{worse.grade} has less {field} than {better.grade}"
        if worse.from_score == better.from_score:
            yield row, "from_score", f"{worse.grade} begins where {better.grade} begins"
        if ACTIONS.index(worse.action) < ACTIONS.index(better.action):
            yield row, "action", f"{worse.grade} is decided more mildly than {better.grade}"


def _written(name: str) -> str:
    """A field as the table writes it."""
    return name.replace("_fen", "_yuan").replace("_bp", "_share")


def _assumptions(fields: Fields) -> Assumptions:
    values: dict[str, float | int | str] = {
        name: _assumed(fields, name, least, most) for name, (least, most) in _BOUNDS.items()
    }
    inner = fields.mapping("start_grade")
    values["start_grade"] = inner.choice("value", GRADES) if inner else GRADES[-1]
    if inner:
        inner.text("unit")
        read_source(inner)
        inner.finish()
    fields.finish()
    return msgspec.convert(values, Assumptions)


def _assumed(fields: Fields, name: str, least: float, most: float) -> float:
    inner = fields.mapping(name)
    if inner is None:
        return least
    value = (
        inner.integer("value", int(least), int(most))
        if name in _WHOLE
        else inner.number("value", least, most)
    )
    inner.text("unit")
    read_source(inner)
    inner.finish()
    return value
