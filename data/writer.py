"""The one writer of the log: its own connection, one transaction for each batch.

SQLite is asked through its driver itself: Core's bookkeeping costs more than the row of a lone event.

On PostgreSQL the connection that writes is the one that holds the advisory lock. So whoever commits
holds the lock at that moment: a writer whose session was lost can't write beside its successor.

Where several write, each holds that lock in common with the others, so that no sole writer comes beside
them, and appends only in its turn: a second lock, of the transaction, which ends with its COMMIT, with its
session, or when it did nothing for ten seconds. PostgreSQL gives it to who has waited longest.
"""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import chain
from typing import Any, Final

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from data.case_statements import AlertWriter
from data.connect import is_postgres
from data.database_errors import failed_commit, refused_write, unavailable
from data.errors import Failure, Unavailable, WrongUse
from data.notices import notices_in
from data.outbox import insert_notice_text, notice_row
from data.records import ChangeRecord, EventRecord, Kept, OutcomeRecord
from data.rows import Row, change_row, entry_row, event_row, outcome_row
from data.statements import CHUNKS, LAST_SEQS, insert_texts
from data.tables import CHANGES, EVENTS, EXPOSURE_ENTRIES, OUTCOMES
from data.vault import Vault

_Rows = tuple[list[Row], list[Row], list[Row], list[Row]]
"""Of events, outcomes, changes and entries of the exposure ledger."""
_REFUSED: Final = (SQLAlchemyError, sqlite3.Error)

# Any number will do that no other user of the same database has: "postrisk" in ASCII.
WRITER_LOCK: Final = int.from_bytes(b"postrisk", "big")
TURN_LOCK: Final = int.from_bytes(b"postturn", "big")
_TRY_LOCK: Final = text("SELECT pg_try_advisory_lock(:key)").bindparams(key=WRITER_LOCK)
_TRY_JOIN: Final = text("SELECT pg_try_advisory_lock_shared(:key)").bindparams(key=WRITER_LOCK)
_TAKE_TURN: Final = text("SELECT pg_advisory_xact_lock(:key)").bindparams(key=TURN_LOCK)
# The server must notice a dead writer soon, or its lock would bar the next one for two hours.
_WATCH_PEER: Final = "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5"
# A writer that stands still in its turn loses it, and those who wait wait a little longer than that.
_WATCH_TURN: Final = "SET idle_in_transaction_session_timeout = '10s'; SET lock_timeout = '15s'; "


