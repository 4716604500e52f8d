"""Everything that the page of a case needs, in one value: masked, explained, bounded."""

from array import array
from math import isnan
from typing import Any, Final

import msgspec
import numpy as np
from msgspec import Struct

from data.case_reads import CaseReads
from data.case_rows import AlertRow, CaseRow
from data.decisions import LADDER, Contribution, GraphFacts, Reason, RuleHit
from data.events import decode_event
from data.instants import HOUR_MS, local_minute, to_datetime
from data.records import EventRecord
from data.subject import Reader, Subject
from risk.answers import Answer
from risk.case_routing import BANDS
from risk.case_trace import Trace
from risk.features.catalogue import LEDGER_BY_NAME
from risk.masked_parties import MaskedParty, masked_parties
from risk.peers import Peers, peers_of

MOST_ALERTS: Final = 100
"""Alerts on a page; the others are counted."""
MOST_SIMILAR: Final = 5
_LOOKED_AT: Final = 200
_KIND_ZH: Final = {"shipment": "寄递", "account_opening": "开户", "cod_application": "代收货款申请"}
_KIND_EN: Final = {
    "shipment": "parcels",
    "account_opening": "account openings",
    "cod_application": "applications for cash on delivery",
}


class CaseItem(Struct, frozen=True):
    """A case in a list. Its label stands on its page only, where a blind second look hides it."""

    case_id: str
    kind: str
    typology: str | None
    band: str
    decision: str
    score: int
    tier: int
    desk: str
    status: str
    owner: str | None
    alerts: int
    money_at_risk_fen: int
    expected_loss_fen: int
    opened_at: str
    due_at: str
    snoozed_until: str | None
    linked_to: str | None
    merged_into: str | None


class AlertView(Struct, frozen=True):
    """One alert; ``families`` is the sum of contributions by family, in the ledger's log-odds."""

    event_id: str
    case_id: str
    kind: str
    occurred_at: str
    channel: str | None
    outlet_id: str | None
    decision: str
    band: str
    score: int
    probability: float
    typology: str | None
    money_at_risk_fen: int
    reasons: tuple[Reason, ...]
    rules: tuple[RuleHit, ...]
    families: dict[str, float]
    parties: list[MaskedParty]


class Explained(Struct, frozen=True):
    """The whole ledger of the alert with the highest score: ``base + Σ contributions = total``."""

    event_id: str
    base: float
    total: float
    contributions: tuple[Contribution, ...]
    graph: GraphFacts


class Similar(Struct, frozen=True):
    """A closed case of the same kind and typology; ``distance`` is 0 for equal features, 1 at most."""

    case_id: str
    label: str | None
    distance: float
    alerts: int


class StepView(Struct, frozen=True):
    """A step of the log."""

    at: str
    actor: str
    action: str
    detail: dict[str, Any]
    text: str | None


class Body(Struct, frozen=True):
    """What alerts and log say, before the live memory adds its part.

    Attributes:
        subjects: the alerts made ready, for the trace through the memory.
        peers: the group of the alert that is explained; None without one.
    """

    views: list[AlertView]
    explained: Explained | None
    gaps: list[str]
    similar: list[Similar]
    subjects: dict[str, Subject]
    left_out: int
    peers: Peers | None = None


def item_of(row: CaseRow) -> CaseItem:
    """A case as a list shows it."""
    return CaseItem(
        row.id,
        row.kind,
        row.typology,
        BANDS[row.band],
        LADDER[row.decision],
        row.score,
        row.tier,
        row.desk,
        row.status,
        row.owner,
        row.alerts,
        row.stake_fen,
        row.loss_fen,
        told(row.opened_at_ms) or "",
        told(row.due_at_ms) or "",
        told(row.snoozed_until_ms),
        row.linked_to,
        row.merged_into,
    )


def told(instant_ms: int | None) -> str | None:
    """An instant as callers are told it."""
    return None if instant_ms is None else to_datetime(instant_ms).isoformat()


def summary(row: CaseRow, trace: Trace) -> tuple[str, str]:
    """What the case is, in one sentence each of Chinese and English; names nobody."""
    yuan = f"{row.stake_fen / 100:,.2f}"
    first, last = local_minute(row.first_alert_ms), local_minute(row.last_alert_ms)
    zh = (
        f"{first} 至 {last}(北京时间),{_KIND_ZH[row.kind]}预警 {row.alerts} 条,"
        f"疑似类型 {row.typology or '未定'},最高 {row.score} 分,涉及金额 {yuan} 元,"
        f"相同标识的往来 {len(trace.items)} 笔。"
    )
    en = (
        f"{row.alerts} alerts of {_KIND_EN[row.kind]} from {first} to {last} (Beijing), "
        f"typology {row.typology or 'not known'}, highest score {row.score}, {yuan} yuan at risk, "
        f"{len(trace.items)} events on the same identifiers."
    )
    return zh, en


