"""Rows of cases as values, in the order of their columns."""

from typing import Final

from msgspec import Struct

CLOSING: Final = "closing"
"""Disposed; its outcomes are on their way into the log. Whatever stops them, a retry completes them."""


class CaseRow(Struct, frozen=True):
    """A case; ``band`` and ``decision`` are ranks.

    Attributes:
        status: open, second (waits for a signature), closing, closed or merged.
        owner: who holds the lock, by the public id of the key.
        touched_at_ms: when somebody first took it up.
        disposition_no: how often it was disposed.
        label: of the last disposition that holds.
    """

    id: str
    kind: str
    typology: str | None
    band: int
    decision: int
    score: int
    tier: int
    desk: str
    status: str
    owner: str | None
    alerts: int
    stake_fen: int
    loss_fen: int
    opened_at_ms: int
    first_alert_ms: int
    last_alert_ms: int
    due_at_ms: int
    snoozed_until_ms: int | None
    touched_at_ms: int | None
    closed_at_ms: int | None
    linked_to: str | None
    merged_into: str | None
    disposition_no: int
    label: str | None


class AlertRow(Struct, frozen=True):
    """An alert; ``case_id`` is the case that the engine put it in, before any merge."""

    seq: int
    event_id: str
    case_id: str
    kind: str
    typology: str | None
    band: int
    decision: int
    score: int
    stake_fen: int
    loss_fen: int
    occurred_at_ms: int
    received_at_ms: int


class DispositionRow(Struct, frozen=True):
    """What was decided of the alerts up to ``last_seq``.

    Attributes:
        second: none, signature (waits), signed, refused, blind (waits) or compared.
    """

    case_id: str
    no: int
    maker: str
    at_ms: int
    label: str
    typology: str | None
    look_alike: str | None
    evidence: bytes
    last_seq: int
    second: str
    checker: str | None
    checked_at_ms: int | None
    check_label: str | None


class AppealRow(Struct, frozen=True):
    """An appeal; ``status`` is open, lifting or decided."""

    id: int
    case_id: str
    event_id: str
    opened_at_ms: int
    opened_by: str
    due_at_ms: int
    status: str
    officer: str | None
    decided_at_ms: int | None
    result: str | None


class StepRow(Struct, frozen=True):
    """A step of a case's log; ``text`` is in clear here."""

    id: int
    at_ms: int
    actor: str
    action: str
    detail: bytes
    text: str | None


class FileRow(Struct, frozen=True):
    """A paper of a case, without its body; the name in clear."""

    id: int
    at_ms: int
    actor: str
    media_type: str
    size_bytes: int
    sha256: str
    name: str
