"""What a COD merchant may cost and may use: exposure, expected loss, limits (DOMAIN 4.1 and 4.4).

Money is whole fen. What the carrier may lose is rounded up, what the merchant may use is rounded down.
Shares of the grade table are whole basis points, so that no limit hangs on a float.
"""

from math import ceil, floor, isfinite
from typing import Final, TypeAlias

from msgspec import Struct

from data.decisions import Action, CreditLimits
from rules.model import Words

BASIS: Final = 10_000
"""Basis points in one."""
DAYS_A_MONTH: Final = 30
MAX_FEN: Final = 10**15

GradeName: TypeAlias = str
GRADES: Final[tuple[GradeName, ...]] = ("A", "B", "C", "D", "E", "F")
"""Best first."""


class Grade(Struct, frozen=True):
    """One row of the grade table.

    Attributes:
        grade: A to F.
        from_score: lowest score of the grade; the last takes all below.
        per_parcel_fen: most that one parcel may collect.
        per_day_fen: most that a day's parcels may collect.
        outstanding_fen: most that may be under way, whatever the volume.
        monthly_bp: the same as a part of the mean monthly COD.
        payout_days: from collection to pay-out.
        deposit_bp: deposit, as a part of the outstanding limit.
        advance_bp: part of a COD amount that may be paid before it is collected; 0 for none.
        valid_days: after which the grade is looked at again.
        action: what the grade asks for on the ladder of decisions.
        source: mark of where the row comes from.
    """

    grade: GradeName
    from_score: int
    per_parcel_fen: int
    per_day_fen: int
    outstanding_fen: int
    monthly_bp: int
    payout_days: int
    deposit_bp: int
    advance_bp: int
    valid_days: int
    action: Action
    source: str


class Assumptions(Struct, frozen=True):
    """What the formulas take for granted; every value stands in the table with its source.

    Attributes:
        lgd: loss given default of an unsecured merchant, of 1.
        lgd_new: the same of one of fewer than ``new_days``.
        new_days: days since the first parcel.
        el_budget_bp: expected loss that is borne, as a part of the mean monthly COD.
        peak_factor: P90 of a day's COD to the mean day's.
        collection_days: from pick-up to collection.
        advance_after_days: from pick-up to the advance.
        dispute_days: how long a consignee may ask for the money back.
        disputed_share: of collected COD that is asked back.
        freight_fen: of one parcel.
        return_freight: freight of a return, of the freight out.
        freight_days: until freight is settled.
        refusal_share: of a merchant of whom nothing is known.
        seasoned_days: days since the first parcel after which past trade counts.
        seasoned_parcels: delivered parcels after which it counts as well.
        start_grade: best grade before that.
    """

    lgd: float
    lgd_new: float
    new_days: int
    el_budget_bp: int
    peak_factor: float
    collection_days: float
    advance_after_days: float
    dispute_days: float
    disputed_share: float
    freight_fen: int
    return_freight: float
    freight_days: float
    refusal_share: float
    seasoned_days: int
    seasoned_parcels: int
    start_grade: GradeName


class GradeTable(Struct, frozen=True):
    """Grades and assumptions, as business people keep them.

    Attributes:
        grades: best first, A to F.
    """

    id: str
    version: int
    title: Words
    grades: tuple[Grade, ...]
    assumptions: Assumptions

    def grade_of(self, score: int, *, seasoned: bool) -> Grade:
        """The grade of a score; before past trade counts, none better than the start grade."""
        best = 0 if seasoned else GRADES.index(self.assumptions.start_grade)
        for grade in self.grades[best:-1]:
            if score >= grade.from_score:
                return grade
        return self.grades[-1]


class Trade(Struct, frozen=True):
    """What a merchant ships, as far as the exposure depends on it.

    Attributes:
        monthly_cod_fen: mean COD of a month.
        average_cod_fen: of one parcel; 0 where it is not known.
        refusal_share: of its parcels.
        new: fewer than ``new_days`` with us.
        deposit_fen: that it offers.
        wants_advance: it asks for advances.
    """

    monthly_cod_fen: int
    average_cod_fen: int
    refusal_share: float
    new: bool
    deposit_fen: int
    wants_advance: bool


class Group(Struct, frozen=True):
    """The merchants that one limit is shared by: same settlement account, representative, device.

    Attributes:
        merchants: how many, the applicant included.
        others_fen: what the others have outstanding; None where no ledger tells.
    """

    merchants: int = 1
    others_fen: int | None = None


ALONE: Final = Group()


