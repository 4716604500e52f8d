"""Between what the engine says and what the log keeps."""

from typing import Final

import msgspec

from data.changes import Made, decode_change, encode_change, kind_of_change
from data.decisions import ENCODER, Decision
from data.events import Event, Outcome, OutcomeLine, as_outcome
from data.identifiers import token_of
from data.instants import to_ms
from data.records import ChangeRecord, EventRecord, ExposureEntry, OutcomeRecord
from risk.case_routing import alert_record
from risk.evaluation import Evaluation
from risk.exposure_values import Move
from risk.intake import Arrival
from risk.shadow import kept_scores

_CANONICAL: Final = msgspec.json.Encoder(order="deterministic")


def canonical_body(value: Event | Outcome) -> bytes:
    """An event or outcome as JSON in one form: equal values give equal bytes.

    An outcome from a line of a file has the form of one over HTTP, which has no ``kind``: the log
    holds one form, and reads back no other.
    """
    if isinstance(value, OutcomeLine):
        value = as_outcome(value)
    return _CANONICAL.encode(value)


def event_record(
    seq: int,
    event: Event,
    evaluation: Evaluation,
    answer: Decision,
    *,
    body: bytes,
    body_digest: bytes,
    received_at_ms: int,
) -> EventRecord:
    """The row of a scored event."""
    return EventRecord(
        seq=seq,
        event_id=event.event_id,
        kind=answer.kind,
        occurred_at_ms=evaluation.reading.fact.at_ms,
        received_at_ms=received_at_ms,
        body=body,
        body_digest=body_digest,
        vector=evaluation.reading.packed,
        ledger=evaluation.ledger,
        raw_scores=kept_scores(evaluation.raw_scores, evaluation.shadow),
        hits=ENCODER.encode(evaluation.hits),
        graph=ENCODER.encode(evaluation.graph),
        answer=ENCODER.encode(answer),
        decision=answer.decision,
        score=answer.score,
        bundle=answer.bundle,
        policy=answer.policy,
        alert=None
        if evaluation.filing is None
        else alert_record(event, answer, evaluation.filing, received_at_ms),
        hubs=tuple([token_of(key) for key in evaluation.reading.hubs]),
    )


def arrival_record(
    seq: int, arrival: Arrival, evaluation: Evaluation, answer: Decision, received_at_ms: int
) -> EventRecord:
    """The row of an event that came through the door."""
    return event_record(
        seq,
        arrival.event,
        evaluation,
        answer,
        body=arrival.body,
        body_digest=arrival.digest,
        received_at_ms=received_at_ms,
    )


def change_record(made: Made) -> ChangeRecord:
    """The row of a change."""
    body = encode_change(made.what)
    return ChangeRecord(made.seq, kind_of_change(made.what), made.actor, made.at_ms, body)


def made_of(record: ChangeRecord) -> Made:
    """The change of a row.

    Raises:
        Failure: it is of no kind that this version knows.
    """
    return Made(record.seq, record.actor, record.received_at_ms, decode_change(record.body))


def outcome_record(
    seq: int, outcome: Outcome, body: bytes, body_digest: bytes, received_at_ms: int
) -> OutcomeRecord:
    """The row of an outcome."""
    return OutcomeRecord(
        seq=seq,
        outcome_id=outcome.outcome_id,
        event_id=outcome.event_id,
        outcome=outcome.outcome,
        occurred_at_ms=to_ms(outcome.occurred_at),
        received_at_ms=received_at_ms,
        body=body,
        body_digest=body_digest,
    )


def entries_of(seq: int, moves: list[Move]) -> tuple[ExposureEntry, ...]:
    """The entries of the exposure ledger that a row has made.

    Args:
        seq: place of the row in the log.
        moves: what it moved.
    """
    if not moves:
        return ()
    return tuple([_entry(seq, place, move) for place, move in enumerate(moves)])


def _entry(seq: int, place: int, move: Move) -> ExposureEntry:
    return ExposureEntry(
        seq=seq,
        place=place,
        kind=move.kind,
        cause=move.cause,
        merchant_token=token_of(move.merchant),
        group_token=token_of(move.group),
        event_token=token_of(move.event),
        amount_fen=move.amount_fen,
        outstanding_fen=move.outstanding_fen,
        collected_fen=move.collected_fen,
        group_outstanding_fen=move.group_outstanding_fen,
    )
