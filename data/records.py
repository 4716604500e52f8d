"""Rows of the log as values: what is kept of each event and outcome, in order of arrival.

``seq`` is the one order of everything that changes state: replaying the log by ``seq`` through
``evaluate`` and ``apply`` gives the state and the answers again, bit for bit.
"""

from msgspec import Struct


class EventRecord(Struct, frozen=True):
    """A scored event with all that is needed to derive its decision again.

    Attributes:
        seq: place in the log, from 1 without gaps of meaning (a failed commit leaves a hole).
        body: the event as canonical JSON, in clear; only its encrypted form is kept.
        body_digest: keyed digest of ``body``; tells a repeated body from another one.
        vector: the feature vector as little-endian float64.
        raw_scores: detector name -> raw score as JSON.
        hits: ids of the rules that fired, as JSON.
        answer: the whole decision at analyst detail, as JSON.
    """

    seq: int
    event_id: str
    kind: str
    occurred_at_ms: int
    received_at_ms: int
    body: bytes
    body_digest: bytes
    vector: bytes
    raw_scores: bytes
    hits: bytes
    answer: bytes
    decision: str
    score: int
    bundle: str
    policy: str


class OutcomeRecord(Struct, frozen=True):
    """A later fact about an event; ``body`` is canonical JSON and holds no personal data."""

    seq: int
    outcome_id: str
    event_id: str
    outcome: str
    occurred_at_ms: int
    received_at_ms: int
    body: bytes
    body_digest: bytes


LogRecord = EventRecord | OutcomeRecord
