"""Derive every stored decision again from what is stored, and count what differs: nothing may.

The log is replayed in order into an empty state. For each event the vector is recomputed from the
state and compared byte by byte, then explanation, raw scores, rules, graph and answer, with the bundle
and the policy that decided then, and the challenger that the row names. Only ``duration_ms`` may differ.
"""

from collections.abc import Callable, Iterable
from typing import Final

import msgspec
from msgspec import Struct

from data.changes import STATE_CHANGES
from data.decisions import DECODER, ENCODER
from data.errors import Failure
from data.events import decode_event, decode_outcome
from data.records import ChangeRecord, EventRecord, LogRecord
from data.subject import Reader
from risk.archive import Archive
from risk.engine import Engine
from risk.evaluation import with_duration
from risk.features.state import State
from risk.hearing import hear
from risk.records import made_of
from risk.restore import enter_decided
from risk.shadow import challenger_in, kept_scores

MAX_EXAMPLES: Final = 10


class Difference(Struct, frozen=True):
    """One stored event that came out otherwise."""

    seq: int
    event_id: str
    parts: tuple[str, ...]


class Verification(Struct):
    """What was compared."""

    events: int = 0
    outcomes: int = 0
    changes: int = 0
    differing: int = 0
    examples: list[Difference] = []


class Verifier:
    """Replays a log and compares.

    Args:
        reader: makes subjects of events.
        state: empty.
        archive: gives the bundles and policies of old decisions.
    """

    def __init__(self, reader: Reader, state: State, archive: Archive) -> None:
        self._reader = reader
        self._state = state
        self._archive = archive
        self._cases_kept = False
        self._engines: dict[tuple[str, str, str | None], Engine] = {}

    def run(
        self, records: Iterable[LogRecord], told: Callable[[], object] = lambda: None
    ) -> Verification:
        """Compare all rows in order of ``seq``.

        Raises:
            Failure: a bundle or policy that decided, or a challenger, is not in the archive, or a row
                does not open.
        """
        result = Verification()
        for record in records:
            if isinstance(record, EventRecord):
                self._event(record, result)
            elif isinstance(record, ChangeRecord):
                self._change(record)
                result.changes += 1
            else:
                event = self._reader.event_node(record.event_id)
                hear(self._state, event, decode_outcome(record.body))
                result.outcomes += 1
            told()
        return result

    def _change(self, record: ChangeRecord) -> None:
        """Lists stand in the state; of policies each row names the one that decided."""
        made = made_of(record)
        if isinstance(made.what, STATE_CHANGES):
            self._state.apply_change(made)

    def _event(self, record: EventRecord, result: Verification) -> None:
        engine = self._engine(record)
        event = decode_event(record.body)
        evaluation = engine.evaluate(event)
        stored = DECODER.decode(record.answer)
        again = with_duration(evaluation.decision, stored.duration_ms)
        self._cases_kept = self._cases_kept or stored.case_id is not None
        if not self._cases_kept:  # a log that began before there were cases
            again = msgspec.structs.replace(again, case_id=None)
        compared = {
            "vector": (evaluation.reading.packed, record.vector),
            "ledger": (evaluation.ledger, record.ledger),
            "raw_scores": (
                kept_scores(evaluation.raw_scores, evaluation.shadow),
                record.raw_scores,
            ),
            "hits": (ENCODER.encode(evaluation.hits), record.hits),
            "graph": (ENCODER.encode(evaluation.graph), record.graph),
            "answer": (ENCODER.encode(again), record.answer),
        }
        parts = tuple(name for name, (new, old) in compared.items() if new != old)
        result.events += 1
        if parts:
            result.differing += 1
            if len(result.examples) < MAX_EXAMPLES:
                result.examples.append(Difference(record.seq, record.event_id, parts))
        enter_decided(engine, event, evaluation.reading, record)

    def _engine(self, record: EventRecord) -> Engine:
        challenger_id = challenger_in(record.raw_scores)
        key = (record.bundle, record.policy, challenger_id)
        engine = self._engines.get(key)
        if engine is None:
            try:
                bundle = self._archive.bundle(record.bundle)
                policy = self._archive.policy(record.policy)
                challenger = None if challenger_id is None else self._archive.bundle(challenger_id)
            except Failure as error:
                raise Failure(f"event {record.event_id} can't be derived again: {error}") from None
            engine = Engine(self._reader, self._state, bundle, policy, challenger)
            self._engines[key] = engine
        return engine
