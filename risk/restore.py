"""From the log back to the state: start-up and recovery take the same path as scoring."""

from collections.abc import Callable, Iterable

from data.events import decode_event, decode_outcome
from data.records import EventRecord, LogRecord
from risk.engine import Engine


def restore(engine: Engine, records: Iterable[LogRecord], told: Callable[[LogRecord], None]) -> int:
    """Let kept rows enter the state in order; returns the last place in the log, 0 if there is none.

    The decision that was given then is the one that counts, not what today's rules would say.

    Args:
        engine: reads and applies.
        records: rows in order of ``seq``.
        told: called with each row that entered.
    """
    last_seq = 0
    for record in records:
        if isinstance(record, EventRecord):
            _restore_event(engine, record)
        else:
            engine.apply_outcome(decode_outcome(record.body))
        last_seq = record.seq
        told(record)
    return last_seq


def _restore_event(engine: Engine, record: EventRecord) -> None:
    event = decode_event(record.body)
    reading = engine.state.read(engine.reader.read(event))
    granted = engine.grants(event, record.decision, reading.vector)
    engine.state.apply(reading, granted=granted)
