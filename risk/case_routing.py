"""Where a case goes, until when, and which second look its disposition needs: the written rules.

Times of service by DOMAIN 6.2, counted from the arrival of the alert; of several alerts the earliest holds.
Insider typologies (``IN-``) begin at headquarters, tier 3, and no branch sees them (DOMAIN 6.1).
"""

from functools import cache
from typing import Final

from data.decisions import LADDER, Decision
from data.events import Event
from data.instants import DAY_MS, HOUR_MS, MINUTE_MS, local_day
from data.records import AlertRecord
from risk.case_book import Filing
from risk.costs import FAMILY, FEN, Loss, cost_table
from risk.stakes import stake_fen

BANDS: Final = ("low", "medium", "high", "critical")
"""By rank."""
RANK_OF_BAND: Final = {band: rank for rank, band in enumerate(BANDS)}
RANK_OF_DECISION: Final = {action: rank for rank, action in enumerate(LADDER)}

COUNTER_MS: Final = 5 * MINUTE_MS
"""A customer waits at the counter."""
HOLD_MS: Final = 30 * MINUTE_MS
_BAND_MS: Final = (72 * HOUR_MS, 24 * HOUR_MS, 2 * HOUR_MS, 2 * HOUR_MS)
APPEAL_MS: Final = {
    "shipment": 7 * DAY_MS,
    "account_opening": 15 * DAY_MS,
    "cod_application": 7 * DAY_MS,
}
"""As the customer is told in ``risk.explain.APPEAL``: 7 days (快递暂行条例 28), a bank 15 (AML 39)."""

TRIAGE, ACCOUNTS, PARCELS, CREDIT, COMPLIANCE, HEADQUARTERS = (
    "triage", "accounts", "parcels", "credit", "compliance", "headquarters",
)  # fmt: skip
DESKS: Final = (TRIAGE, ACCOUNTS, PARCELS, CREDIT, COMPLIANCE, HEADQUARTERS)
TIERS: Final = (1, 2, 3)
_EXPERTS: Final = {"AO": ACCOUNTS, "SH": PARCELS, "CR": CREDIT}

HIGH_STAKE_FEN: Final = 5_000_000
"""50,000 yuan: a disposition of more needs a second signature. A choice of ours."""
_MAX_LOSS_FEN: Final = 10**10
"""100 million yuan an alert: sums and urgencies stay within 63 bits."""
_FRIDAY: Final = 4
_THURSDAY_OF_EPOCH: Final = 3


def alert_record(
    event: Event, answer: Decision, filing: Filing, received_at_ms: int
) -> AlertRecord:
    """What an alert adds to its case."""
    tier, desk = first_desk(answer.typology, answer.kind)
    stake = stake_fen(event)
    return AlertRecord(
        filing.case_id,
        filing.linked_to,
        filing.opens,
        answer.typology,
        RANK_OF_BAND[answer.band],
        RANK_OF_DECISION[answer.decision],
        tier,
        desk,
        min(stake, _MAX_LOSS_FEN),
        expected_loss_fen(answer, stake),
        received_at_ms + time_of_service_ms(answer, event.channel, received_at_ms),
    )


def first_desk(typology: str | None, kind: str) -> tuple[int, str]:
    """The tier and the desk at which a case begins."""
    if is_insider(typology):
        return 3, COMPLIANCE
    return (1, CREDIT) if kind == "cod_application" else (1, TRIAGE)


def desk_of(tier: int, typology: str | None, kind: str) -> str:
    """The desk of a tier: triage, the experts of a typology, headquarters."""
    if is_insider(typology):
        return COMPLIANCE
    if tier == 3:
        return HEADQUARTERS
    if tier == 1:
        return first_desk(typology, kind)[1]
    return _EXPERTS.get((typology or FAMILY[kind]).partition("-")[0], PARCELS)


def is_insider(typology: str | None) -> bool:
    """Whether a typology is about our own staff."""
    return typology is not None and typology.startswith("IN-")


def time_of_service_ms(answer: Decision, channel: str | None, received_at_ms: int) -> int:
    """How long until a person should have decided."""
    if answer.kind == "cod_application":
        return _working_day_ms(received_at_ms)
    if answer.decision in ("hold", "decline"):
        return COUNTER_MS if channel == "counter" else HOLD_MS
    return _BAND_MS[RANK_OF_BAND[answer.band]]


def expected_loss_fen(answer: Decision, stake: int) -> int:
    """Probability times what a fraud of the typology costs, by the cost table of ``risk.costs``."""
    loss = _loss_of(answer.typology, answer.kind)
    return min(int(answer.probability * (loss.fixed * FEN + loss.of_money * stake)), _MAX_LOSS_FEN)


@cache
def _loss_of(typology: str | None, kind: str) -> Loss:
    """What a fraud costs; without a typology that the table knows, one of the kind's family."""
    table, family = cost_table(), FAMILY[kind]
    wanted = typology or family
    known = wanted in table.losses or wanted.partition("-")[0] in table.losses
    return table.loss_of(wanted if known else family)


def _working_day_ms(at_ms: int) -> int:
    """One working day: over Saturday and Sunday it stands still; public holidays are not known."""
    weekday = (local_day(at_ms) + _THURSDAY_OF_EPOCH) % 7
    return DAY_MS * (1 if weekday < _FRIDAY else 7 - weekday)
