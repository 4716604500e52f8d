"""What the watchers of the outbox read: cases and appeals whose time runs out, and the last decisions."""

from typing import Final

import msgspec
from msgspec import Struct
from sqlalchemy import Engine, select

from data.case_filter import WORKED
from data.case_tables import CASE_APPEALS, CASES
from data.database_errors import reading
from data.instants import DAY_MS
from data.tables import EVENTS

LAST_PART: Final = 5
"""In the last fifth of its time a case or an appeal is in danger."""
_MOST: Final = 1_000


class DueCase(Struct, frozen=True):
    """A case whose time runs out; ``band`` is a rank."""

    id: str
    kind: str
    typology: str | None
    band: int
    tier: int
    desk: str
    status: str
    due_at_ms: int


class DueAppeal(Struct, frozen=True):
    """An appeal whose time runs out, with the desk of its case."""

    id: int
    case_id: str
    desk: str
    due_at_ms: int


class Decided(Struct, frozen=True):
    """A decision in short; ``reason`` is the code of its first one, "" for none."""

    kind: str
    score: int
    reason: str


class _Reason(Struct):
    code: str


class _Answer(Struct):
    reasons: list[_Reason] = []


_ANSWER: Final = msgspec.json.Decoder(_Answer)


class NoticeScans:
    """Reads one database. Every method raises ``Unavailable`` when it is not there."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def due_cases(self, now_ms: int) -> list[DueCase]:
        """Cases in the last fifth of their time, or up to a day beyond it; the earliest first."""
        c = CASES.c
        near = (c.due_at_ms - now_ms) * LAST_PART <= c.due_at_ms - c.opened_at_ms
        query = select(*(c[name] for name in DueCase.__struct_fields__)).where(
            c.status.in_(WORKED), near, c.due_at_ms > now_ms - DAY_MS
        )
        with reading(), self._engine.connect() as connection:
            rows = connection.execute(query.order_by(c.due_at_ms, c.id).limit(_MOST))
            return [DueCase(*row) for row in rows]

    def due_appeals(self, now_ms: int) -> list[DueAppeal]:
        """Appeals in the last fifth of their time, or up to a day beyond it."""
        a = CASE_APPEALS.c
        near = (a.due_at_ms - now_ms) * LAST_PART <= a.due_at_ms - a.opened_at_ms
        query = (
            select(a.id, a.case_id, CASES.c.desk, a.due_at_ms)
            .join(CASES, CASES.c.id == a.case_id)
            .where(a.status == "open", near, a.due_at_ms > now_ms - DAY_MS)
        )
        with reading(), self._engine.connect() as connection:
            rows = connection.execute(query.order_by(a.due_at_ms, a.id).limit(_MOST))
            return [DueAppeal(*row) for row in rows]

    def last_decisions(self, most: int) -> list[Decided]:
        """The last decisions, newest first."""
        query = select(EVENTS.c.kind, EVENTS.c.score, EVENTS.c.answer)
        with reading(), self._engine.connect() as connection:
            rows = connection.execute(query.order_by(EVENTS.c.seq.desc()).limit(most))
            return [Decided(kind, score, _reason_in(answer)) for kind, score, answer in rows]


def _reason_in(answer: bytes) -> str:
    reasons = _ANSWER.decode(bytes(answer)).reasons
    return reasons[0].code if reasons else ""
