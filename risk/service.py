"""The scoring service: idempotent, durable before the answer, one order for everything.

Evaluate, apply and the place in the log are one step of the event loop, so two events of one sender
always see each other. The commit follows, many requests to one commit; the answer leaves after it. When
a commit fails, everything that was applied and not committed is undone in reverse order and its callers
are told to send it again: a failed commit leaves no trace.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from data.changes import Change, Made
from data.clock import Clock, stopwatch_ns
from data.errors import NotFound, PostRiskError, Unavailable
from data.events import Event, Outcome
from data.identifiers import Tokeniser
from data.records import EventRecord, LogRecord
from data.store import Store
from data.subject import Subject
from risk.answers import Answer, answer_of
from risk.band_pairs import BandPairs
from risk.engine import Engine
from risk.evaluation import with_duration
from risk.gauges import gauges_of
from risk.group_commit import GroupCommit
from risk.intake import Arrival, Intake, Tell, teller
from risk.known_ids import KnownIds
from risk.look_counts import LookCounts
from risk.lookups import Lookups
from risk.pending import (
    EVENT_PREFIX,
    OUTCOME_PREFIX,
    Pending,
    digest_of,
    event_of,
    key_of,
    require_same,
)
from risk.policy_sets import PolicySets
from risk.records import arrival_record, canonical_body, change_record, entries_of, outcome_record
from risk.restore import restore

MAX_PENDING: Final = 8_192
"""Requests that may wait for a commit; one more is told to come back."""
_RETRY_SECONDS: Final = 0.5


class ScoringService:
    """Scores events and keeps outcomes, for one event loop.

    Args:
        engine: the engine; its state is filled by ``start``.
        store: the log.
        tokeniser: for the keyed digest of bodies.
        clock: tells ``received_at``.

    Attributes:
        engine: the same; its bundles may be changed between two events.
    """

    def __init__(self, engine: Engine, store: Store, tokeniser: Tokeniser, clock: Clock) -> None:
        self.engine = engine
        self._store = store
        self._digest = tokeniser.digest
        self._clock = clock
        self._known = KnownIds()
        self._pairs = BandPairs()
        self.looks = LookCounts()
        self._intake = Intake((self._write_down, self._read, self._decide_on))
        self._commit = GroupCommit(store, self._fail)
        self._lookups = Lookups(store, lambda: self._commit.commits)
        self._repeats: set[asyncio.Task[None]] = set()
        self._seq = 0
        self._trouble: str | None = "the state is not yet restored from the log"
        self._closing = False

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

        self._seq = restore(self.engine, self._store.scan(), count)
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
        return gauges_of(self.engine, self._commit, self._seq)

    def band_pairs(self) -> dict[tuple[str, str], int]:
        """Events by the bands of champion and challenger; empty where there is no challenger."""
        return self._pairs.counts

    def submit(self, event: Event, tell: Tell) -> None:
        """Score an event; ``tell`` is called once, from the loop, after its commit.

        Raises:
            Unavailable: at once, when nothing can be scored now; ``tell`` is then not called.
        """
        self._require_ready()
        self._intake.add(Arrival(event, tell, stopwatch_ns(), EVENT_PREFIX + event.event_id))

    async def score(self, event: Event) -> Answer:
        """The answer to an event, after its commit.

        Raises:
            Conflict: the id is known with another body.
            Unavailable: nothing was kept; the same call may be sent again.
        """
        told: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self.submit(event, teller(told))
        return await told

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
        undo = self.engine.apply_outcome(outcome)
        self._seq += 1
        record = outcome_record(self._seq, outcome, body, digest, self._clock())
        await self._hand_over(Pending(key, record, undo)).committed()
        return True

    async def make_change(self, actor: str, change: Change, sets: PolicySets | None = None) -> Made:
        """Let a change, which the caller has just checked, take force and be committed.

        Raises:
            Unavailable: nothing was kept; the same call may be sent again.
        """
        self._require_ready()
        self._seq += 1
        made = Made(self._seq, actor, self._clock(), change)
        undo = self.engine.apply_change(made, sets)
        record = change_record(made)
        await self._hand_over(Pending(key_of(record), record, undo)).committed()
        return made

    async def decision(self, event_id: str) -> Answer:
        """The stored answer to an event.

        Raises:
            NotFound: no event with this id was scored.
            Unavailable: the database is not there.
        """
        record = await self._lookups.row(EVENT_PREFIX + event_id)
        if not isinstance(record, EventRecord):
            raise NotFound("no event with this id was scored", param="event_id")
        return Answer(record)

    async def close(self) -> None:
        """Take no more, finish what is under way, stop the threads."""
        self._closing = True
        while self._repeats or len(self._intake):
            await (asyncio.wait(self._repeats) if self._repeats else asyncio.sleep(0))
        await self._commit.close()
        self._lookups.close()

    def _require_ready(self) -> None:
        reason = self.not_ready_reason
        if reason is not None:
            raise Unavailable(reason, code="not_ready")
        if len(self._commit) + len(self._intake) >= MAX_PENDING:
            raise Unavailable("too many requests wait for a commit", code="overloaded")

    def _write_down(self, arrival: Arrival) -> None:
        """The one form in which an event is kept; of equal events it has equal bytes."""
        arrival.body = canonical_body(arrival.event)
        arrival.digest = self._digest(arrival.body)

    def _read(self, arrival: Arrival) -> None:
        if self._is_new(arrival.key):
            arrival.subject = self.engine.reader.read(arrival.event)

    def _decide_on(self, arrival: Arrival) -> None:
        """Enter an event, or find the answer that its id has; copies may have come together."""
        subject = arrival.subject
        if subject is not None and self._is_new(arrival.key):
            pending = self._enter(arrival, subject)
            pending.waiters.append(lambda error: arrival.tell(error or answer_of(pending)))
            return
        repeat = asyncio.get_running_loop().create_task(self._tell_later(arrival))
        self._repeats.add(repeat)
        repeat.add_done_callback(self._repeats.discard)

    async def _tell_later(self, arrival: Arrival) -> None:
        try:
            answer: Answer | Exception = await self._find(arrival)
        except Exception as error:  # whatever it is, somebody waits to be told
            answer = error
        arrival.tell(answer)

    async def _find(self, arrival: Arrival) -> Answer:
        known = await self._known_row(arrival.key, arrival.digest)
        if known is not None:
            return Answer(event_of(known))
        pending = self._enter(arrival, self.engine.reader.read(arrival.event))
        await pending.committed()
        return answer_of(pending)

    def _enter(self, arrival: Arrival, subject: Subject) -> Pending:
        """Evaluate and apply an event that was never seen, and put its row on its way."""
        if self._trouble is not None:  # what came before the end is finished all the same
            raise Unavailable(self._trouble, code="not_ready")
        evaluation = self.engine.judged(subject)
        undo = self.engine.apply(evaluation)
        answer = with_duration(evaluation.decision, (stopwatch_ns() - arrival.started_ns) / 1e6)
        self._seq += 1
        record = arrival_record(self._seq, arrival, evaluation, answer, self._clock())
        pending = Pending(arrival.key, record, undo, answer)
        if evaluation.shadow is not None:
            self._pairs.follow(pending, answer.band, evaluation.shadow.band)
        self.looks.follow(pending, self.engine.sets.watched, evaluation.looks)
        return self._hand_over(pending)

    def _hand_over(self, pending: Pending) -> Pending:
        pending.entries = entries_of(pending.record.seq, self.engine.moves)
        self._known.add(pending.key)
        self._commit.add(pending)
        return pending

    def _is_new(self, key: str) -> bool:
        """Whether an id was certainly never seen."""
        return self._commit.find(key) is None and not self._known.maybe(key)

    async def _known_row(self, key: str, digest: bytes) -> LogRecord | None:
        """The committed row of an id, or None if it was never seen.

        Between the last look and the caller's next step nothing else runs, so two equal requests
        can't both find nothing.

        Raises:
            Conflict: the id is known with another body.
            Unavailable: the row was under way, and its commit failed.
        """
        pending = self._commit.find(key)
        if pending is None and self._known.maybe(key):
            record = await self._lookups.row(key)
            if record is not None:
                require_same(key, digest_of(record), digest)
                return record
            pending = self._commit.find(key)
        if pending is None:
            return None
        require_same(key, digest_of(pending.record), digest)
        await pending.committed()
        return pending.record

    async def _fail(self, failed: list[Pending], code: str) -> None:
        """Undo all that is not committed, newest first, and tell everybody who waits."""
        self._trouble = "the database can't be reached"  # before anybody is told, and comes again
        for pending in reversed(failed):
            self.engine.undo(pending.undo)
        self._seq = failed[0].record.seq - 1
        for pending in failed:
            pending.tell(Unavailable("nothing was kept; send it again", code=code))
        await self._recover()

    async def _recover(self) -> None:
        """Ask the log what it holds beyond what we know of, and let that enter.

        A commit whose answer was lost may be there all the same.
        """
        while not self._closing:
            try:
                kept = await self._lookups.after(self._seq)
            except PostRiskError:
                await asyncio.sleep(_RETRY_SECONDS)
                continue
            self._seq = max(self._seq, restore(self.engine, kept, lambda _record: None))
            self._trouble = None
            return
