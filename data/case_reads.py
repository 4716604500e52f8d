"""Questions about cases: the queue, the rows of a page, figures. No transaction, nothing locked."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from data.case_filter import WORKED, Filter, conditions, urgency
from data.case_queries import alerts_query, case_query, opened_text, unknown_case
from data.case_rows import (
    AlertRow,
    AppealRow,
    CaseRow,
    DispositionRow,
    FileRow,
    StepRow,
)
from data.case_tables import (
    CASE_ALERTS,
    CASE_APPEALS,
    CASE_DISPOSITIONS,
    CASE_FILES,
    CASE_STEPS,
    CASES,
)
from data.connect import is_postgres
from data.database_errors import reading
from data.instants import MINUTE_MS
from data.records import EventRecord, OutcomeRecord
from data.rows import event_record, outcome_record
from data.store import Store
from data.tables import EVENTS, OUTCOMES
from data.vault import Vault


class Place(Struct, frozen=True):
    """Where a page ended: the instant of the first page, and the last row's urgency and id."""

    now_ms: int
    urgency: int
    case_id: str


class Counts(Struct, frozen=True):
    """How many cases a filter finds, and how many of these wait, are overdue, are due in an hour."""

    cases: int
    waiting: int
    overdue: int
    due_in_1h: int


class CaseReads:
    """Reads the cases of a store.

    Args:
        store: has the log too.
        vault: opens texts.
    """

    def __init__(self, store: Store, vault: Vault) -> None:
        quick = {"isolation_level": "AUTOCOMMIT"} if is_postgres(store.engine) else {}
        self._engine = store.engine.execution_options(**quick)
        self._vault = vault

    def queue(
        self, wanted: Filter, now_ms: int, after: Place | None, most: int
    ) -> list[tuple[CaseRow, int]]:
        """A page of the queue, most urgent first, each with its urgency."""
        rank = urgency(now_ms)
        query = select(*CASES.c, rank.label("urgency")).where(*conditions(wanted, now_ms))
        if after is not None:
            behind = and_(rank == after.urgency, CASES.c.id > after.case_id)
            query = query.where(or_(rank < after.urgency, behind))
        rows = self._all(query.order_by(rank.desc(), CASES.c.id).limit(most))
        return [(CaseRow(*row[:-1]), row[-1]) for row in rows]

    def counts(self, wanted: Filter, now_ms: int) -> Counts:
        """True counts of all that a filter finds."""
        late = CASES.c.due_at_ms < now_ms
        soon = and_(~late, CASES.c.due_at_ms < now_ms + 60 * MINUTE_MS)
        waits = CASES.c.status.in_(WORKED)
        query = select(
            func.count(),
            _count(waits),
            _count(and_(waits, late)),
            _count(and_(waits, soon)),
        ).where(*conditions(wanted, now_ms))
        return Counts(*(int(value or 0) for value in self._all(query)[0]))

    def case(self, case_id: str) -> CaseRow:
        """A case.

        Raises:
            NotFound: there is none.
        """
        rows = self._all(case_query(case_id))
        if not rows:
            raise unknown_case()
        return CaseRow(*rows[0])

    def alerts(self, case_id: str, most: int) -> list[AlertRow]:
        """The first alerts of a case, with those of cases merged into it."""
        return [AlertRow(*row) for row in self._all(alerts_query(case_id).limit(most))]

    def alert_of(self, event_id: str) -> AlertRow | None:
        """The alert of an event, or None."""
        rows = self._all(select(CASE_ALERTS).where(CASE_ALERTS.c.event_id == event_id))
        return AlertRow(*rows[0]) if rows else None

    def events(self, seqs: Sequence[int]) -> dict[int, EventRecord]:
        """The log's rows at some places."""
        rows = self._all(select(EVENTS).where(EVENTS.c.seq.in_(seqs)))
        return {row[0]: event_record(row, self._vault) for row in rows}

    def outcomes(self, event_ids: Sequence[str]) -> list[OutcomeRecord]:
        """What was told later of some events, in order of the log."""
        query = select(OUTCOMES).where(OUTCOMES.c.event_id.in_(event_ids))
        return [outcome_record(row) for row in self._all(query.order_by(OUTCOMES.c.seq))]

    def steps(self, case_id: str) -> list[StepRow]:
        """The step log of a case, texts in clear."""
        table = CASE_STEPS
        rows = self._all(select(table).where(table.c.case_id == case_id).order_by(table.c.id))
        return [
            StepRow(id_, at_ms, actor, action, bytes(detail), self._text(case_id, sealed))
            for id_, _, at_ms, actor, action, detail, sealed in rows
        ]

    def dispositions(self, case_id: str) -> list[DispositionRow]:
        """The dispositions of a case, first to last."""
        table = CASE_DISPOSITIONS
        rows = self._all(select(table).where(table.c.case_id == case_id).order_by(table.c.no))
        return [DispositionRow(*row) for row in rows]

    def appeals(self, case_id: str) -> list[AppealRow]:
        """The appeals of a case, first to last."""
        table = CASE_APPEALS
        rows = self._all(select(table).where(table.c.case_id == case_id).order_by(table.c.id))
        return [AppealRow(*row) for row in rows]

    def files(self, case_id: str) -> list[FileRow]:
        """The papers of a case, without their bodies."""
        t = CASE_FILES.c
        columns = (t.id, t.at_ms, t.actor, t.media_type, t.size_bytes, t.sha256, t.name_sealed)
        rows = self._all(select(*columns).where(t.case_id == case_id).order_by(t.id))
        return [
            FileRow(id_, at_ms, by, kind, size, bytes(sha).hex(), self._text(case_id, name) or "")
            for id_, at_ms, by, kind, size, sha, name in rows
        ]

    def unfinished(self) -> tuple[list[str], list[tuple[str, int]]]:
        """Cases whose outcomes, and appeals whose lifts, are not all in the log."""
        cases = self._all(select(CASES.c.id).where(CASES.c.status == "closing"))
        table = CASE_APPEALS
        lifts = self._all(select(table.c.case_id, table.c.id).where(table.c.status == "lifting"))
        return [row[0] for row in cases], [(row[0], row[1]) for row in lifts]

    def closed_like(self, row: CaseRow, most: int) -> list[tuple[CaseRow, bytes]]:
        """The last closed cases of a case's kind and typology, each with the vector of its first alert.

        One that waits for a blind second look is not among them: its label is not to be seen.
        """
        d = CASE_DISPOSITIONS.c
        same = (
            CASES.c.label.is_not(None),
            CASES.c.status == "closed",
            CASES.c.kind == row.kind,
            CASES.c.typology.is_not_distinct_from(row.typology),
            CASES.c.id != row.id,
            ~exists().where(d.case_id == CASES.c.id, d.second == "blind"),
        )
        last = select(CASES).where(*same).order_by(CASES.c.closed_at_ms.desc()).limit(most)
        cases = {found[0]: CaseRow(*found) for found in self._all(last)}
        firsts = (
            select(func.min(CASE_ALERTS.c.seq))
            .where(CASE_ALERTS.c.case_id.in_(cases))
            .group_by(CASE_ALERTS.c.case_id)
        )
        vectors = (
            select(CASE_ALERTS.c.case_id, EVENTS.c.vector)
            .join(EVENTS, EVENTS.c.seq == CASE_ALERTS.c.seq)
            .where(CASE_ALERTS.c.seq.in_(firsts))
        )
        return [(cases[case_id], bytes(vector)) for case_id, vector in self._all(vectors)]

    def rows(self, query: Select[Any]) -> list[Any]:
        """The rows of a question that another module of this floor asks."""
        return self._all(query)

    def _text(self, case_id: str, sealed: bytes | None) -> str | None:
        return opened_text(self._vault, case_id, sealed)

    def _all(self, query: Select[Any]) -> list[Any]:
        with reading(), self._engine.connect() as connection:
            return list(connection.execute(query))


def _count(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((condition, 1), else_=0))
