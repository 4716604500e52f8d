"""Rows of the log as values: what is kept of each event, outcome and change, in order of arrival.

``seq`` is the one order of everything that changes state: replaying the log by ``seq`` through
``evaluate`` and ``apply`` gives the state and the answers again, bit for bit.
"""

from msgspec import Struct


class AlertRecord(Struct, frozen=True):
    """What a decision that asks for a person adds to its case.

    Attributes:
        case_id: as the answer has it.
        linked_to: of an alert that opens a case, the earlier one that would take no more.
        opens: whether the alert is the first of its case.
        band, decision: ranks, the severest highest.
        tier, desk: who is to look at it.
        stake_fen: what the event says is at stake.
        loss_fen: what is expected to be lost.
        due_at_ms: until when a person should have decided.
    """

    case_id: str
    linked_to: str | None
    opens: bool
    typology: str | None
    band: int
    decision: int
    tier: int
    desk: str
    stake_fen: int
    loss_fen: int
    due_at_ms: int


class EventRecord(Struct, frozen=True):
    """A scored event with all that is needed to derive its decision again.

    Attributes:
        seq: place in the log, from 1 without gaps of meaning (a failed commit leaves a hole).
        body: the event as canonical JSON, in clear; only its encrypted form is kept.
        body_digest: keyed digest of ``body``; tells a repeated body from another one.
        vector: the feature vector as little-endian float64.
        ledger: the explanation in numbers, as ``risk.ledger`` packs it.
        raw_scores: detector name -> raw score as JSON; under ``challenger`` what a second bundle said,
            where one ran beside: see ``risk.shadow``.
        hits: the rules that fired with their evidence, as JSON.
        graph: what the identity graph knew, as JSON.
        answer: the decision at counter detail, as JSON: the very bytes that were sent.
        alert: of a fresh decision that asks for a person; None for others and for one read back.
        hubs: tokens of its own identifiers that many share and nothing explains; likewise.
    """

    seq: int
    event_id: str
    kind: str
    occurred_at_ms: int
    received_at_ms: int
    body: bytes
    body_digest: bytes
    vector: bytes
    ledger: bytes
    raw_scores: bytes
    hits: bytes
    graph: bytes
    answer: bytes
    decision: str
    score: int
    bundle: str
    policy: str
    alert: AlertRecord | None = None
    hubs: tuple[str, ...] = ()


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


class ChangeRecord(Struct, frozen=True):
    """A change that people made, such as an entry of a list: see ``data.changes``.

    Attributes:
        kind: of the change.
        actor: id of the API key that asked for it.
        body: the change as JSON, in clear; only its encrypted form is kept.
    """

    seq: int
    kind: str
    actor: str
    received_at_ms: int
    body: bytes


LogRecord = EventRecord | OutcomeRecord | ChangeRecord


class ExposureEntry(Struct, frozen=True):
    """One entry of the exposure ledger, kept in the transaction of the row that made it.

    Attributes:
        seq: place in the log of the event or outcome that made it.
        place: number among the entries of that row, from 0.
        kind: ``reserve``, ``collect``, ``release`` or ``lapse``.
        cause: the outcome that made it; empty for none.
        merchant_token: token of the merchant.
        group_token: token of those who share one limit; the merchant's own where it is alone.
        event_token: token of the shipment's event.
        amount_fen: of the shipment; what it was reserved with is what it is released with.
        outstanding_fen: what the merchant has under way after the entry: reserved, not collected.
        collected_fen: what was collected for it and is not paid out, after the entry.
        group_outstanding_fen: what the group has under way after the entry.
    """

    seq: int
    place: int
    kind: str
    cause: str
    merchant_token: str
    group_token: str
    event_token: str
    amount_fen: int
    outstanding_fen: int
    collected_fen: int
    group_outstanding_fen: int


Kept = LogRecord | ExposureEntry
"""What one transaction of the log may hold."""
