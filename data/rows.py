"""Between records and rows: pure but for the vault. Columns stand in the order of the records."""

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from data.errors import Failure
from data.records import ChangeRecord, EventRecord, ExposureEntry, OutcomeRecord
from data.vault import Vault

Row: TypeAlias = tuple[Any, ...]

_BODY: Final = 5  # place of the body in an event's row


def event_row(record: EventRecord, vault: Vault) -> Row:
    """The row of an event, its body sealed.

    Bytes stand in it as ``bytearray``: for ``bytes`` Python's SQLite driver first looks for an adapter,
    which costs ten times the copy.
    """
    return (
        record.seq,
        record.event_id,
        record.kind,
        record.occurred_at_ms,
        record.received_at_ms,
        bytearray(vault.seal(record.body, _belonging(record.seq, record.event_id))),
        bytearray(record.body_digest),
        bytearray(record.vector),
        bytearray(record.ledger),
        bytearray(record.raw_scores),
        bytearray(record.hits),
        bytearray(record.graph),
        bytearray(record.answer),
        record.decision,
        record.score,
        record.bundle,
        record.policy,
    )


def event_record(row: Sequence[Any], vault: Vault) -> EventRecord:
    """The event of a row.

    Raises:
        Failure: the body was changed or moved, or its key is not here.
    """
    try:
        body = vault.open(row[_BODY], _belonging(row[0], row[1]))
    except Failure as error:
        raise Failure(f"event at seq {row[0]}: {error.message}", code=error.code) from None
    values = [*row]
    values[_BODY] = body
    return EventRecord(*values)


def outcome_row(record: OutcomeRecord) -> Row:
    """The row of an outcome."""
    return (
        record.seq,
        record.outcome_id,
        record.event_id,
        record.outcome,
        record.occurred_at_ms,
        record.received_at_ms,
        record.body,
        record.body_digest,
    )


def entry_row(entry: ExposureEntry) -> Row:
    """The row of an entry of the exposure ledger."""
    return (
        entry.seq,
        entry.place,
        entry.kind,
        entry.cause,
        entry.merchant_token,
        entry.group_token,
        entry.event_token,
        entry.amount_fen,
        entry.outstanding_fen,
        entry.collected_fen,
        entry.group_outstanding_fen,
    )


def exposure_entry(row: Sequence[Any]) -> ExposureEntry:
    """The entry of a row."""
    return ExposureEntry(*row)


def outcome_record(row: Sequence[Any]) -> OutcomeRecord:
    """The outcome of a row."""
    return OutcomeRecord(*row)


def change_row(record: ChangeRecord, vault: Vault) -> Row:
    """The row of a change, its body sealed."""
    sealed = vault.seal(record.body, _place_of_change(record.seq, record.kind, record.actor))
    return (record.seq, record.kind, record.actor, record.received_at_ms, bytearray(sealed))


def change_record(row: Sequence[Any], vault: Vault) -> ChangeRecord:
    """The change of a row.

    Raises:
        Failure: the body was changed or moved, or its key is not here.
    """
    seq, kind, actor, received_at_ms, sealed = row
    try:
        body = vault.open(sealed, _place_of_change(seq, kind, actor))
    except Failure as error:
        raise Failure(f"change at seq {seq}: {error.message}", code=error.code) from None
    return ChangeRecord(seq, kind, actor, received_at_ms, body)


def _place_of_change(seq: int, kind: str, actor: str) -> bytes:
    """Who made a change is sealed with it: another name in the row does not open."""
    return f"changes|{seq}|{kind}|{actor}".encode()


def _belonging(seq: int, event_id: str) -> bytes:
    """Ties a sealed body to its place in the log: swapped or re-ordered rows don't open."""
    return f"events|{seq}|{event_id}".encode()
