"""Notices as values: the facts that people and machines outside are told of.

The id of a notice follows from its fact, so the same fact told twice is one notice, and whoever
receives it twice can tell. It holds no dot: a signature sets one behind it.
"""

from typing import Any, Final, Literal, TypeAlias, get_args

import msgspec
from msgspec import Struct

from data.decisions import LADDER
from data.identifiers import Kind
from data.instants import DAY_MS, to_datetime
from data.records import AlertRecord, EventRecord

Event: TypeAlias = Literal[
    "case.high",
    "case.due",
    "appeal.due",
    "drift.score",
    "drift.reasons",
    "hub.unknown",
    "integrity.fault",
]
EVENTS: Final[tuple[Event, ...]] = get_args(Event)
"""All kinds of facts that are told."""
TEST: Final = "notices.test"
"""What ``postrisk notices test`` sends; it never stands in the outbox."""

_HIGH: Final = 2
"""Rank of the band ``high``."""
_HOLD: Final = LADDER.index("hold")
"""From here on a parcel or a customer has been stopped and waits."""
_BANDS: Final = ("low", "medium", "high", "critical")
_HUB_PERIOD_MS: Final = 90 * DAY_MS
"""The windows of hubs are this long: after it an unknown hub is told again."""


class Notice(Struct, frozen=True):
    """A fact to be told.

    Attributes:
        id: follows from the fact.
        event: which kind of fact; one of ``EVENTS``.
        at_ms: when it became one.
        desk: of the case that it is about; "" for none. Who doesn't see that desk isn't told.
        data: JSON object of ids, codes and numbers.
    """

    id: str
    event: str
    at_ms: int
    desk: str
    data: bytes


class Delivery(Struct, frozen=True):
    """A notice on its way to one subscriber.

    Attributes:
        status: waiting, sent or dead.
        tries: how often it was begun.
        next_at_ms: from when on it may be tried; while somebody sends it, when he is given up.
        ended_at_ms: when it was sent, or given up.
        error: a code of why the last try failed; "" for none.
    """

    notice_id: str
    subscriber: str
    status: str
    tries: int
    next_at_ms: int
    ended_at_ms: int | None
    error: str


def high_case(record: EventRecord, alert: AlertRecord) -> Notice:
    """A case that is high or critical, or has stopped somebody, by the alert that makes it so."""
    data = {
        "case_id": alert.case_id,
        "kind": record.kind,
        "typology": alert.typology,
        "band": _BANDS[alert.band],
        "decision": record.decision,
        "score": record.score,
        "tier": alert.tier,
        "desk": alert.desk,
        "stake_fen": alert.stake_fen,
        "due_at": told_instant(alert.due_at_ms),
    }
    return notice_of("case.high", alert.case_id, record.received_at_ms, data=data, desk=alert.desk)


def notices_in(record: EventRecord) -> list[Notice]:
    """What a scored event makes somebody's business at once."""
    found = [unknown_hub(token, record) for token in record.hubs]
    alert = record.alert
    if alert is not None and (alert.band >= _HIGH or alert.decision >= _HOLD):
        found.append(high_case(record, alert))
    return found


def unknown_hub(token: str, record: EventRecord) -> Notice:
    """A shared identifier that nothing explains, once in 90 days."""
    period = record.received_at_ms // _HUB_PERIOD_MS
    data = {
        "hub": token,
        "kind": Kind(int(token, 16) & 15).name.lower(),
        "event_id": record.event_id,
    }
    return notice_of("hub.unknown", f"{token}-{period}", record.received_at_ms, data=data)


def integrity_fault(check: str, code: str, at_ms: int) -> Notice:
    """A check of what is stored that found a fault; one a day for each check.

    Args:
        check: the command, such as ``exposure``.
        code: of what it found.
        at_ms: when.
    """
    day = to_datetime(at_ms).strftime("%Y%m%d")
    data = {"check": check, "code": code}
    return notice_of("integrity.fault", f"{check}-{day}", at_ms, data=data)


def notice_of(
    event: str, subject: str, at_ms: int, *, data: dict[str, Any], desk: str = ""
) -> Notice:
    """A notice about a subject.

    >>> notice_of("case.high", "C-20250314-000001", 0, data={}).id
    'case_high-C-20250314-000001'
    """
    id_ = f"{event.replace('.', '_')}-{subject}"
    return Notice(id_, event, at_ms, desk, msgspec.json.encode(data))


def told_instant(at_ms: int) -> str:
    """An instant as notices tell it: RFC 3339 in UTC."""
    return to_datetime(at_ms).isoformat()
