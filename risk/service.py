"""The scoring service: idempotent, durable before the answer, one order for everything.

Evaluate, apply and the place in the log are one step of the event loop, so two events of one sender
always see each other. The commit follows, many requests to one commit; the answer leaves after it. When
a commit fails, everything that was applied and not committed is undone in reverse order and its callers
are told to send it again: a failed commit leaves no trace.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from data.clock import Clock, stopwatch_ns
from data.decisions import DECODER, AnalystDecision
from data.errors import NotFound, PostRiskError, Unavailable
from data.events import Event, Outcome
from data.identifiers import Tokeniser
from data.records import EventRecord, LogRecord
from data.store import Store
from risk.engine import Engine, with_duration
from risk.known_ids import KnownIds
from risk.pending import (
    EVENT_PREFIX,
    OUTCOME_PREFIX,
    Pending,
    answer_of,
    find_in,
    key_of,
    require_same,
    stored_answer,
    tell,
)
from risk.records import canonical_body, event_record, outcome_record
from risk.restore import restore

MAX_BATCH: Final = 256
"""Rows of one commit at most."""
MAX_PENDING: Final = 8_192
"""Requests that may wait for a commit; one more is told to come back."""
_RECENT: Final = 1_024
_RETRY_SECONDS: Final = 0.5


class ScoringService:
    """Scores events and keeps outcomes, for one event loop.

    Args:
        engine: the engine; its state is filled by ``start``.
        store: the log.
        tokeniser: for the keyed digest of bodies.
        clock: tells ``received_at``.
    """

    def __init__(self, engine: Engine, store: Store, tokeniser: Tokeniser, clock: Clock) -> None:
        self._engine = engine
        self._store = store
        self._digest = tokeniser.digest
        self._clock = clock
        self._known = KnownIds()
        self._in_flight: dict[str, Pending] = {}
        self._recent: deque[Pending] = deque()
        self._lookups: dict[str, asyncio.Future[LogRecord | None]] = {}
        self._pending: deque[Pending] = deque()
        self._flushing: asyncio.Task[None] | None = None
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="reader")
        self._seq = 0
        self._trouble: str | None = "the state is not yet restored from the log"
        self._closing = False
        self._commits = 0

    def start(self, told: Callable[[LogRecord], None] = lambda _record: None) -> int:
        """Restore the state from the log; returns how many rows it holds.

        Raises:
            Failure: the log can't be read.
        """
        rows = 0

        def count(record: LogRecord) -> None:
            nonlocal rows
            rows += 1
            self._known.add(key_of(record))
            told(record)

        self._seq = restore(self._engine, self._store.scan(), count)
        self._trouble = None
        return rows

    @property
    def ready(self) -> bool:
        """Whether a score would be answered now."""
        return self._trouble is None and not self._closing

    @property
    def not_ready_reason(self) -> str | None:
        """Why not; None when ready."""
        return "the service is stopping" if self._closing else self._trouble

    def gauges(self) -> dict[str, float]:
        """Present figures for metrics."""
        keeper, graph = self._engine.state.keeper, self._engine.state.graph
        return {
            "state_histories": len(keeper),
            "state_histories_dropped_total": keeper.dropped,
            "state_facts_dropped_total": keeper.dropped_facts,
            "graph_nodes": len(graph),
            "graph_nodes_dropped_total": graph.dropped,
            "pending_commits": len(self._pending),
            "commits_total": self._commits,
            "log_seq": self._seq,
        }

    async def score(self, event: Event) -> AnalystDecision:
        """The decision about an event, after its commit.

        Raises:
            Conflict: the id is known with another body.
            Unavailable: nothing was kept; the same call may be sent again.
        """
        started = stopwatch_ns()
        body = canonical_body(event)
        digest = self._digest(body)
        key = EVENT_PREFIX + event.event_id
        known = await self._known_row(key, digest)
        if isinstance(known, Pending):
            return answer_of(known)
        if known is not None:
            return stored_answer(known)
        self._require_ready()
        evaluation = self._engine.evaluate(event)
        undo = self._engine.apply(evaluation)
        answer = with_duration(evaluation.decision, (stopwatch_ns() - started) / 1e6)
        self._seq += 1
        record = event_record(
            self._seq,
            event,
            evaluation,
            answer,
            body=body,
            body_digest=digest,
            received_at_ms=self._clock(),
        )
        return answer_of(await self._commit(Pending(key, digest, record, undo, answer)))

    async def record_outcome(self, outcome: Outcome) -> bool:
        """Keep a later fact; True if it is new, False if the same fact was known.

        Raises:
            Conflict: the id is known with another body.
            Unavailable: nothing was kept; the same call may be sent again.
        """
        body = canonical_body(outcome)
        digest = self._digest(body)
        key = OUTCOME_PREFIX + outcome.outcome_id
        if await self._known_row(key, digest) is not None:
            return False
        self._require_ready()
        undo = self._engine.apply_outcome(outcome)
        self._seq += 1
        record = outcome_record(self._seq, outcome, body, digest, self._clock())
        await self._commit(Pending(key, digest, record, undo, None))
        return True

    async def decision(self, event_id: str) -> AnalystDecision:
        """The stored decision about an event.

        Raises:
            NotFound: no event with this id was scored.
            Unavailable: the database is not there.
        """
        record = await self._look_up(EVENT_PREFIX + event_id)
        if not isinstance(record, EventRecord):
            raise NotFound("no event with this id was scored", param="event_id")
        return DECODER.decode(record.answer)

    async def close(self) -> None:
        """Take no more, finish what is under way, stop the threads."""
        self._closing = True
        while self._flushing is not None:
            await asyncio.wait([self._flushing])
        self._writer.shutdown()
        self._readers.shutdown()

    def _require_ready(self) -> None:
        reason = self.not_ready_reason
        if reason is not None:
            raise Unavailable(reason, code="not_ready")
        if len(self._pending) >= MAX_PENDING:
            raise Unavailable("too many requests wait for a commit", code="overloaded")

    async def _known_row(self, key: str, digest: bytes) -> Pending | LogRecord | None:
        """What is known of an id: a row under way, a kept row, or None.

        Between the last look at ``_in_flight`` and the caller's next step nothing else runs, so two
        equal requests can't both find nothing.

        Raises:
            Conflict: the id is known with another body.
        """
        pending = self._in_flight.get(key)
        if pending is None and self._known.maybe(key):
            record = await self._look_up(key)
            if record is not None:
                require_same(key, record.body_digest, digest)
                return record
            pending = self._in_flight.get(key)
        if pending is None:
            return None
        require_same(key, pending.digest, digest)
        await pending.committed()
        return pending

    async def _look_up(self, key: str) -> LogRecord | None:
        lookup = self._lookups.get(key)
        if lookup is None:
            loop = asyncio.get_running_loop()
            lookup = loop.run_in_executor(self._readers, find_in, self._store, key)
            self._lookups[key] = lookup
            lookup.add_done_callback(lambda _done: self._lookups.pop(key, None))
        return await asyncio.shield(lookup)

    async def _commit(self, pending: Pending) -> Pending:
        """Hand a row to the writer; returns when it is on the disk."""
        self._known.add(pending.id)
        self._in_flight[pending.id] = pending
        self._pending.append(pending)
        if self._flushing is None:
            self._flushing = asyncio.get_running_loop().create_task(self._flush())
        await pending.committed()
        return pending

    async def _flush(self) -> None:
        try:
            while self._pending:
                await self._flush_batch()
        finally:
            self._flushing = None

    async def _flush_batch(self) -> None:
        batch = [self._pending[i] for i in range(min(len(self._pending), MAX_BATCH))]
        rows = [pending.record for pending in batch]
        try:
            await self._append(rows)
        except PostRiskError as error:
            await self._fail(error.code)
        except BaseException:
            await self._fail("storage_unavailable")
            raise
        else:
            self._settle(batch)

    async def _append(self, rows: list[LogRecord]) -> None:
        # A thread costs as much as a score; a network may hang, a file takes one fsync.
        if self._store.embedded:
            self._store.append(rows)
            return
        await asyncio.get_running_loop().run_in_executor(self._writer, self._store.append, rows)

    def _settle(self, batch: list[Pending]) -> None:
        self._commits += 1
        for pending in batch:
            self._pending.popleft()
            pending.undo = []
            tell(pending, None)
            self._recent.append(pending)
        while len(self._recent) > _RECENT:
            self._in_flight.pop(self._recent.popleft().id, None)

    async def _fail(self, code: str) -> None:
        """Undo all that is not committed, newest first, and tell everybody who waits."""
        failed = list(self._pending)
        self._pending.clear()
        for pending in reversed(failed):
            self._engine.undo(pending.undo)
            del self._in_flight[pending.id]
        self._seq = failed[0].record.seq - 1
        for pending in failed:
            tell(pending, Unavailable("nothing was kept; send it again", code=code))
        await self._recover()

    async def _recover(self) -> None:
        """Ask the log what it holds beyond what we know of, and let that enter.

        A commit whose answer was lost may be there all the same.
        """
        self._trouble = "the database can't be reached"
        loop = asyncio.get_running_loop()
        while not self._closing:
            try:
                kept = await loop.run_in_executor(self._readers, list, self._store.scan(self._seq))
            except PostRiskError:
                await asyncio.sleep(_RETRY_SECONDS)
                continue
            self._seq = max(self._seq, restore(self._engine, kept, lambda _record: None))
            self._trouble = None
            return
