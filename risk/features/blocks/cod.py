"""A merchant's application for cash on delivery. See ``catalogue.COD_BLOCK``."""

from datetime import date
from math import sqrt
from typing import Final

from data.events import CodApplication
from data.instants import DAY_MS, local_day
from risk.features import facts
from risk.features.blocks.known_frauds import count as frauds_known
from risk.features.blocks.view import (
    NAN,
    View,
    distinct,
    failed_share,
    flag,
    shrunk,
    tenure_days,
    tri,
)
from risk.features.facts import MAX_FEN, clamp
from risk.features.roles import BUSINESS, SENDER
from risk.features.windows import D7, D30, D90, History

COMPLAINT_PRIOR: Final = (1, 199)
OVERDUE_PRIOR: Final = (1, 49)
"""Beta priors of a merchant's shares: half and two in a hundred, as in the simulated world."""
WEEKS: Final = 12
MIN_WEEKS: Final = 4
"""Of fewer weeks a variation says nothing."""
MIN_GROWTH_DAYS: Final = 30
_MAX_DAYS: Final = 10**6
_EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()


def read(view: View, event: CodApplication) -> tuple[float, ...]:
    """The values of the block."""
    subject, at_ms = view.subject, view.at_ms
    parcels = view.history(SENDER, subject.merchant)
    settle = view.history(BUSINESS, subject.account)
    return (
        float(clamp(event.requested_limit_fen, MAX_FEN)),
        float(clamp(event.expected_monthly_cod_fen, MAX_FEN)),
        float(clamp(event.average_cod_fen, MAX_FEN)),
        float(clamp(event.deposit_fen, MAX_FEN)),
        float(clamp(event.payout_cycle_days, _MAX_DAYS)),
        tri(event.advance_requested),
        0.0 if parcels is None else float(parcels.count(at_ms, D30)),
        failed_share(parcels),
        distinct(settle, facts.MERCHANT, at_ms, D90, subject.merchant) if subject.account else NAN,
        *_ties(view),
        *_trade(parcels, at_ms),
        *_ends(parcels),
        *_past(view, parcels),
        _age_days(event, at_ms),
        _appetite(event),
    )


def _ties(view: View) -> tuple[float, float, float, float]:
    """What else is known of the merchant's account, phone and representative (CR-06, CR-10)."""
    subject, at_ms, merchant = view.subject, view.at_ms, view.subject.merchant
    before = view.history(BUSINESS, merchant)
    representative = subject.other.document_node if subject.other else 0
    return (
        _is_new_account(view, before),
        _changed_days(before, at_ms),
        _merchants(view, subject.contact_node or subject.party.phone_node),
        _merchants(view, representative),
    )


def _is_new_account(view: View, before: History | None) -> float:
    """Whether the merchant's applications of 90 days named another account; NaN where there are none."""
    account, at_ms = view.subject.account, view.at_ms
    if before is None or not account or not before.count(at_ms, D90):
        return NAN
    return flag(not before.has(facts.ACCOUNT, account, at_ms, D90))


def _changed_days(before: History | None, at_ms: int) -> float:
    """Days since the settlement account changed, as told by then; NaN where it did not."""
    if before is None or not before.account_changed_ms or before.account_changed_ms > at_ms:
        return NAN
    return (at_ms - before.account_changed_ms) / DAY_MS


def _merchants(view: View, node: int) -> float:
    if not node:
        return NAN
    history = view.history(BUSINESS, node)
    return distinct(history, facts.MERCHANT, view.at_ms, D90, view.subject.merchant)


def _trade(parcels: History | None, at_ms: int) -> tuple[float, float, float, float]:
    """Tenure, COD of a quarter, growth and variation of the merchant's parcels."""
    if parcels is None:
        return 0.0, 0.0, NAN, NAN
    tenure = tenure_days(parcels, at_ms)
    cod_fen = parcels.total(facts.COD, parcels.span(at_ms, D90))
    return tenure, float(cod_fen), _growth(parcels, tenure, at_ms), _variation(parcels, at_ms)


def _growth(parcels: History, tenure: float, at_ms: int) -> float:
    month = parcels.count(at_ms, D30)
    if tenure < MIN_GROWTH_DAYS or not month:
        return NAN
    return parcels.count(at_ms, D7) * 30 / (month * 7)


def _variation(parcels: History, at_ms: int) -> float:
    """Standard deviation over mean of the weekly counts, of whole weeks since the first parcel."""
    weeks = min((at_ms - parcels.first_ms) // D7, WEEKS)
    if weeks < MIN_WEEKS:
        return NAN
    total, squares, before = 0, 0, 0
    for week in range(1, weeks + 1):
        upto = parcels.count(at_ms, week * D7)
        total += upto - before
        squares += (upto - before) * (upto - before)
        before = upto
    return sqrt(float(weeks * squares - total * total)) / total if total else NAN


def _ends(parcels: History | None) -> tuple[float, float, float]:
    """What outcomes have told: parcels delivered, shares of complaints and of unpaid freight."""
    if parcels is None:
        return 0.0, NAN, NAN
    return (
        float(parcels.delivered),
        shrunk(parcels, parcels.complaints, COMPLAINT_PRIOR[0], COMPLAINT_PRIOR[1]),
        shrunk(parcels, parcels.overdue, OVERDUE_PRIOR[0], OVERDUE_PRIOR[1]),
    )


def _past(view: View, parcels: History | None) -> tuple[float, float, float]:
    """Earlier debts, known frauds, and settlement accounts of the merchant."""
    subject, at_ms = view.subject, view.at_ms
    if not subject.merchant:
        return NAN, NAN, NAN
    business = view.history(BUSINESS, subject.merchant)
    account = subject.account or subject.party.account_node
    return (
        0.0 if business is None else float(business.overdue),
        frauds_known(parcels, at_ms, D90),
        distinct(business, facts.ACCOUNT, at_ms, D90, account),
    )


def _age_days(event: CodApplication, at_ms: int) -> float:
    """Days since the registration; NaN where its date is no date, or lies ahead."""
    try:
        registered = date.fromisoformat((event.registered_on or "").strip()[:10])
    except ValueError:
        return NAN
    days = local_day(at_ms) - (registered.toordinal() - _EPOCH_ORDINAL)
    return float(days) if days >= 0 else NAN


def _appetite(event: CodApplication) -> float:
    limit_fen = clamp(event.requested_limit_fen, MAX_FEN)
    monthly_fen = clamp(event.expected_monthly_cod_fen, MAX_FEN)
    return limit_fen / monthly_fen if monthly_fen > 0 else NAN
