"""Builders for tests of the engine: events, engines, policies, worlds, and a picture of a state."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from data.decisions import Action
from data.errors import Unavailable
from data.events import Event, Outcome, OutcomeLine, decode_event
from data.identifiers import Tokeniser
from data.recency import Link, Recency
from data.records import Kept
from data.store import Store
from data.subject import Reader
from data.synthetic.presets import preset
from data.synthetic.simulate import simulate
from risk.bootstrap import shipped_policy
from risk.bundle import NO_BUNDLE, Bundle
from risk.engine import Engine
from risk.features.catalogue import vocabulary
from risk.features.facts import Fact
from risk.features.state import State
from risk.features.windows import History
from risk.restore import restore
from risk.service import ScoringService
from rules.compile import CompiledPolicy, compile_policies
from rules.model import Basis, Policy, ReasonText, Rule, Words
from tests.graph.decoded import canonical_graph
from tests.risk.books import canonical_book, canonical_lists
from tests.risk.features.canonical import values_of

KEY = bytes(range(32))
NOW_MS = 1_760_000_000_000
ALL_KINDS = ("shipment", "account_opening", "cod_application")

SENDER = {
    "name": "张三",
    "id_type": "resident_id",
    "id_no": "11010519491231002X",
    "phone": "13912345670",
    "address": "福建省厦门市思明区湖滨南路1号3栋502室",
}
RECEIVER = {
    "name": "李四",
    "phone": "13723456781",
    "address": "广东省深圳市南山区科技南路2号9栋101室",
}


def tokeniser() -> Tokeniser:
    return Tokeniser(KEY)


def shipment_body(number: int | str = 1, **changes: Any) -> dict[str, Any]:
    body = {
        "event_id": f"sh-{number}",
        "kind": "shipment",
        "occurred_at": "2025-03-14T09:26:53+08:00",
        "entity": "express",
        "channel": "counter",
        "outlet_id": "350200-017",
        "operator_id": "op-0042",
        "sender": dict(SENDER),
        "receiver": dict(RECEIVER),
        "item": {"category": "电子产品", "text": "耳机", "declared_value_fen": 29900},
        "weight_grams": 450,
        "pay_mode": "sender",
        "freight_fen": 1200,
        "id_verified": True,
        "inspected": True,
    }
    return body | changes


def opening_body(number: int | str = 1, **changes: Any) -> dict[str, Any]:
    body = {
        "event_id": f"ao-{number}",
        "kind": "account_opening",
        "occurred_at": "2025-03-14T10:05:00+08:00",
        "entity": "bank",
        "channel": "counter",
        "outlet_id": "350200-003",
        "applicant": dict(SENDER),
        "account_class": "I",
        "purpose": "工资代发",
        "employer": "厦门示例电子有限公司",
    }
    return body | changes


def application_body(number: int | str = 1, **changes: Any) -> dict[str, Any]:
    body = {
        "event_id": f"cod-{number}",
        "kind": "cod_application",
        "occurred_at": "2025-03-14T11:00:00+08:00",
        "entity": "express",
        "channel": "web",
        "merchant_id": "m-1001",
        "business": {
            "name": "厦门示例电子有限公司",
            "id_type": "uscc",
            "id_no": "91350100M000100Y43",
        },
        "settle_account_no": "6222020000000000001",
        "requested_limit_fen": 5_000_000,
    }
    return body | changes


def event_of(body: dict[str, Any]) -> Event:
    return decode_event(msgspec.json.encode(body))


def shipment(number: int | str = 1, **changes: Any) -> Event:
    return event_of(shipment_body(number, **changes))


def opening(number: int | str = 1, **changes: Any) -> Event:
    return event_of(opening_body(number, **changes))


def application(number: int | str = 1, **changes: Any) -> Event:
    return event_of(application_body(number, **changes))


def outcome(number: int | str = 1, **changes: Any) -> Outcome:
    body = {
        "outcome_id": f"oc-{number}",
        "event_id": f"sh-{number}",
        "occurred_at": "2025-03-20T09:00:00+08:00",
        "outcome": "delivered",
        "source": "carrier",
    }
    return msgspec.convert(body | changes, Outcome)


def rule(id_: str = "T-1", when: str = "at_night or not at_night", **changes: Any) -> Rule:
    """A rule that always fires, unless it is told otherwise; a decline stands on a legal cap."""
    action: Action = changes.get("action", "review")
    basis: Basis | None = "legal_cap" if action == "decline" else None
    stops = action in ("hold", "decline")
    fields: dict[str, Any] = {
        "id": id_,
        "version": 1,
        "typology": None,
        "action": action,
        "kinds": ALL_KINDS,
        "when": when,
        "basis": basis,
        "reason": ReasonText(f"code_{id_}", f"原因{id_}", f"reason {id_}"),
        "counter": Words(f"柜面{id_}", f"clerk {id_}"),
        "customer": Words(f"客户{id_}", f"customer {id_}") if stops else None,
        "hit": (),
        "miss": (),
    }
    return Rule(**(fields | changes))


def policy_of(*rules: Rule, version: int = 1) -> CompiledPolicy:
    policy = Policy("test-policy", version, Words("测试", "test"), (), rules)
    return compile_policies([policy], vocabulary())


@cache
def shipped() -> CompiledPolicy:
    """The rules that come with the engine; stateless, so one for all tests."""
    return shipped_policy()


def engine_with(
    bundle: Bundle = NO_BUNDLE,
    policy: CompiledPolicy | None = None,
    max_identifiers: int = 1_000_000,
) -> Engine:
    return Engine(Reader(tokeniser()), State(max_identifiers), bundle, policy or shipped())


@cache
def demo_lines() -> tuple[Event | OutcomeLine, ...]:
    """The whole demo world, some 6,000 lines."""
    return tuple(line.record for line in simulate(preset("demo"), 7))


@cache
def demo_counts() -> Counter[str]:
    """Lines of the demo world by kind."""
    return Counter(str(line.__struct_config__.tag) for line in demo_lines())


def write_lines(path: Path, lines: Iterable[Event | OutcomeLine | bytes]) -> Path:
    encoded = (line if isinstance(line, bytes) else msgspec.json.encode(line) for line in lines)
    path.write_bytes(b"".join(line + b"\n" for line in encoded))
    return path


def service_over(store: Store, engine: Engine) -> ScoringService:
    """A started service; its clock stands still."""
    service = ScoringService(engine, store, tokeniser(), lambda: NOW_MS)
    service.start()
    return service


async def feed(service: ScoringService, lines: Iterable[Event | OutcomeLine]) -> None:
    """Sends lines one after the other."""
    for line in lines:
        if isinstance(line, OutcomeLine):
            await service.record_outcome(line)
        else:
            await service.score(line)


def restored_from(store: Store, engine: Engine) -> Engine:
    """An engine that has seen nothing but the log."""
    restore(engine, store.scan(), lambda _record: None)
    return engine


def snapshot(state: State) -> dict[str, Any]:
    """All that a state holds as plain values: equal snapshots can't be told apart by any event.

    The order of links counts, because a bounded walk takes them in order.
    """
    keeper = state.keeper
    return {
        "waiting": state._waiting.items(),
        "clock_ms": keeper.clock_ms,
        "dropped": (keeper.dropped, keeper.dropped_facts),
        "histories": {key: _history(kept) for key, kept in keeper._histories.items()},
        "history_order": [item.key for item in _ring(keeper._recency) if isinstance(item, History)],
        "events": {event: values_of(fact) for event, fact in keeper._events.items()},
        "event_order": [
            (item.event, item.touched_ms)
            for item in _ring(keeper._event_recency)
            if isinstance(item, Fact)
        ],
        "graph": canonical_graph(state.graph),
        "exposure": canonical_book(state.exposure),
        "lists": canonical_lists(state.lists),
        "cases": {
            case.id: (case.last_ms, case.judged, list(case.keys), list(case.events))
            for case in state.cases._cases.values()
        },
        "case_order": list(state.cases._cases),
        "case_keys": {key: case.id for key, case in state.cases._by_key.items()},
        "case_events": {event: case.id for event, case in state.cases._by_event.items()},
        "case_number": state.cases._number,
    }


def _history(history: History) -> tuple[Any, ...]:
    return (
        [values_of(fact) for fact in history.facts],
        history.first_ms,
        history.touched_ms,
        history.delivered,
        history.failed,
        history.complaints,
        history.overdue,
    )


def _ring(recency: Recency) -> Iterable[Link]:
    item = recency._head.after
    while item is not recency._head:
        yield item
        item = item.after


@dataclass
class _Fault:
    code: str
    kept: bool
    times: int


class FlakyStore(Store):
    """A real store whose commits fail when told so."""

    _fault: _Fault | None = None

    def fail(
        self, code: str = "storage_unavailable", *, kept: bool = False, times: int = 1
    ) -> None:
        """Let the next commits fail; with ``kept`` the rows are on the disk all the same."""
        self._fault = _Fault(code, kept, times)

    def append(self, records: Sequence[Kept]) -> None:
        fault = self._fault
        if fault is None or not fault.times:
            super().append(records)
            return
        fault.times -= 1
        if fault.kept:
            super().append(records)
        raise Unavailable("told to fail", code=fault.code)
