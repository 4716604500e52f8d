"""A hand-written service and key ring for tests of the doors."""

import asyncio

from api.ports import Tell
from data.api_keys import Caller
from data.decisions import (
    ENCODER,
    AnalystDecision,
    Contribution,
    CounterText,
    CreditLimits,
    Decision,
    Explanation,
    GraphFacts,
    Reason,
)
from data.errors import Conflict, NotFound
from data.events import AccountOpening, CodApplication, Event, Outcome, Shipment
from data.records import ExposureEntry
from risk.exposure_desk import ExposureView, GroupView

ROLES = (
    "counter",
    "courier",
    "analyst",
    "senior_analyst",
    "cod_officer",
    "approver",
    "strategy_admin",
    "strategy_approver",
    "system_admin",
    "security_admin",
    "audit_admin",
    "api_client",
)
"""Every role; the fake key of a role is ``key-`` and its name."""

_KINDS: dict[type, str] = {
    Shipment: "shipment",
    AccountOpening: "account_opening",
    CodApplication: "cod_application",
}


def decision_about(event: Event) -> AnalystDecision:
    return AnalystDecision(
        event_id=event.event_id,
        kind=_KINDS[type(event)],
        decision="approve",
        score=120,
        probability=0.012,
        band="low",
        typology=None,
        reasons=(Reason("R-1", "新手机号", "new phone", 0.4),),
        counter=CounterText("green", "正常收寄", "accept"),
        customer=None,
        credit=None,
        case_id=None,
        bundle="b-1",
        policy="p-1",
        degraded=(),
        duration_ms=0.2,
        explanation=Explanation(-4.8, -4.4, (Contribution("phone_age_days", None, 0.4),)),
        rules=(),
        graph=GraphFacts(2, {"persons_on_sender_phone": 1}, None, ()),
    )


class FakeAnswer:
    """Encodes as the service does: once for counters, on demand for analysts."""

    def __init__(self, whole: AnalystDecision) -> None:
        self._whole = whole
        self.decision = Decision(*(getattr(whole, at) for at in Decision.__struct_fields__))
        self.counter = ENCODER.encode(self.decision)

    def analyst(self) -> bytes:
        return ENCODER.encode(self._whole)


class FakeService:
    """Keeps in dictionaries; fails with ``failure`` when it is set."""

    def __init__(self) -> None:
        self.events: dict[str, Event] = {}
        self.outcomes: dict[str, Outcome] = {}
        self.failure: Exception | None = None
        self.ready = True
        self.not_ready_reason: str | None = None
        self.delay_seconds = 0.0
        self.submitted = 0
        self.in_flight = 0
        self.most_in_flight = 0

    def submit(self, event: Event, tell: Tell) -> None:
        self._fail_if_told()
        answer = self._answer(event)
        self.submitted += 1
        asyncio.get_running_loop().call_later(self.delay_seconds, tell, answer)

    async def score(self, event: Event) -> FakeAnswer:
        self._fail_if_told()
        self.in_flight += 1
        self.most_in_flight = max(self.in_flight, self.most_in_flight)
        await asyncio.sleep(0)
        self.in_flight -= 1
        return self._answer(event)

    async def record_outcome(self, outcome: Outcome) -> bool:
        self._fail_if_told()
        known = self.outcomes.get(outcome.outcome_id)
        if known is not None and known != outcome:
            raise Conflict("another outcome has this id", param="outcome_id")
        self.outcomes[outcome.outcome_id] = outcome
        return known is None

    async def decision(self, event_id: str) -> FakeAnswer:
        self._fail_if_told()
        if event_id not in self.events:
            raise NotFound("no event with this id was scored", param="event_id")
        return FakeAnswer(decision_about(self.events[event_id]))

    def gauges(self) -> dict[str, float]:
        return {"live_identifiers": 7.0}

    def band_pairs(self) -> dict[tuple[str, str], int]:
        return {("low", "low"): 5, ("low", "high"): 2}

    def _answer(self, event: Event) -> FakeAnswer:
        if self.events.setdefault(event.event_id, event) != event:
            raise Conflict("another event has this id", param="event_id")
        return FakeAnswer(decision_about(event))

    def _fail_if_told(self) -> None:
        if self.failure is not None:
            raise self.failure


class FakeExposures:
    """Knows one merchant."""

    async def show(self, merchant_id: str, size: int, before_seq: int | None) -> ExposureView:
        if merchant_id != "m-1001":
            raise NotFound("nothing is known of this merchant", param="merchant_id")
        entry = ExposureEntry(7, 0, "reserve", "", "0b", "0b", "00", 29_900, 29_900, 0, 29_900)
        return ExposureView(
            entry.merchant_token,
            as_of="2025-03-14T01:26:53+00:00",
            grade="C",
            granted=True,
            limits=CreditLimits(500_000, 3_000_000, 7_200_000),
            outstanding_fen=29_900,
            collected_fen=0,
            day_fen=29_900,
            room_fen=500_000,
            group=GroupView(2, 20_000_000, 29_900),
            entries=() if before_seq is not None and before_seq <= 7 else (entry,)[:size],
            next_before_seq=None,
        )


class FakeKeys:
    """The key of a role is ``key-`` and its name; ``@`` and a name behind it makes it somebody's own."""

    def role_of(self, secret: str) -> str | None:
        role = secret.removeprefix("key-").partition("@")[0]
        return role if role in ROLES and secret.startswith("key-") else None

    def caller_of(self, secret: str) -> Caller | None:
        role = self.role_of(secret)
        return None if role is None else Caller(secret if "@" in secret else f"id-{role}", role)


class NoLog:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.failures: list[tuple[str, str, Exception]] = []

    def failed(self, route: str, request_id: str, error: Exception, seconds: float) -> None:
        assert seconds >= 0
        self.failures.append((route, request_id, error))