class PageMaker:
    """Reads what a page needs; blocks, so it runs in a thread.

    Args:
        reads: asks the database.
        reader: makes subjects of events; one of its own, since its caches are not shared by threads.
    """

    def __init__(self, reads: CaseReads, reader: Reader) -> None:
        self._reads = reads
        self._reader = reader

    def body(self, row: CaseRow) -> Body:
        """The alerts of a case, explained."""
        alerts, records = self._alerts(row)
        subjects: dict[str, Subject] = {}
        views: list[AlertView] = []
        for alert in alerts:
            subject = self._subject(records[alert.seq])
            subjects[alert.event_id] = subject
            views.append(_view(alert, records[alert.seq], subject))
        lead = max(alerts, key=lambda alert: (alert.score, -alert.seq), default=None)
        if lead is None:
            return Body([], None, [], [], {}, 0)
        record = records[lead.seq]
        return Body(
            views,
            _explained(record),
            _gaps(record, next(v for v in views if v.event_id == lead.event_id)),
            self._similar(row, record.vector),
            subjects,
            max(row.alerts - len(alerts), 0),
            peers_of(lead.kind, np.frombuffer(record.vector, "<f8")),
        )

    def subjects(self, row: CaseRow) -> dict[str, Subject]:
        """The alerts of a case made ready, by event id, in order of the log."""
        alerts, records = self._alerts(row)
        return {alert.event_id: self._subject(records[alert.seq]) for alert in alerts}

    def _alerts(self, row: CaseRow) -> tuple[list[AlertRow], dict[int, EventRecord]]:
        alerts = self._reads.alerts(row.id, MOST_ALERTS)
        return alerts, self._reads.events([alert.seq for alert in alerts])

    def _subject(self, record: EventRecord) -> Subject:
        return self._reader.read(decode_event(record.body))

    def _similar(self, row: CaseRow, vector: bytes) -> list[Similar]:
        own = array("d", vector)
        found = [
            Similar(case.id, case.label, round(distance(own, array("d", other)), 4), case.alerts)
            for case, other in self._reads.closed_like(row, _LOOKED_AT)
        ]
        return sorted(found, key=lambda one: (one.distance, one.case_id))[:MOST_SIMILAR]


def distance(one: "array[float]", other: "array[float]") -> float:
    """How far two vectors are apart: the mean Canberra distance (Lance and Williams 1967).

    Each feature says 0 for equal to 1 for nothing in common, whatever its unit; only features that both
    have count. 1 where there is none.

    >>> distance(array("d", [1.0, 3.0]), array("d", [1.0, 1.0]))
    0.25
    """
    total, count = 0.0, 0
    for a, b in zip(one, other, strict=False):
        if isnan(a) or isnan(b):
            continue
        count += 1
        if a != b:
            total += abs(a - b) / (abs(a) + abs(b))
    return total / count if count else 1.0


def _view(alert: AlertRow, record: EventRecord, subject: Subject) -> AlertView:
    decision = Answer(record).analyst_decision()
    families: dict[str, float] = {}
    for part in decision.explanation.contributions:
        family = LEDGER_BY_NAME[part.feature].family
        families[family] = families.get(family, 0.0) + part.contribution
    return AlertView(
        alert.event_id,
        alert.case_id,
        alert.kind,
        told(alert.occurred_at_ms) or "",
        subject.event.channel,
        subject.event.outlet_id,
        decision.decision,
        decision.band,
        decision.score,
        decision.probability,
        decision.typology,
        alert.stake_fen,
        decision.reasons,
        decision.rules,
        families,
        masked_parties(subject),
    )


def _explained(record: EventRecord) -> Explained:
    decision = Answer(record).analyst_decision()
    whole = decision.explanation
    return Explained(record.event_id, whole.base, whole.total, whole.contributions, decision.graph)


def _gaps(record: EventRecord, lead: AlertView) -> list[str]:
    """Which inputs the leading alert lacked: parts of parties, models, a late arrival."""
    gaps = [f"{party.role}.{part}" for party in lead.parties for part in party.missing]
    gaps += Answer(record).decision.degraded
    if record.received_at_ms - record.occurred_at_ms > HOUR_MS:
        gaps.append("arrived_late")
    return gaps


def steps_of(steps: list[Any]) -> list[StepView]:
    """The step log as a page shows it."""
    return [
        StepView(told(s.at_ms) or "", s.actor, s.action, msgspec.json.decode(s.detail), s.text)
        for s in steps
    ]
