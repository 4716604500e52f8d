"""From the log back to the state: start-up and recovery take the same path as scoring."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from msgspec import convert

from data.decisions import DECODER, Action
from data.events import CodApplication, Event, decode_event, decode_outcome
from data.records import ChangeRecord, EventRecord, LogRecord
from risk.case_book import ALERTS, filed
from risk.engine import Engine
from risk.evaluation import Evaluation
from risk.features.reading import Reading
from risk.records import made_of

Judged: TypeAlias = Callable[[Evaluation], None]
"""Is given what an event means to this engine, as if it had decided."""


def restore(
    engine: Engine,
    records: Iterable[LogRecord],
    told: Callable[[LogRecord], None],
    judged: Judged | None = None,
) -> int:
    """Let kept rows enter the state in order; returns the last place in the log, 0 if there is none.

    The decision that was given then is the one that counts, not what today's rules would say.

    Args:
        engine: reads and applies.
        records: rows in order of ``seq``.
        told: called with each row that entered.
        judged: called with each event before it enters; None spares judging them.
    """
    last_seq, policies = 0, engine.policies
    for record in records:
        restore_row(engine, record, judged)
        last_seq = record.seq
        told(record)
    if engine.policies is not policies:
        engine.settle_policies()
    return last_seq


def restore_row(engine: Engine, record: LogRecord, judged: Judged | None = None) -> Reading | None:
    """Let one kept row enter the state; returns what the state said of an event, None of all else.

    Which policies then decide is settled by the caller, at the end: see ``restore``.
    """
    if isinstance(record, ChangeRecord):
        engine.apply_change(made_of(record))
        return None
    if not isinstance(record, EventRecord):
        engine.apply_outcome(decode_outcome(record.body))
        return None
    event = decode_event(record.body)
    subject = engine.reader.read(event)
    reading = engine.read(subject)
    if judged is not None:
        judged(engine.judge(subject, reading))
    enter_decided(engine, event, reading, record)
    return reading


def enter_decided(engine: Engine, event: Event, reading: Reading, record: EventRecord) -> None:
    """Let an event enter the state as it was decided then.

    Args:
        engine: whose state it enters.
        event: of the row.
        reading: what the state says of it.
        record: the row.
    """
    # An answer is long to decode, and few hold something to enter: to applications, and alerts.
    stored = None
    if record.decision in ALERTS or isinstance(event, CodApplication):
        stored = DECODER.decode(record.answer)
    case_id = None if stored is None else stored.case_id
    engine.state.apply(
        reading,
        None if case_id is None else filed(case_id, reading.touch),
        granted=engine.grants(event, record.decision, reading.vector),
        action=convert(record.decision, Action),
        credit=None if stored is None else stored.credit,
    )
