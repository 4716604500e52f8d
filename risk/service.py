"""The scoring service: idempotent, durable before the answer, one order for everything.

Evaluate, apply and the place in the log are one step of the event loop, so two events of one sender
always see each other. The commit follows, many requests to one commit; the answer leaves after it. When
a commit fails, everything that was applied and not committed is undone in reverse order and its callers
are told to send it again: a failed commit leaves no trace.
"""

import asyncio
from collections.abc import Callable
from typing import Final, TypeAlias

from data.changes import Change, Made
from data.clock import Clock, stopwatch_ns
from data.errors import NotFound, PostRiskError, Unavailable
from data.events import Event, Outcome
from data.identifiers import Tokeniser
from data.records import EventRecord, LogRecord
from data.store import Store
from data.subject import Subject
from risk.answers import Answer, answer_of
from risk.engine import Engine
from risk.gauges import gauges_of
from risk.group_commit import GroupCommit
from risk.intake import Arrival, Intake, Tell, teller
from risk.known_rows import KnownRows
from risk.look_counts import LookCounts
from risk.lookups import Lookups
from risk.pending import (
    EVENT_PREFIX,
    OUTCOME_PREFIX,
    Pending,
    event_of,
)
from risk.policy_sets import PolicySets
from risk.records import canonical_body
from risk.replica import Enter, Replica

MAX_PENDING: Final = 8_192
"""Requests that may wait for a commit; one more is told to come back."""
_RETRY_SECONDS: Final = 0.5
Check: TypeAlias = Callable[[], None]
"""Raises where something may not be done now."""


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
        self._replica = Replica(engine, clock)
        self._intake = Intake((self._write_down, self._read, self._decide_on))
        self._commit = self._commit_to(store)
        self._lookups = Lookups(store, lambda: self._commit.commits)
        self._ids = KnownRows(self._commit, self._replica.known, self._lookups)
        self._repeats: set[asyncio.Task[None]] = set()
        self._trouble: str | None = "the state is not yet restored from the log"
        self._closing = False

    def start(self, told: Callable[[LogRecord], None] = lambda _record: None) -> int:
        """Restore the state from the log; returns how many rows it holds.

        Raises:
            Failure: the log can't be read.
        """
        rows = self._replica.restore(self._store.scan(), told)
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
        return gauges_of(self.engine, self._commit, self._replica.seq)

    def band_pairs(self) -> dict[tuple[str, str], int]:
        """Events by the bands of champion and challenger; empty where there is no challenger."""
        return self._replica.pairs.counts

    @property
    def looks(self) -> LookCounts:
        """What policy versions in shadow have said since this process began."""
        return self._replica.looks

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
        if await self._ids.row(key, digest) is not None:
            return False
        self._require_ready()
        replica = self._replica
        entered = await self._entered(key, digest, lambda: replica.outcome(outcome, body, digest))
        return isinstance(entered, Pending)

    async def make_change(
        self, actor: str, change: Change, check: Check, sets: PolicySets | None = None
    ) -> Made:
        """Let a change take force and be committed.

        Args:
            actor: who makes it.
            change: what is made.
            check: asked in the same step in which the change enters; raises where it may not.
            sets: what decides after it, where it is one of policies.

        Raises:
            Unavailable: nothing was kept; the same call may be sent again.
        """
        self._require_ready()
        made: list[Made] = []

        def enter() -> Pending:
            check()
            now, pending = self._replica.change(actor, change, sets)
            made.append(now)
            return pending

        await self._entered("", b"", enter)
        return made[0]

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

    def begin(self) -> None:
        """Start what has to run beside the calls, in the loop: of a sole writer nothing."""

    async def end(self) -> None:
        """End what ``begin`` started."""

    async def caught_up(self) -> None:
        """Let enter what other workers have appended before this call: of a sole writer nothing.

        Raises:
            Unavailable: the log can't be read.
        """

    def _commit_to(self, store: Store) -> GroupCommit:
        return GroupCommit(store, self._fail)

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
        if self._ids.is_new(arrival.key):
            arrival.subject = self.engine.reader.read(arrival.event)

    def _decide_on(self, arrival: Arrival) -> None:
        """Enter an event, or find the answer that its id has; copies may have come together."""
        subject = arrival.subject
        if subject is not None and self._ids.is_new(arrival.key):
            pending = self._enter(arrival, subject)
            self._commit.add(pending)
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
        known = await self._ids.row(arrival.key, arrival.digest)
        if known is not None:
            return Answer(event_of(known))
        subject = self.engine.reader.read(arrival.event)
        entered = await self._entered(
            arrival.key, arrival.digest, lambda: self._enter(arrival, subject)
        )
        return answer_of(entered) if isinstance(entered, Pending) else Answer(event_of(entered))

    def _enter(self, arrival: Arrival, subject: Subject) -> Pending:
        if self._trouble is not None:  # what came before the end is finished all the same
            raise Unavailable(self._trouble, code="not_ready")
        return self._replica.event(arrival, subject)

    async def _entered(self, _key: str, _digest: bytes, enter: Enter) -> Pending | LogRecord:
        """What was let enter, committed; a row that has its key instead, where one came before it."""
        pending = enter()
        self._commit.add(pending)
        await pending.committed()
        return pending

    async def _fail(self, failed: list[Pending], code: str) -> None:
        """Undo all that is not committed, newest first, and tell everybody who waits."""
        self._trouble = "the database can't be reached"  # before anybody is told, and comes again
        self._replica.take_back(failed)
        for pending in failed:
            pending.tell(Unavailable("nothing was kept; send it again", code=code))
        await self._recover()

    async def _recover(self) -> None:
        """Ask the log what it holds beyond what we know of, and let that enter.

        A commit whose answer was lost may be there all the same.
        """
        while not self._closing:
            try:
                kept = await self._read_on()
            except PostRiskError:
                await asyncio.sleep(_RETRY_SECONDS)
                continue
            self._replica.follow(kept)
            self._trouble = None
            return

    async def _read_on(self) -> list[LogRecord]:
        """The rows of the log that have not entered.

        Raises:
            Unavailable: the database is not there.
        """
        return await self._lookups.after(self._replica.seq)
