"""A row on its way to the disk, with all who wait for it; and the one name space of ids."""

import asyncio
from collections.abc import Callable
from typing import Final, TypeAlias

from data.decisions import Decision
from data.errors import Conflict, PostRiskError
from data.records import ChangeRecord, EventRecord, ExposureEntry, LogRecord, OutcomeRecord
from data.store import Store
from graph.identity import Undo

EVENT_PREFIX: Final = "e:"
OUTCOME_PREFIX: Final = "o:"
CHANGE_PREFIX: Final = "c:"
"""An event and an outcome may have the same id: keys tell them apart. A change goes by its seq."""

Waiter: TypeAlias = Callable[[PostRiskError | None], None]
"""Told once: None after the commit, or why nothing was kept."""


class Pending:
    """A row on its way to the disk.

    Attributes:
        key: of the row, prefix included.
        record: what the log will keep.
        undo: takes the row's change of the state back.
        decision: of an event; None for anything else.
        entries: of the exposure ledger, kept in the same transaction.
        waiters: one for each request that waits for the commit.
    """

    __slots__ = ("decision", "entries", "key", "record", "undo", "waiters")

    def __init__(
        self, key: str, record: LogRecord, undo: Undo, decision: Decision | None = None
    ) -> None:
        self.key = key
        self.record = record
        self.undo = undo
        self.decision = decision
        self.entries: tuple[ExposureEntry, ...] = ()
        self.waiters: list[Waiter] = []

    async def committed(self) -> None:
        """Wait for the commit.

        Raises:
            PostRiskError: it failed; nothing was kept.
        """
        # A future for each waiter: one whose client went away must not cancel the others.
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def waiter(error: PostRiskError | None) -> None:
            if future.done():
                return
            if error is None:
                future.set_result(None)
            else:
                future.set_exception(error)

        self.waiters.append(waiter)
        await future

    def tell(self, error: PostRiskError | None) -> None:
        """Tell all who wait."""
        waiters, self.waiters = self.waiters, []
        for waiter in waiters:
            try:
                waiter(error)
            except Exception as failure:  # one caller's accident may not keep the others waiting
                asyncio.get_running_loop().call_exception_handler(
                    {"message": "an answer could not be given", "exception": failure}
                )


def require_same(key: str, known: bytes, digest: bytes) -> None:
    """Let only the same body pass under a known id.

    Raises:
        Conflict: it is another body; ``param`` names the id at fault.
    """
    if known != digest:
        param = "event_id" if key.startswith(EVENT_PREFIX) else "outcome_id"
        raise Conflict("this id was used with another body", param=param)


def key_of(record: LogRecord) -> str:
    """The key of a kept row."""
    if isinstance(record, OutcomeRecord):
        return OUTCOME_PREFIX + record.outcome_id
    if isinstance(record, ChangeRecord):
        return f"{CHANGE_PREFIX}{record.seq}"
    return EVENT_PREFIX + record.event_id


def digest_of(record: LogRecord) -> bytes:
    """The digest of a row's body; a change has none, for nobody sends it under an id of theirs."""
    return b"" if isinstance(record, ChangeRecord) else record.body_digest


def event_of(record: LogRecord) -> EventRecord:
    """The row of an event's key, which is an event's row."""
    assert isinstance(record, EventRecord), "found under an event's key"  # noqa: S101  narrows the type
    return record


def find_in(store: Store, key: str) -> LogRecord | None:
    """The kept row of a key, or None; asks the database."""
    if key.startswith(EVENT_PREFIX):
        return store.find_event(key.removeprefix(EVENT_PREFIX))
    return store.find_outcome(key.removeprefix(OUTCOME_PREFIX))
