"""A row on its way to the disk, with all who wait for it; and the one name space of ids."""

import asyncio
from typing import Final

from data.decisions import DECODER, AnalystDecision
from data.errors import Conflict, PostRiskError
from data.records import EventRecord, LogRecord, OutcomeRecord
from data.store import Store
from graph.identity import Undo

EVENT_PREFIX: Final = "e:"
OUTCOME_PREFIX: Final = "o:"
"""An event and an outcome may have the same id: keys tell them apart."""


class Pending:
    """A row on its way to the disk.

    Attributes:
        id: the key of the row, prefix included.
        digest: of the body: tells a repeated request from another body.
        record: what the log will keep.
        undo: takes the row's change of the state back.
        answer: the decision; None for an outcome.
        waiters: one future for each request that waits for the commit.
        done: whether the commit is known to have succeeded.
    """

    __slots__ = ("answer", "digest", "done", "id", "record", "undo", "waiters")

    def __init__(
        self, id_: str, digest: bytes, record: LogRecord, undo: Undo, answer: AnalystDecision | None
    ) -> None:
        self.id = id_
        self.digest = digest
        self.record = record
        self.undo = undo
        self.answer = answer
        self.waiters: list[asyncio.Future[None]] = []
        self.done = False

    async def committed(self) -> None:
        """Wait for the commit.

        Raises:
            Unavailable: it failed; nothing was kept.
        """
        if not self.done:
            # A future for each waiter: one whose client went away must not cancel the others.
            waiter = asyncio.get_running_loop().create_future()
            self.waiters.append(waiter)
            await waiter


def tell(pending: Pending, error: PostRiskError | None) -> None:
    """Wake all who wait; those who went away are passed over."""
    pending.done = error is None
    for waiter in pending.waiters:
        if waiter.done():
            continue
        if error is None:
            waiter.set_result(None)
        else:
            waiter.set_exception(error)
    pending.waiters = []


def require_same(key: str, known: bytes, digest: bytes) -> None:
    """Let only the same body pass under a known id.

    Raises:
        Conflict: it is another body; ``param`` names the id at fault.
    """
    if known != digest:
        param = "event_id" if key.startswith(EVENT_PREFIX) else "outcome_id"
        raise Conflict("this id was used with another body", param=param)


def answer_of(pending: Pending) -> AnalystDecision:
    """The decision of an event under way."""
    assert pending.answer is not None, "an event always has an answer"  # noqa: S101  narrows the type
    return pending.answer


def stored_answer(record: LogRecord) -> AnalystDecision:
    """The decision of a kept event."""
    assert isinstance(record, EventRecord), "found under an event's key"  # noqa: S101  narrows the type
    return DECODER.decode(record.answer)


def key_of(record: LogRecord) -> str:
    """The key of a kept row."""
    if isinstance(record, OutcomeRecord):
        return OUTCOME_PREFIX + record.outcome_id
    return EVENT_PREFIX + record.event_id


def find_in(store: Store, key: str) -> LogRecord | None:
    """The kept row of a key, or None; asks the database."""
    if key.startswith(EVENT_PREFIX):
        return store.find_event(key.removeprefix(EVENT_PREFIX))
    return store.find_outcome(key.removeprefix(OUTCOME_PREFIX))
