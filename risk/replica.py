"""The state of one process and its place in the log: what enters it, and what is taken back.

Nothing here waits: each method is one step. Who may take it, and when, is the service's matter.
"""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from data.changes import Change, Made
from data.clock import Clock, stopwatch_ns
from data.events import Outcome
from data.records import ChangeRecord, LogRecord
from data.subject import Subject
from risk.band_pairs import BandPairs
from risk.engine import Engine
from risk.evaluation import Evaluation, with_duration
from risk.intake import Arrival
from risk.known_ids import KnownIds
from risk.look_counts import LookCounts
from risk.pending import OUTCOME_PREFIX, Pending, key_of
from risk.policy_sets import PolicySets
from risk.records import arrival_record, change_record, entries_of, outcome_record
from risk.restore import restore

Enter: TypeAlias = Callable[[], Pending]
"""Lets something enter the state at the end of the log; called at most once."""


class Replica:
    """What the log says, held in memory up to one place in it.

    Args:
        engine: the engine; its state is filled by ``restore``.
        clock: tells ``received_at``.

    Attributes:
        engine: the same.
        seq: the place in the log of what entered last.
        known: the keys of all rows that ever entered; see :class:`KnownIds`.
        pairs: what champion and challenger said of the events that entered here first.
        looks: what policy versions in shadow said of events, whoever of several workers took them in.
    """

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self.engine = engine
        self.seq = 0
        self.known = KnownIds()
        self.pairs = BandPairs()
        self.looks = LookCounts()
        self._clock = clock

    def restore(self, records: Iterable[LogRecord], told: Callable[[LogRecord], None]) -> int:
        """Let the rows of a log enter from its beginning; returns how many.

        Raises:
            Failure: a row does not open.
        """
        rows = 0

        def count(record: LogRecord) -> None:
            nonlocal rows
            rows += 1
            self._passed(record)
            told(record)

        restore(self.engine, records, count)
        return rows

    def follow(self, rows: list[LogRecord]) -> None:
        """Let rows enter that stand after this place; policies in shadow look at their events too."""
        start = 0
        for end, row in enumerate(rows, 1):
            # What a change lets decide looks at the events after it, so a change ends a stretch.
            if end == len(rows) or isinstance(row, ChangeRecord):
                judged = self._look if self.engine.sets.watched else None
                restore(self.engine, rows[start:end], self._passed, judged)
                start = end

    def _look(self, evaluation: Evaluation) -> None:
        self.looks.count(self.engine.sets.watched, evaluation.looks)

    def _passed(self, record: LogRecord) -> None:
        self.seq = record.seq
        self.known.add(key_of(record))

    def event(self, arrival: Arrival, subject: Subject) -> Pending:
        """Evaluate an event that was never seen, and let it enter."""
        evaluation = self.engine.judged(subject)
        undo = self.engine.apply(evaluation)
        answer = with_duration(evaluation.decision, (stopwatch_ns() - arrival.started_ns) / 1e6)
        self.seq += 1
        record = arrival_record(self.seq, arrival, evaluation, answer, self._clock())
        pending = Pending(arrival.key, record, undo, answer)
        if evaluation.shadow is not None:
            self.pairs.follow(pending, answer.band, evaluation.shadow.band)
        self.looks.follow(pending, self.engine.sets.watched, evaluation.looks)
        return self._entered(pending)

    def outcome(self, outcome: Outcome, body: bytes, digest: bytes) -> Pending:
        """Let a fact enter that was never told."""
        undo = self.engine.apply_outcome(outcome)
        self.seq += 1
        record = outcome_record(self.seq, outcome, body, digest, self._clock())
        return self._entered(Pending(OUTCOME_PREFIX + outcome.outcome_id, record, undo))

    def change(self, actor: str, change: Change, sets: PolicySets | None) -> tuple[Made, Pending]:
        """Let a change that was just checked take force."""
        self.seq += 1
        made = Made(self.seq, actor, self._clock(), change)
        undo = self.engine.apply_change(made, sets)
        record = change_record(made)
        return made, self._entered(Pending(key_of(record), record, undo))

    def take_back(self, failed: list[Pending]) -> None:
        """Undo the last that entered, given in order, of which nothing was kept."""
        for pending in reversed(failed):
            self.engine.undo(pending.undo)
        if failed:
            self.seq = failed[0].record.seq - 1

    def _entered(self, pending: Pending) -> Pending:
        pending.entries = entries_of(pending.record.seq, self.engine.moves)
        self.known.add(pending.key)
        return pending
