"""The log of events, outcomes and changes, kept in SQLite or PostgreSQL.

``append`` belongs to one thread; all other methods may be called from any thread.
Errors of the database come as ``Unavailable``; a row that does not open is a ``Failure``.
"""

import heapq
import re
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Any, Final, TypeVar

from sqlalchemy import Engine, Executable, Select

from data.checkpoint import Checkpointer
from data.connect import check_reachable, engine_for, is_postgres
from data.database_errors import reading
from data.errors import Failure
from data.migrate import upgrade
from data.records import ChangeRecord, EventRecord, Kept, LogRecord, OutcomeRecord
from data.rows import change_record, event_record, outcome_record
from data.statements import COUNT_EVENTS, FIND_EVENT, FIND_OUTCOME, LAST_SEQS, page_of
from data.tables import CHANGES, EVENTS, OUTCOMES
from data.vault import Vault
from data.writer import Writer

_T = TypeVar("_T", bound=LogRecord)
_IDS_A_PAGE: Final = 10_000
_ID: Final = re.compile(r"[A-Za-z0-9._:\-]{1,64}")  # the contract's, as in ``data.events``


class Store:
    """Use ``Store.open``.

    Attributes:
        engine: for the neighbours in ``data`` that keep other tables of the same database.
    """

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self.engine = engine
        # Each read is one statement: a transaction around it would be two more round trips.
        quick = {"isolation_level": "AUTOCOMMIT"} if is_postgres(engine) else {}
        self._reader = engine.execution_options(**quick)
        self._vault = vault
        self._writer = Writer(engine, vault)
        self._checkpointer = Checkpointer(engine) if self.embedded else None

    @classmethod
    def open(cls, url: str, vault: Vault) -> "Store":
        """A store on a database that answers.

        Args:
            url: ``sqlite:///FILE`` or ``postgresql://USER@HOST:PORT/DATABASE``.
            vault: seals and opens the bodies of events.

        Raises:
            WrongUse: the URL is of no kind that we know.
            Failure: the database can't be reached or read; the message holds no password.
        """
        engine = engine_for(url)
        try:
            check_reachable(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, vault)

    @property
    def embedded(self) -> bool:
        """Whether the database is a file of this machine: a commit waits for a disk, not a network."""
        return not is_postgres(self.engine)

    def migrate(self) -> None:
        """Brings the tables to this version.

        Raises:
            Failure: they can't be changed, or were made by a newer version.
        """
        upgrade(self.engine)

    def claim_writer(self) -> None:
        """Makes this store the only writer of a PostgreSQL database, until ``close``.

        Raises:
            Failure: another process is the writer.
        """
        self._writer.claim()

    def join_writers(self) -> None:
        """Makes this store one of several writers of a PostgreSQL database, until ``close``.

        Raises:
            WrongUse: the database is a file.
            Failure: another process is its only writer.
        """
        self._writer.join()

    def take_turn(self) -> None:
        """Waits until this one of several writers may append, in the one ``append`` that follows.

        Nobody else appends until then: what ``scan`` reads now is the whole log.

        Raises:
            Unavailable: the database can't be reached, or the turn did not come in time.
        """
        self._writer.take_turn()

    def leave_turn(self) -> None:
        """Ends a turn without an ``append``."""
        self._writer.leave_turn()

    def append(self, records: Sequence[Kept]) -> None:
        """Keeps all of a batch, in order of seq, in one transaction, or nothing of it.

        Raises:
            Conflict: an id (or a seq: code ``seq_taken``) is already kept.
            Unavailable: ``commit_unknown`` when it can't be known whether the batch was kept;
                ``storage_unavailable`` when nothing of it was.
        """
        self._writer.append(records)
        if self._checkpointer is not None:
            self._checkpointer.committed(len(records))

    def find_event(self, event_id: str) -> EventRecord | None:
        """The event of an id, or None."""
        row = self._one(FIND_EVENT, event_id)
        return None if row is None else event_record(row, self._vault)

    def find_outcome(self, outcome_id: str) -> OutcomeRecord | None:
        """The outcome of an id, or None."""
        row = self._one(FIND_OUTCOME, outcome_id)
        return None if row is None else outcome_record(row)

    def scan(self, after_seq: int = 0, batch: int = 1000) -> Iterator[LogRecord]:
        """The log in order of seq, up to what was kept when the scan began.

        At most ``batch`` rows of each table are in memory at once.

        Raises:
            Failure: a row does not open, or the log ends before its end (code ``log_damaged``).
        """
        # Commits come in order of seq, so nothing can appear below this mark any more; without
        # one, a row of one table could be met after a later row of another.
        last_event, last_outcome, last_change = self._last_seqs()
        events: Iterator[LogRecord] = self._records(
            page_of(EVENTS), self._event, after_seq, last_event, batch
        )
        outcomes: Iterator[LogRecord] = self._records(
            page_of(OUTCOMES), outcome_record, after_seq, last_outcome, batch
        )
        changes: Iterator[LogRecord] = self._records(
            page_of(CHANGES), self._change, after_seq, last_change, batch
        )
        yield from heapq.merge(events, outcomes, changes, key=attrgetter("seq"))

    def scan_outcomes(self, after_seq: int = 0, batch: int = 1000) -> Iterator[OutcomeRecord]:
        """The outcomes of the log alone, in order of seq; no sealed body is opened."""
        last = self._last_seqs()[1]
        yield from self._records(page_of(OUTCOMES), outcome_record, after_seq, last, batch)

    def last_seq(self) -> int:
        """The highest seq that is kept; 0 in an empty log."""
        return max(self._last_seqs())

    def event_ids(self) -> Iterator[str]:
        """The ids of all events, in order of seq."""
        return self._ids(page_of(EVENTS, "seq", "event_id"), self._last_seqs()[0])

    def outcome_ids(self) -> Iterator[str]:
        """The ids of all outcomes, in order of seq."""
        return self._ids(page_of(OUTCOMES, "seq", "outcome_id"), self._last_seqs()[1])

    def count_events(self) -> int:
        """How many events are kept."""
        with reading(), self._reader.connect() as connection:
            return connection.execute(COUNT_EVENTS).scalar_one()

    def ping(self) -> None:
        """Asks the database for an answer.

        Raises:
            Unavailable: there is none.
        """
        self.last_seq()

    def close(self) -> None:
        """Ends all connections; the writer's claim is free."""
        if self._checkpointer is not None:
            self._checkpointer.close()
        self._writer.close()
        self.engine.dispose()

    def _event(self, row: Sequence[Any]) -> EventRecord:
        return event_record(row, self._vault)

    def _change(self, row: Sequence[Any]) -> ChangeRecord:
        return change_record(row, self._vault)

    def _records(
        self,
        page: Select[Any],
        record: Callable[[Sequence[Any]], _T],
        after_seq: int,
        last_seq: int,
        size: int,
    ) -> Iterator[_T]:
        for row in self._pages(page, after_seq, last_seq, size):
            yield record(row)

    def _ids(self, page: Select[Any], last_seq: int) -> Iterator[str]:
        for row in self._pages(page, 0, last_seq, _IDS_A_PAGE):
            yield row[1]

    def _pages(
        self, page: Select[Any], after_seq: int, last_seq: int, size: int
    ) -> Iterator[Sequence[Any]]:
        """The rows of all pages, one page in memory; each row begins with its seq."""
        while after_seq < last_seq:
            with reading(), self._reader.connect() as connection:
                place = {"after": after_seq, "last": last_seq, "size": size}
                rows = connection.execute(page, place).all()
            if not rows:
                # SQLite may take a damaged page for the end of a range and give no error.
                raise Failure(
                    f"the log is damaged: it goes on to seq {last_seq}, but nothing can be read"
                    f" after {after_seq}",
                    code="log_damaged",
                )
            yield from rows
            after_seq = rows[-1][0]

    def _one(self, statement: Executable, wanted: str) -> Sequence[Any] | None:
        if not _ID.fullmatch(wanted):
            return None  # no such id was ever kept, and a database may refuse its characters
        with reading(), self._reader.connect() as connection:
            return connection.execute(statement, {"wanted": wanted}).one_or_none()

    def _last_seqs(self) -> tuple[int, int, int]:
        with reading(), self._reader.connect() as connection:
            events, outcomes, changes = connection.execute(LAST_SEQS).one()
            return events, outcomes, changes
