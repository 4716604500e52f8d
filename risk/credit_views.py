"""What credit officers are shown: applications, the file of one, limits by hand."""

from msgspec import Struct

from data.applications import ApplicationRow
from data.decisions import DECODER, Credit, CreditLimits, CustomerText
from data.instants import to_datetime
from risk.credit_points import CreditPoints
from risk.exposure_desk import ExposureView
from risk.limit_overrides import Override
from risk.masked_parties import MaskedParty


class ApplicationItem(Struct, frozen=True):
    """An application in a list; ``seq`` is its place in the log."""

    seq: int
    event_id: str
    occurred_at: str
    decision: str
    grade: str | None
    score: int | None
    outstanding_fen: int | None
    case_id: str | None


class OverrideView(Struct, frozen=True):
    """Limits by hand as they are shown; ``expired`` is by the wall clock."""

    id: str
    event_id: str
    limits: CreditLimits
    until: str
    reason: str
    state: str
    author: str
    proposed_at: str
    decided_by: str | None
    decided_at: str | None
    end_reason: str | None


class CreditFile(Struct, frozen=True):
    """One application with all that an officer needs; identifiers are masked.

    Attributes:
        credit, worked: None where no grade table was in force.
        customer: what the customer was told; None where nothing had to be told.
        exposure: of the merchant now; None where nothing is under way.
    """

    event_id: str
    occurred_at: str
    decision: str
    case_id: str | None
    merchant: str
    parties: list[MaskedParty]
    credit: Credit | None
    worked: CreditPoints | None
    customer: CustomerText | None
    exposure: ExposureView | None
    overrides: list[OverrideView]


def item_of(row: ApplicationRow) -> ApplicationItem:
    """An application as a list shows it."""
    decision = DECODER.decode(row.answer)
    credit = decision.credit
    return ApplicationItem(
        row.seq,
        row.event_id,
        to_datetime(row.occurred_at_ms).isoformat(),
        decision.decision,
        None if credit is None else credit.grade,
        None if credit is None else credit.score,
        None if credit is None else credit.limits.outstanding_fen,
        decision.case_id,
    )


def override_view(one: Override, now_ms: int) -> OverrideView:
    """Limits by hand as they stand at an instant."""
    over = one.state == "active" and one.until_ms <= now_ms
    decided_at = None if one.decided_at_ms is None else to_datetime(one.decided_at_ms)
    return OverrideView(
        one.id,
        one.event_id,
        one.limits,
        to_datetime(one.until_ms).isoformat(),
        one.reason,
        "expired" if over else one.state,
        one.author,
        to_datetime(one.proposed_at_ms).isoformat(),
        one.decided_by,
        None if decided_at is None else decided_at.isoformat(),
        one.end_reason,
    )
