"""What people do to cases, as transactions: a change, its steps and its audit entry, or none of them.

Every transaction begins by locking the head of the audit log, so there is one at a time and the chain has
one end. The scoring log's writer never takes that lock, and waits for a case's row only as long as one of
these short transactions holds it. Two rows are locked together without waiting (``lock_both``), so the
writer can't be caught in a ring of waiters.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Engine, func, insert, select, update
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from data.account_tables import ACCOUNTS
from data.audit import AuditEntry, AuditLog, Head
from data.case_filter import Filter, conditions, urgency
from data.case_queries import alerts_query, belonging, case_query, unknown_case
from data.case_rows import AlertRow, AppealRow, CaseRow, DispositionRow
from data.case_tables import (
    AUDIT,
    CASE_APPEALS,
    CASE_DISPOSITIONS,
    CASE_FILES,
    CASE_STEPS,
    CASES,
)
from data.connect import is_postgres
from data.database_errors import unavailable
from data.errors import Conflict, NotFound
from data.tables import API_KEYS
from data.vault import Vault

MAX_OF_CASE: Final = 5_000
"""Alerts of one case that a disposition reaches."""


class CaseKeeping:
    """Opens transactions.

    Args:
        engine: where the cases are.
        vault: seals texts and files.
        audit: gets an entry for each thing done.
        told: called with the audit log's new end after each commit.
    """

    def __init__(
        self, engine: Engine, vault: Vault, audit: AuditLog, told: Callable[[Head], None]
    ) -> None:
        self._engine = engine
        self._vault = vault
        self._audit = audit
        self._told = told

    @contextmanager
    def work(self) -> Iterator["CaseWork"]:
        """One transaction; leaving it by an error undoes everything.

        Raises:
            Unavailable: the database is not there, or refused.
        """
        try:
            with self._engine.begin() as connection:
                self._audit.lock(connection)
                work = CaseWork(connection, self._vault, self._audit)
                yield work
        except SQLAlchemyError as error:
            raise unavailable(error) from None
        if work.head is not None:
            self._told(work.head)


class CaseWork:
    """What can be done within one transaction.

    Attributes:
        head: end of the audit log after the last entry of this transaction.
    """

    def __init__(self, connection: Connection, vault: Vault, audit: AuditLog) -> None:
        self._connection = connection
        self._vault = vault
        self._audit = audit
        self.head: Head | None = None

    def case(self, case_id: str) -> CaseRow:
        """A case.

        Raises:
            NotFound: there is none of this id.
        """
        row = self._connection.execute(case_query(case_id)).one_or_none()
        if row is None:
            raise unknown_case()
        return CaseRow(*row)

    def most_urgent(self, wanted: Filter, now_ms: int) -> CaseRow | None:
        """The first case of a queue, or None."""
        query = select(CASES).where(*conditions(wanted, now_ms))
        order = query.order_by(urgency(now_ms).desc(), CASES.c.id)
        row = self._connection.execute(order.limit(1)).first()
        return None if row is None else CaseRow(*row)

    def take(self, case_id: str, owner: str, now_ms: int) -> bool:
        """Lock an open case that nobody holds; whether it was so."""
        free = (CASES.c.id == case_id, CASES.c.status == "open", CASES.c.owner.is_(None))
        touched = func.coalesce(CASES.c.touched_at_ms, now_ms)
        change = update(CASES).where(*free).values(owner=owner, touched_at_ms=touched)
        return self._connection.execute(change).rowcount == 1

    def change(self, case_id: str, **values: Any) -> CaseRow:
        """Change a case's columns; gives the case as it is then."""
        self._connection.execute(update(CASES).where(CASES.c.id == case_id).values(**values))
        return self.case(case_id)

    def absorb(self, target: CaseRow, source: CaseRow) -> None:
        """Let a case take over what another one counts."""
        self.change(
            target.id,
            alerts=target.alerts + source.alerts,
            stake_fen=target.stake_fen + source.stake_fen,
            loss_fen=target.loss_fen + source.loss_fen,
            band=max(target.band, source.band),
            decision=max(target.decision, source.decision),
            score=max(target.score, source.score),
            typology=target.typology or source.typology,
            first_alert_ms=min(target.first_alert_ms, source.first_alert_ms),
            last_alert_ms=max(target.last_alert_ms, source.last_alert_ms),
            due_at_ms=min(target.due_at_ms, source.due_at_ms),
        )

    def lock_both(self, one: str, other: str) -> None:
        """Lock two cases without waiting.

        Raises:
            Conflict: one of them is being changed; try again.
        """
        if not is_postgres(self._connection.engine):
            return  # SQLite has one writer at a time
        both = select(CASES.c.id).where(CASES.c.id.in_((one, other)))
        try:
            self._connection.execute(both.with_for_update(nowait=True)).all()
        except OperationalError:
            raise Conflict("the case is being changed; try again", code="case_busy") from None

    def redirect(self, source: str, target: str) -> None:
        """Let all that was merged into a case, and its appeals, follow it into another."""
        appeals = update(CASE_APPEALS).where(CASE_APPEALS.c.case_id == source)
        self._connection.execute(appeals.values(case_id=target))
        change = update(CASES).where(CASES.c.merged_into == source)
        self._connection.execute(change.values(merged_into=target))

    def step(
        self,
        case_id: str,
        at_ms: int,
        actor: str,
        action: str,
        *,
        detail: dict[str, Any] | None = None,
        text: str | None = None,
    ) -> None:
        """Add to the step log; the text is sealed, the detail holds no personal datum."""
        sealed = None
        if text is not None:
            sealed = self._vault.seal(text.encode("utf-8", "surrogatepass"), belonging(case_id))
        row = {
            "case_id": case_id,
            "at_ms": at_ms,
            "actor": actor,
            "action": action,
            "detail": msgspec.json.encode(detail or {}),
            "text_sealed": sealed,
        }
        self._connection.execute(insert(CASE_STEPS), row)

    def audit(self, entry: AuditEntry) -> None:
        """Add to the audit log."""
        self.head = self._audit.add(self._connection, entry)

    def audited_since(self, actor: str, action: str, since_ms: int) -> int:
        """How many entries of one action somebody has after an instant."""
        mine = (AUDIT.c.actor == actor, AUDIT.c.action == action, AUDIT.c.at_ms > since_ms)
        return self._connection.execute(select(func.count()).where(*mine)).scalar_one()

    def role_of(self, actor: str, now_ms: int) -> str | None:
        """The role of a person who may log in, or of a key that holds now; None for anybody else."""
        person = (ACCOUNTS.c.id == actor, ACCOUNTS.c.disabled_at_ms.is_(None))
        query = select(ACCOUNTS.c.role).where(*person)
        role = self._connection.execute(query).scalar_one_or_none()
        return self._role_of_key(actor, now_ms) if role is None else str(role)

    def _role_of_key(self, key_id: str, now_ms: int) -> str | None:
        query = select(API_KEYS).where(API_KEYS.c.id == key_id, API_KEYS.c.revoked_at_ms.is_(None))
        row = self._connection.execute(query).mappings().one_or_none()
        if row is None or (row["expires_at_ms"] or now_ms + 1) <= now_ms:
            return None
        return str(row["role"])

    def alerts(self, case_id: str) -> list[AlertRow]:
        """The alerts of a case and of those merged into it, in order of the log."""
        rows = self._connection.execute(alerts_query(case_id).limit(MAX_OF_CASE))
        return [AlertRow(*row) for row in rows]

    def disposition(self, case_id: str, no: int) -> DispositionRow | None:
        """A disposition of a case, or None."""
        table = CASE_DISPOSITIONS
        query = select(table).where(table.c.case_id == case_id, table.c.no == no)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else DispositionRow(*row)

    def dispose(self, row: DispositionRow) -> None:
        """Keep a disposition."""
        self._connection.execute(insert(CASE_DISPOSITIONS), msgspec.structs.asdict(row))

    def check(self, row: DispositionRow, **values: Any) -> None:
        """Note the second look at a disposition."""
        table = CASE_DISPOSITIONS
        change = update(table).where(table.c.case_id == row.case_id, table.c.no == row.no)
        self._connection.execute(change.values(**values))

    def appeal(self, appeal_id: int, case_id: str) -> AppealRow:
        """An appeal of a case.

        Raises:
            NotFound: there is none.
        """
        table = CASE_APPEALS
        query = select(table).where(table.c.id == appeal_id, table.c.case_id == case_id)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            raise NotFound("there is no such appeal", param="appeal_id")
        return AppealRow(*row)

    def open_appeal(self, **values: Any) -> int:
        """Keep an appeal; gives its id.

        Raises:
            Conflict: one about this event is open.
        """
        table = CASE_APPEALS
        same = select(func.count()).where(
            table.c.event_id == values["event_id"], table.c.status != "decided"
        )
        if self._connection.execute(same).scalar_one():
            raise Conflict("an appeal about this event is open", code="appeal_open")
        key = self._connection.execute(insert(table).values(**values)).inserted_primary_key
        assert key is not None, "a row of its own"  # noqa: S101  narrows the type
        return int(key[0])

    def decide_appeal(self, appeal_id: int, **values: Any) -> None:
        """Change an appeal."""
        change = update(CASE_APPEALS).where(CASE_APPEALS.c.id == appeal_id)
        self._connection.execute(change.values(**values))

    def count_files(self, case_id: str) -> int:
        """How many papers a case has."""
        of_case = select(func.count()).where(CASE_FILES.c.case_id == case_id)
        return self._connection.execute(of_case).scalar_one()

    def attach(self, case_id: str, name: str, body: bytes, **values: Any) -> int:
        """Keep a paper, sealed; gives its id."""
        sealed = {
            "name_sealed": self._vault.seal(
                name.encode("utf-8", "surrogatepass"), belonging(case_id)
            ),
            "body_sealed": self._vault.seal(body, belonging(case_id)),
        }
        row = insert(CASE_FILES).values(case_id=case_id, size_bytes=len(body), **sealed, **values)
        key = self._connection.execute(row).inserted_primary_key
        assert key is not None, "a row of its own"  # noqa: S101  narrows the type
        return int(key[0])

    def file_body(self, case_id: str, file_id: int) -> tuple[str, str, bytes]:
        """Name, media type and body of a paper.

        Raises:
            NotFound: there is none.
        """
        table = CASE_FILES
        columns = (table.c.name_sealed, table.c.media_type, table.c.body_sealed)
        query = select(*columns).where(table.c.id == file_id, table.c.case_id == case_id)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            raise NotFound("there is no such file", param="file_id")
        opened = [self._vault.open(bytes(row[n]), belonging(case_id)) for n in (0, 2)]
        return opened[0].decode("utf-8", "surrogatepass"), row[1], opened[1]
