"""How a stored credit answer came about: points by variable, and what each limit was the least of.

Derived again from the row's own vector, with the book and the scorecard that decided then. Pure.
"""

from array import array
from collections.abc import Sequence
from math import isnan

from msgspec import Struct

from data.decisions import Credit
from risk.credit import CreditDesk, is_seasoned, trade_of
from risk.features.catalogue import INDEX
from rules.credit_reasons import REASONS
from rules.limits import BASIS, exposure_fen, outstanding_parts
from rules.scorecard import Scored


class PointsLine(Struct, frozen=True):
    """One variable of the scorecard.

    Attributes:
        value: None where it is missing.
        points: that it gave; 0 for average odds.
        best: the most that a known value can give.
        reason: the code that is told where points are below 0.
        waits: past trade that does not count yet, because the merchant is new.
    """

    feature: str
    value: float | None
    points: int
    best: int
    reason: str | None
    waits: bool


class LimitPart(Struct, frozen=True):
    """One of the amounts that the outstanding limit is the least of.

    Attributes:
        name: ``cap``, ``volume``, ``loss``, ``group`` or ``requested``.
        binding: whether it is the one that decided.
    """

    name: str
    fen: int
    binding: bool


class CodeWords(Struct, frozen=True):
    """A reason code in the words for colleagues and those for the customer; points that it cost."""

    code: str
    points: int
    zh: str
    en: str
    customer_zh: str
    customer_en: str


class CreditPoints(Struct, frozen=True):
    """The whole sum.

    Attributes:
        card: id of the scorecard; ``fitted`` whether it was learnt from this carrier's data.
        base: points before any variable; base and points are the score, held within 0 and 1,000.
        deposit_fen: what is to be deposited for the limit.
        exposure_fen: EAD with these limits.
    """

    card: str
    fitted: bool
    seasoned: bool
    base: int
    points: list[PointsLine]
    parts: list[LimitPart]
    reasons: list[CodeWords]
    requested_fen: int
    deposit_fen: int
    exposure_fen: int


def points_of(desk: CreditDesk, vector: bytes, credit: Credit, *, fitted: bool) -> CreditPoints:
    """How a credit answer came about.

    Args:
        desk: of the book and the scorecard that decided.
        vector: of the row.
        credit: the answer that was given.
        fitted: whether the scorecard was the bundle's.
    """
    values = array("d", vector)
    given, card = desk.table.assumptions, desk.scorecard.card
    seasoned = is_seasoned(given, values)
    scored = desk.scorecard.score(values, seasoned=seasoned)
    grade = next(row for row in desk.table.grades if row.grade == credit.grade)
    trade = trade_of(given, values, seasoned=seasoned)
    asked = values[INDEX["requested_limit_fen"]]
    requested_fen = 0 if isnan(asked) else int(asked)
    limit_fen = credit.limits.outstanding_fen
    deposit_fen = -(-limit_fen * grade.deposit_bp // BASIS)
    held_fen = max(deposit_fen, trade.deposit_fen)
    lgd = given.lgd_new if trade.new else given.lgd
    own = outstanding_parts(grade, trade.monthly_cod_fen, credit.pd * lgd, given.el_budget_bp)
    exposure = exposure_fen(given, grade, credit.limits, trade, held_fen) if limit_fen else 0
    return CreditPoints(
        card.id,
        fitted,
        seasoned,
        card.base,
        _lines(desk, values, scored, seasoned=seasoned),
        _parts(own, requested_fen, limit_fen),
        [_words(loss.code, loss.points) for loss in scored.losses],
        requested_fen,
        deposit_fen,
        exposure,
    )


def _lines(
    desk: CreditDesk, values: Sequence[float], scored: Scored, *, seasoned: bool
) -> list[PointsLine]:
    lines = []
    for variable, points in zip(desk.scorecard.card.variables, scored.points, strict=True):
        value = values[INDEX[variable.feature]]
        waits = variable.history and not seasoned
        missing = isnan(value) or waits
        reason = variable.missing_reason if missing else variable.reason
        lines.append(
            PointsLine(
                variable.feature,
                None if isnan(value) else value,
                points,
                variable.best,
                reason if points < 0 else None,
                waits,
            )
        )
    return lines


def _parts(own: tuple[int, int, int], requested_fen: int, limit_fen: int) -> list[LimitPart]:
    """The amounts; what the group left is no part of the row, and shows where none of the others decided."""
    amounts = dict(zip(("cap", "volume", "loss"), own, strict=True)) | {"requested": requested_fen}
    if limit_fen < min(amounts.values()):
        amounts["group"] = limit_fen
    return [LimitPart(name, fen, fen == limit_fen) for name, fen in amounts.items()]


def _words(code: str, points: int) -> CodeWords:
    reason = REASONS[code]
    inner, outer = reason.internal, reason.customer
    return CodeWords(code, points, inner.zh, inner.en, outer.zh, outer.en)
