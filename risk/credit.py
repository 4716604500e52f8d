"""The credit answer to a COD application: grade, limits, terms, and what they may cost (DOMAIN 4).

Pure: a function of the vector, the instant and the group, so that a stored decision is derived again
bit for bit. A fitted scorecard of the bundle serves where there is one, else the expert one of the
policies. What the group has outstanding is an argument: the ledger of exposures gives it; without one
the merchants of a settlement account share the grade's cap evenly.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from math import floor, isnan
from typing import Final

from msgspec import Struct

from data.decisions import Action, Credit
from data.instants import DAY_MS, to_datetime, to_ms
from risk.features.catalogue import INDEX
from rules.cod_book import CodBook
from rules.credit_reasons import GROUP_LIMIT, NEUTRAL
from rules.limits import (
    BASIS,
    DAYS_A_MONTH,
    MAX_FEN,
    Assumptions,
    Granted,
    Group,
    Trade,
    granted,
)
from rules.scorecard import CompiledScorecard, Loss, Scorecard, probability_of_default

WINDOW_DAYS: Final = 90
"""Of the sum from which the mean monthly COD is reckoned."""
_FIRST_MS: Final = to_ms(datetime.min.replace(tzinfo=UTC))
_LAST_MS: Final = to_ms(datetime.max.replace(tzinfo=UTC))


class CreditAnswer(Struct, frozen=True):
    """What the credit side says of an application.

    Attributes:
        credit: as the contract tells it.
        action: what it asks for on the ladder.
        losses: reasons below average odds, the most points lost first; the group's limit before them.
        deposit_fen: what is to be deposited.
        requested_fen: what was asked for.
        limited: less was granted than was asked for.
    """

    credit: Credit
    action: Action
    losses: tuple[Loss, ...]
    deposit_fen: int
    requested_fen: int
    limited: bool


class CreditDesk:
    """Answers applications by one book and one scorecard.

    Args:
        book: grade table and expert scorecard.
        fitted: serves in place of the expert scorecard; None where none was fitted.
    """

    def __init__(self, book: CodBook, fitted: Scorecard | None = None) -> None:
        self.table = book.table
        self.scorecard = CompiledScorecard(fitted or book.scorecard, INDEX)

    def answer(
        self, vector: Sequence[float], at_ms: int, group: Group | None = None
    ) -> CreditAnswer:
        """The answer to one application.

        Args:
            vector: all features of the application.
            at_ms: when it was made.
            group: with whom it shares a limit; by its settlement account if not given.
        """
        seasoned = is_seasoned(self.table.assumptions, vector)
        scored = self.scorecard.score(vector, seasoned=seasoned)
        pd = probability_of_default(scored.score)
        grade = self.table.grade_of(scored.score, seasoned=seasoned)
        trade = trade_of(self.table.assumptions, vector, seasoned=seasoned)
        requested_fen = int(_of(vector, "requested_limit_fen", 0.0))
        shared = group or Group(int(_of(vector, "settle_account_merchants_90d", 1.0)))
        given = granted(self.table, grade, pd, trade, requested_fen=requested_fen, group=shared)
        advance = grade.advance_bp > 0 and given.limits.outstanding_fen > 0
        credit = Credit(
            grade=grade.grade,
            score=scored.score,
            pd=pd,
            expected_loss_fen=given.expected_loss_fen,
            limits=given.limits,
            payout_cycle_days=grade.payout_days,
            deposit_ratio=grade.deposit_bp / BASIS,
            advance_allowed=advance,
            valid_until=_valid_until(at_ms, grade.valid_days),
        )
        short = given.limits.outstanding_fen < requested_fen
        return CreditAnswer(
            credit=credit,
            action=_action(grade.action, given),
            losses=_with_group(scored.losses, shared) if given.held_by_group else scored.losses,
            deposit_fen=given.deposit_fen,
            requested_fen=requested_fen,
            limited=short or (trade.wants_advance and not advance),
        )


def is_seasoned(given: Assumptions, vector: Sequence[float]) -> bool:
    """Whether past trade counts: long or much enough, and with some COD in it."""
    long = _of(vector, "merchant_tenure_days", 0.0) >= given.seasoned_days
    much = _of(vector, "merchant_delivered", 0.0) >= given.seasoned_parcels
    return (long or much) and _of(vector, "merchant_cod_90d_fen", 0.0) > 0


def trade_of(given: Assumptions, vector: Sequence[float], *, seasoned: bool) -> Trade:
    """The trade that exposure and limits are reckoned from: observed, or of the new what they expect."""
    tenure = _of(vector, "merchant_tenure_days", 0.0)
    if seasoned:
        days = min(max(tenure, DAYS_A_MONTH), WINDOW_DAYS)
        monthly = _of(vector, "merchant_cod_90d_fen", 0.0) * DAYS_A_MONTH / days
    else:
        monthly = _of(vector, "expected_monthly_cod_fen", 0.0)
    return Trade(
        monthly_cod_fen=floor(min(max(monthly, 0.0), MAX_FEN)),
        average_cod_fen=int(_of(vector, "average_cod_fen", 0.0)),
        refusal_share=_of(vector, "merchant_failed_share", given.refusal_share),
        new=tenure < given.new_days,
        deposit_fen=max(0, int(_of(vector, "deposit_fen", 0.0))),
        wants_advance=_of(vector, "advance_requested", 0.0) == 1.0,
    )


def _of(vector: Sequence[float], name: str, missing: float) -> float:
    value = vector[INDEX[name]]
    return missing if isnan(value) else value


def _action(action: Action, given: Granted) -> Action:
    """A limit of nothing is no approval: a person looks at it."""
    return "review" if action == "approve" and not given.limits.outstanding_fen else action


def _with_group(losses: tuple[Loss, ...], group: Group) -> tuple[Loss, ...]:
    """The group before the other reasons; that its limit is used up is said where that is known."""
    code = NEUTRAL if group.others_fen is None else GROUP_LIMIT
    told = any(loss.code == code for loss in losses)
    return losses if told else (Loss(code, 0), *losses)


def _valid_until(at_ms: int, days: int) -> str:
    """RFC 3339; absurd instants stay within what can be written."""
    until_ms = min(max(at_ms + days * DAY_MS, _FIRST_MS), _LAST_MS)
    return to_datetime(until_ms).isoformat()
