"""The scoring service of one worker among several that share a log.

Events are written down and read as they come; to be decided on they wait for this worker's turn, of which
``risk.turns`` tells. Answers, refusals and ids are those that one process would give.
"""

import asyncio
from collections.abc import Callable
from functools import partial

from data.clock import Clock
from data.identifiers import Tokeniser
from data.records import ChangeRecord, LogRecord
from data.store import Store
from risk.answers import Answer, answer_of
from risk.archive import Archive, keep_policies
from risk.engine import Engine
from risk.group_commit import GroupCommit
from risk.intake import Arrival
from risk.pending import Pending, event_of
from risk.records import made_of
from risk.replica import Enter
from risk.service import ScoringService
from risk.turns import Asked, Turns


class SharedScoringService(ScoringService):
    """Scores events beside other workers; for one event loop, from ``begin`` to ``end``.

    Args:
        engine: the engine; its state is filled by ``start``.
        store: the log, which this worker has joined as a writer.
        tokeniser: for the keyed digest of bodies.
        clock: tells ``received_at``.
        archive: keeps the policies that others publish.
        faulty: called when a row of the log could not enter: this process must start again.
    """

    def __init__(
        self,
        engine: Engine,
        store: Store,
        tokeniser: Tokeniser,
        clock: Clock,
        *,
        archive: Archive,
        faulty: Callable[[], None],
    ) -> None:
        self._archive = archive
        self._faulty = faulty
        super().__init__(engine, store, tokeniser, clock)

    def begin(self) -> None:
        """Take turns and follow the log from now on."""
        self._turns.start(self._lose)

    async def end(self) -> None:
        """Finish what is under way; there are no turns after it."""
        await self.close()

    async def caught_up(self) -> None:
        """Let enter what other workers have appended before this call.

        Raises:
            Unavailable: the log can't be read.
        """
        await self._turns.caught_up()

    def _commit_to(self, store: Store) -> GroupCommit:
        self._turns = Turns(store, self._fail, self._replica, self._prepare)
        return self._turns

    def _decide_on(self, arrival: Arrival) -> None:
        """Let an event wait for the turn; one whose id may be known is looked for first."""
        subject = arrival.subject
        if subject is None or not self._ids.is_new(arrival.key):
            super()._decide_on(arrival)
            return
        enter = partial(self._enter, arrival, subject)
        self._turns.ask(Asked(arrival.key, arrival.digest, enter, partial(_answer, arrival)))

    async def _entered(self, key: str, digest: bytes, enter: Enter) -> Pending | LogRecord:
        told: asyncio.Future[Pending | LogRecord] = asyncio.get_running_loop().create_future()
        self._turns.ask(Asked(key, digest, enter, partial(_settle, told)))
        return await told

    async def _read_on(self) -> list[LogRecord]:
        return await asyncio.get_running_loop().run_in_executor(None, self._read_all)

    def _read_all(self) -> list[LogRecord]:
        rows = list(self._store.scan(self._replica.seq))
        self._prepare(rows)
        return rows

    def _prepare(self, rows: list[LogRecord]) -> None:
        """In a thread: compile and keep what others have published, before it decides here."""
        book = self.engine.policies
        for row in rows:
            if isinstance(row, ChangeRecord):
                book = book.after(made_of(row))
        if book is not self.engine.policies:
            keep_policies(self._archive, self.engine.compiler.sets(book))

    def _lose(self, error: BaseException) -> None:
        self._trouble = "the state is not that of the log"
        asyncio.get_running_loop().call_exception_handler(
            {"message": "the log could not be followed", "exception": error}
        )
        self._faulty()


def _answer(arrival: Arrival, told: Pending | LogRecord | Exception) -> None:
    if isinstance(told, Exception):
        arrival.tell(told)
    else:
        arrival.tell(answer_of(told) if isinstance(told, Pending) else Answer(event_of(told)))


def _settle(
    future: "asyncio.Future[Pending | LogRecord]", told: Pending | LogRecord | Exception
) -> None:
    if future.done():
        return
    if isinstance(told, Exception):
        future.set_exception(told)
    else:
        future.set_result(told)
