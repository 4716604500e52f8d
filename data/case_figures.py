"""Counts over cases, alerts, appeals and second looks, for figures of the reviewers' work."""

from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, and_, case, func, select

from data.case_filter import WORKED
from data.case_reads import CaseReads
from data.case_tables import CASE_ALERTS, CASE_APPEALS, CASE_DISPOSITIONS, CASES
from data.decisions import LADDER

_HOLD = LADDER.index("hold")


class Window(Struct, frozen=True):
    """From when to when, both ends in it."""

    since_ms: int
    until_ms: int

    def holds(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """Whether an instant is within."""
        return and_(column >= self.since_ms, column <= self.until_ms)


class Closed(Struct, frozen=True):
    """Closed cases: those in time, by tier 1, stopped by the machine, of these let go by a person."""

    cases: int
    in_time: int
    tier_1: int
    stopped: int
    overridden: int


class Appealed(Struct, frozen=True):
    """Appeals: waiting, of these past their day; decided, of these lifted."""

    open: int
    overdue: int
    decided: int
    lifted: int


class CaseFigures:
    """Counts.

    Args:
        reads: asks the database.
    """

    def __init__(self, reads: CaseReads) -> None:
        self._reads = reads

    def waiting(self, now_ms: int) -> tuple[int, int, int | None]:
        """Waiting cases, the overdue of them, and when the oldest was opened."""
        late = case((CASES.c.due_at_ms < now_ms, 1), else_=0)
        query = select(func.count(), func.sum(late), func.min(CASES.c.opened_at_ms))
        cases, overdue, oldest = self._row(query.where(CASES.c.status.in_(WORKED)))
        return cases, int(overdue or 0), oldest

    def opened(self, window: Window) -> int:
        """Cases opened."""
        query = select(func.count()).where(window.holds(CASES.c.opened_at_ms))
        return int(self._row(query)[0])

    def closed(self, window: Window) -> Closed:
        """Closed cases, by how."""
        c = CASES.c
        stopped = c.decision >= _HOLD
        freed = and_(stopped, c.label.in_(("legit_explained", "data_error")))
        query = select(
            func.count(),
            *(_sum(one) for one in (c.closed_at_ms <= c.due_at_ms, c.tier == 1, stopped, freed)),
        ).where(c.status == "closed", window.holds(c.closed_at_ms))
        return Closed(*(int(value or 0) for value in self._row(query)))

    def alerts_by_band(self, window: Window, frauds: tuple[str, ...]) -> dict[int, tuple[int, int]]:
        """Alerts of closed cases and the confirmed of them, by the alert's own band."""
        query = (
            select(CASE_ALERTS.c.band, func.count(), _sum(CASES.c.label.in_(frauds)))
            .join(CASES, CASES.c.id == CASE_ALERTS.c.case_id)
            .where(CASES.c.status == "closed", window.holds(CASES.c.closed_at_ms))
            .group_by(CASE_ALERTS.c.band)
        )
        rows = self._reads.rows(query)
        return {band: (int(count), int(confirmed or 0)) for band, count, confirmed in rows}

    def first_touches_ms(self, window: Window) -> list[int]:
        """From opening to the first claim, of cases opened within."""
        c = CASES.c
        query = select(c.touched_at_ms - c.opened_at_ms)
        query = query.where(c.touched_at_ms.is_not(None), window.holds(c.opened_at_ms))
        return [max(row[0], 0) for row in self._reads.rows(query)]

    def appeals(self, window: Window) -> Appealed:
        """Appeals that wait, whenever they came, and those decided within."""
        c = CASE_APPEALS.c
        waits = c.status == "open"
        over = and_(c.status == "decided", window.holds(c.decided_at_ms))
        late = and_(waits, c.due_at_ms < window.until_ms)
        query = select(_sum(waits), _sum(late), _sum(over), _sum(and_(over, c.result == "lifted")))
        return Appealed(*(int(value or 0) for value in self._row(query)))

    def label_pairs(self, window: Window) -> dict[tuple[str, str], int]:
        """How often a blind second look said what, beside what the first said."""
        c = CASE_DISPOSITIONS.c
        compared = (c.second == "compared", window.holds(c.checked_at_ms))
        query = select(c.label, c.check_label, func.count()).where(*compared)
        rows = self._reads.rows(query.group_by(c.label, c.check_label))
        return {(label, other): int(count) for label, other, count in rows}

    def _row(self, query: Any) -> Any:
        return self._reads.rows(query)[0]


def _sum(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((condition, 1), else_=0))
