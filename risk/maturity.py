"""How long silence must last before it says anything: label maturity by outcome and by kind of event.

A refusal comes within days, a default within months. An event whose bad outcomes may still be on their
way is censored: neither fraud nor honest.
"""

from typing import Final

from data.instants import DAY_MS

MATURITY_DAYS: Final[dict[str, int]] = {
    "refused": 10,
    "undeliverable": 10,
    "complaint_not_ordered": 45,
    "complaint_mismatch": 45,
    "claimed": 45,
    "overdue": 90,
    "written_off": 90,
    "account_frozen": 90,
    "confirmed_fraud": 90,
    "policy_violation": 90,
}
"""Outcome -> days after the event within which it has come, if it comes. The upper ends of the ranges in
DOMAIN 6.1: refusals 3-10 days, complaints 7-45, defaults 30-90, police 30-90. A claim goes with the
complaints."""

AWAITED: Final[dict[str, tuple[str, ...]]] = {
    "shipment": (
        "refused",
        "undeliverable",
        "complaint_not_ordered",
        "complaint_mismatch",
        "claimed",
    ),
    "account_opening": ("account_frozen", "confirmed_fraud", "policy_violation"),
    "cod_application": ("overdue", "written_off", "confirmed_fraud", "policy_violation"),
}
"""Kind of event -> the outcomes by which its frauds first show. A parcel's fraud shows as a complaint or
a refusal long before a court calls it one."""


def maturity_ms(kind: str) -> int:
    """Milliseconds after which an event without a bad outcome counts as honest: the slowest awaited.

    >>> maturity_ms("shipment") // DAY_MS
    45
    """
    return max(MATURITY_DAYS[outcome] for outcome in AWAITED[kind]) * DAY_MS