class Granted(Struct, frozen=True):
    """Limits and what they may cost.

    Attributes:
        limits: in fen.
        deposit_fen: what is to be deposited for them.
        exposure_fen: EAD.
        expected_loss_fen: EL.
        held_by_group: whether the group left less than the merchant's own limit.
    """

    limits: CreditLimits
    deposit_fen: int
    exposure_fen: int
    expected_loss_fen: int
    held_by_group: bool


def granted(
    table: GradeTable,
    grade: Grade,
    pd: float,
    trade: Trade,
    *,
    requested_fen: int,
    group: Group,
) -> Granted:
    """The limits of an application, never more than it asks for.

    Args:
        table: gives the assumptions.
        grade: of the merchant.
        pd: probability of default.
        trade: of the merchant.
        requested_fen: the outstanding limit asked for.
        group: with whom it shares the grade's cap.
    """
    given = table.assumptions
    lgd = given.lgd_new if trade.new else given.lgd
    own_fen = outstanding_fen(grade, trade.monthly_cod_fen, pd * lgd, given.el_budget_bp)
    left_fen = group_fen(grade.outstanding_fen, group)
    limit_fen = max(0, min(own_fen, left_fen, requested_fen))
    limits = CreditLimits(
        min(grade.per_parcel_fen, limit_fen), min(grade.per_day_fen, limit_fen), limit_fen
    )
    deposit_fen = -(-limit_fen * grade.deposit_bp // BASIS)
    held_fen = max(deposit_fen, trade.deposit_fen)
    exposure = exposure_fen(given, grade, limits, trade, held_fen) if limit_fen else 0
    held = left_fen < min(own_fen, requested_fen)
    return Granted(limits, deposit_fen, exposure, expected_loss_fen(pd, lgd, exposure), held)


def outstanding_fen(grade: Grade, monthly_cod_fen: int, loss_rate: float, budget_bp: int) -> int:
    """min(grade's cap, k x mean monthly COD, EL budget / (PD x LGD)), in whole fen.

    Args:
        grade: gives cap and k.
        monthly_cod_fen: mean COD of a month.
        loss_rate: PD x LGD, above 0.
        budget_bp: expected loss that is borne, in basis points of the mean monthly COD.
    """
    return min(outstanding_parts(grade, monthly_cod_fen, loss_rate, budget_bp))


def outstanding_parts(
    grade: Grade, monthly_cod_fen: int, loss_rate: float, budget_bp: int
) -> tuple[int, int, int]:
    """What that limit is the least of: by the cap, by the volume, by the loss that is borne."""
    monthly_fen = max(0, min(monthly_cod_fen, MAX_FEN))
    by_volume_fen = monthly_fen * grade.monthly_bp // BASIS
    by_loss_fen = floor(monthly_fen * budget_bp / (BASIS * loss_rate))
    return grade.outstanding_fen, by_volume_fen, by_loss_fen


def group_fen(cap_fen: int, group: Group) -> int:
    """What a group leaves of one cap: what the others do not use, else an equal part."""
    if group.others_fen is None:
        return cap_fen // max(1, group.merchants)
    return max(0, cap_fen - max(0, group.others_fen))


def exposure_fen(
    given: Assumptions, grade: Grade, limits: CreditLimits, trade: Trade, deposit_fen: int
) -> int:
    """EAD = max(0, advance + claw-back + freight - collected COD at hand - deposit), rounded up.

    The daily value is what the limits let through: the peak of the forecast, the day's limit, and
    the outstanding limit spread over the days that a parcel counts against it.
    """
    held_days = given.collection_days + grade.payout_days
    daily = min(
        trade.monthly_cod_fen / DAYS_A_MONTH * given.peak_factor,
        float(limits.per_day_fen),
        limits.outstanding_fen / held_days,
    )
    refused = trade.refusal_share
    advanced = grade.advance_bp / BASIS if trade.wants_advance else 0.0
    advance = daily * advanced * max(0.0, given.collection_days - given.advance_after_days)
    disputed = given.disputed_share * max(0.0, given.dispute_days - grade.payout_days)
    # No parcel collects less than its freight: a stated average of one fen makes no million parcels.
    parcels = daily / max(trade.average_cod_fen, given.freight_fen)
    freight = parcels * given.freight_fen * (1.0 + refused * given.return_freight)
    collected = daily * (1.0 - refused) * grade.payout_days
    owed = advance + daily * (1.0 - refused) * disputed + freight * given.freight_days
    exposure = owed - collected - deposit_fen
    return max(0, ceil(exposure)) if isfinite(exposure) else 0


def expected_loss_fen(pd: float, lgd: float, exposure: int) -> int:
    """EL = PD x LGD x EAD, rounded up."""
    return ceil(pd * lgd * exposure)
