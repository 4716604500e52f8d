"""Which cases a queue holds, and in which order: conditions and the urgency, as SQL."""

from typing import Final

from msgspec import Struct
from sqlalchemy import ColumnElement, case, exists, or_

from data.case_tables import CASE_DISPOSITIONS, CASES
from data.instants import MINUTE_MS

WORKED: Final = ("open", "second")
"""Statuses of cases that wait for somebody."""
_MOST_FEN: Final = 10**11
"""A billion yuan: times a minute in microseconds it stays within 63 bits."""


class Filter(Struct, frozen=True):
    """Which cases; None asks for nothing.

    Attributes:
        awake: not snoozed now.
        awaits: the second look that the last disposition waits for: signature or blind.
        insiders: whether cases about our own staff are among them.
    """

    band: int | None = None
    typology: str | None = None
    kind: str | None = None
    status: str | None = None
    owner: str | None = None
    unowned: bool = False
    overdue: bool = False
    awake: bool = False
    tier: int | None = None
    desk: str | None = None
    awaits: str | None = None
    insiders: bool = True
    tiers_up_to: int = 3


def urgency(now_ms: int) -> ColumnElement[int]:
    """Expected loss (fen) per minute that is left, times 1,000; what is overdue has one minute left.

    DOMAIN 6.1: "sorted by expected loss × time left, not by time": of two losses the one that is
    due sooner goes first. Integers, so that two pages agree.
    """
    left = CASES.c.due_at_ms - now_ms
    floor = case((left < MINUTE_MS, MINUTE_MS), else_=left)
    # One fen at least: a case of nothing that is known to be lost must still grow with time.
    loss = case(
        (CASES.c.loss_fen < 1, 1),
        (CASES.c.loss_fen > _MOST_FEN, _MOST_FEN),
        else_=CASES.c.loss_fen,
    )
    return loss * (MINUTE_MS * 1_000) // floor


def conditions(wanted: Filter, now_ms: int) -> list[ColumnElement[bool]]:
    """What a filter asks for, as conditions on the cases."""
    c = CASES.c
    equal = {
        c.band: wanted.band,
        c.typology: wanted.typology,
        c.kind: wanted.kind,
        c.status: wanted.status,
        c.owner: wanted.owner,
        c.tier: wanted.tier,
        c.desk: wanted.desk,
    }
    found: list[ColumnElement[bool]] = [
        column == value for column, value in equal.items() if value is not None
    ]
    if wanted.unowned:
        found.append(c.owner.is_(None))
    if wanted.overdue:
        found += [c.due_at_ms < now_ms, c.status.in_(WORKED)]
    if wanted.awake:
        found.append(or_(c.snoozed_until_ms.is_(None), c.snoozed_until_ms <= now_ms))
    if wanted.awaits is not None:
        d = CASE_DISPOSITIONS.c
        last = exists().where(d.case_id == c.id, d.no == c.disposition_no)
        found.append(last.where(d.second == wanted.awaits))
    if not wanted.insiders:
        found.append(c.desk != "compliance")
    if wanted.tiers_up_to < 3:
        found.append(c.tier <= wanted.tiers_up_to)
    return found