class Writer:
    """Appends to the log from one thread.

    Args:
        engine: where to.
        vault: seals the bodies.
    """

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault
        self._connection: Connection | None = None
        self._driver: sqlite3.Connection | None = None  # of the connection, where it is SQLite's
        self._claimed = False
        self._in_common = False  # claimed together with other writers
        self._in_turn = False
        self._tails: set[int] = set()  # what the last seq may be after our own last commit
        # Text for the driver: Core's own executemany costs 3 µs more for each row, of 10.
        self._insert_events = insert_texts(engine, EVENTS)
        self._insert_outcomes = insert_texts(engine, OUTCOMES)
        self._insert_entries = insert_texts(engine, EXPOSURE_ENTRIES)
        self._insert_changes = insert_texts(engine, CHANGES)
        self._alerts = AlertWriter(engine)
        self._insert_notice = insert_notice_text(engine)

    def claim(self) -> None:
        """Makes this the only writer. SQLite: nothing to do, ``Home.lock`` does it.

        Raises:
            Failure: another process writes to this database.
            Unavailable: the database can't be reached.
        """
        if not is_postgres(self._engine) or self._claimed:
            return
        connection = self._open()
        if not self._lock(connection):
            self.close()
            raise Failure("another process writes to this database", code="writer_taken")
        self._tails = {self._last_seq(connection)}
        self._claimed = True

    def join(self) -> None:
        """Makes this one of several writers, each of whom appends in its turn only.

        Raises:
            WrongUse: the database is a file, which has one writer.
            Failure: another process is the only writer.
            Unavailable: the database can't be reached.
        """
        if not is_postgres(self._engine):
            raise WrongUse("several writers need PostgreSQL", code="one_writer")
        self._in_common = True
        if not self._lock(self._open()):
            self.close()
            raise Failure("another process writes to this database", code="writer_taken")
        self._claimed = True

    def take_turn(self) -> None:
        """Waits until this writer alone may append; all that others have appended can then be read.

        Raises:
            Unavailable: the database can't be reached, or the turn did not come in time.
        """
        connection = self._connection or self._open_again()
        try:
            connection.execute(_TAKE_TURN)
        except SQLAlchemyError as error:
            self._roll_back()
            raise unavailable(error) from None
        self._in_turn = True

    def leave_turn(self) -> None:
        """Ends a turn in which nothing was appended."""
        self._in_turn = False
        self._roll_back()

    def append(self, records: Sequence[Kept]) -> None:
        """Keeps all of a batch, in order of seq, or nothing of it.

        Raises:
            Conflict: an id (or a seq: code ``seq_taken``) is already kept.
            Unavailable: ``commit_unknown`` when the connection was lost in COMMIT;
                ``storage_unavailable`` for everything else.
        """
        if not records:
            return
        if self._in_common and not self._in_turn:
            raise Unavailable("it is not this writer's turn", code="storage_unavailable")
        self._in_turn = False  # whatever comes, the transaction ends here
        rows = self._rows(records)
        connection = self._connection or self._open_again()
        try:
            self._insert(connection, rows)
            self._file(connection, records)
        except _REFUSED as error:
            self._roll_back()
            raise refused_write(error) from None
        except BaseException:
            self._roll_back()
            raise
        self._commit(connection, max(record.seq for record in records))

    def close(self) -> None:
        """Ends the session; what was not committed is gone, and the lock is free."""
        connection, self._connection = self._connection, None
        self._driver = None
        self._in_turn = False
        if connection is not None:
            with suppress(SQLAlchemyError):
                connection.close()

    def _rows(self, records: Sequence[Kept]) -> _Rows:
        events: list[Row] = []
        outcomes: list[Row] = []
        changes: list[Row] = []
        entries: list[Row] = []
        for record in records:
            if isinstance(record, EventRecord):
                events.append(event_row(record, self._vault))
            elif isinstance(record, OutcomeRecord):
                outcomes.append(outcome_row(record))
            elif isinstance(record, ChangeRecord):
                changes.append(change_row(record, self._vault))
            else:
                entries.append(entry_row(record))
        return events, outcomes, changes, entries

    def _insert(self, connection: Connection, rows: _Rows) -> None:
        events, outcomes, changes, entries = rows
        execute = self._driver.execute if self._driver else connection.exec_driver_sql
        _insert_all(execute, self._insert_events, events)
        _insert_all(execute, self._insert_outcomes, outcomes)
        _insert_all(execute, self._insert_changes, changes)
        _insert_all(execute, self._insert_entries, entries)

    def _file(self, connection: Connection, records: Sequence[Kept]) -> None:
        """Adds the alerts among the records to their cases, and what is to be told to the outbox.

        Other records cost nothing here.
        """
        filed = [r for r in records if isinstance(r, EventRecord) and (r.alert or r.hubs)]
        if not filed:
            return
        execute = self._driver.execute if self._driver else connection.exec_driver_sql
        self._alerts.add(execute, [record for record in filed if record.alert is not None])
        for record in filed:
            for notice in notices_in(record):
                execute(self._insert_notice, notice_row(notice))

    def _commit(self, connection: Connection, last_seq: int) -> None:
        try:
            (self._driver or connection).commit()
        except _REFUSED as error:
            self._tails.add(last_seq)
            self._roll_back()
            raise failed_commit(error) from None
        self._tails = {last_seq}

    def _roll_back(self) -> None:
        """Leaves a clean session, or none: an invalid one would reconnect without the lock."""
        connection = self._connection
        if connection is None or connection.invalidated:
            self.close()
            return
        try:
            (self._driver or connection).rollback()
        except _REFUSED:
            self.close()

    def _open(self) -> Connection:
        try:
            connection = self._engine.connect()
        except SQLAlchemyError as error:
            raise unavailable(error) from None
        connection.detach()  # never back to the pool: its lock must end with it
        self._connection = connection
        if not is_postgres(self._engine):
            driver: Any = connection.connection.dbapi_connection
            assert isinstance(driver, sqlite3.Connection), "its own driver"  # noqa: S101  narrows the type
            self._driver = driver
        return connection

    def _open_again(self) -> Connection:
        """A session after a lost one; a writer that had the lock must have it again."""
        connection = self._open()
        if self._claimed:
            self._claim_again(connection)
        return connection

    def _claim_again(self, connection: Connection) -> None:
        try:
            if not self._lock(connection):
                raise Unavailable(
                    "the writer's lock is held by another session", code="storage_unavailable"
                )
            if not self._in_common and self._last_seq(connection) not in self._tails:
                raise Unavailable(
                    "another process has written to the log: start again",
                    code="storage_unavailable",
                )
        except Unavailable:
            self.close()
            raise

    def _lock(self, connection: Connection) -> bool:
        try:
            watch = _WATCH_TURN + _WATCH_PEER if self._in_common else _WATCH_PEER
            connection.exec_driver_sql(watch)
            locked = bool(connection.scalar(_TRY_JOIN if self._in_common else _TRY_LOCK))
            connection.commit()
        except SQLAlchemyError as error:
            self.close()
            raise unavailable(error) from None
        return locked

    def _last_seq(self, connection: Connection) -> int:
        try:
            last_seq: int = max(connection.execute(LAST_SEQS).one())
            connection.commit()
        except SQLAlchemyError as error:
            self.close()
            raise unavailable(error) from None
        return last_seq


def _insert_all(execute: Callable[..., Any], texts: dict[int, str], rows: list[Row]) -> None:
    """Insert rows in the fewest statements."""
    start = 0
    for size in CHUNKS:
        while len(rows) - start >= size:
            chunk = rows[start : start + size]
            execute(texts[size], tuple(chain.from_iterable(chunk)))
            start += size
