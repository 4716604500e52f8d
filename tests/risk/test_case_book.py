"""The grouping of alerts against a naive oracle that reads the written rule; exact undo; restart."""

import asyncio
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from data.case_tables import CASE_ALERTS, CASES
from data.errors import Unavailable
from data.identifiers import Kind
from data.instants import HOUR_MS
from data.store import Store
from data.vault import Vault
from graph.identity import HUB_DEGREE, IdentityGraph, take_back
from risk.case_book import MAX_ALERTS_EACH, WINDOW_MS, CaseBook, Filing, keys_of
from risk.features.touch import Touch
from tests.risk.builders import (
    FlakyStore,
    engine_with,
    event_of,
    outcome,
    policy_of,
    restored_from,
    rule,
    service_over,
    shipment,
    shipment_body,
    snapshot,
)
from tests.risk.case_world import ALERTING, somebody
from tests.risk.running import run_async

T0 = 1_741_915_613_000


def node(number: int, kind: Kind = Kind.PHONE) -> int:
    return number << 4 | kind


def touch(keys: tuple[int, ...]) -> Touch:
    return Touch(keys, (), (), (), 0)


class Oracle:
    """Every alert is kept; the newest case of each key is looked for from the end."""

    def __init__(self) -> None:
        self.alerts: list[tuple[int, set[int], int, int]] = []  # case, keys, at, event
        self.judged: set[int] = set()
        self.cases = 0

    def add(self, keys: set[int], at_ms: int, event: int) -> tuple[int, int | None]:
        newest = {self._newest_of(key) for key in keys} - {None}
        takers = [c for c in newest if c is not None and self._takes(c, at_ms)]
        linked = None
        if takers:
            case = max(takers)
        else:
            self.cases += 1
            case = self.cases
            linked = max((c for c in newest if c is not None), default=None)
        self.alerts.append((case, keys, at_ms, event))
        return case, linked

    def _newest_of(self, key: int) -> int | None:
        """The case that a key met last."""
        return next((case for case, keys, _, _ in reversed(self.alerts) if key in keys), None)

    def _takes(self, case: int, at_ms: int) -> bool:
        last = max(at for other, _, at, _ in self.alerts if other == case)
        return abs(at_ms - last) <= WINDOW_MS and case not in self.judged

    def judge(self, event: int) -> None:
        self.judged |= {case for case, _, _, own in self.alerts if own == event}


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("alert"), st.sets(st.integers(1, 6), max_size=3), st.integers(-100, 200)),
        st.tuples(st.just("judge"), st.integers(0, 30), st.just(0)),
        st.tuples(st.just("undone"), st.sets(st.integers(1, 6), max_size=3), st.integers(-9, 90)),
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_the_book_groups_as_the_oracle_does(steps: list[tuple[str, Any, int]]) -> None:
    book, oracle, at_ms, event = CaseBook(IdentityGraph(100)), Oracle(), T0, 0
    for what, value, hours in steps:
        if what == "judge":
            event_judged = node(1_000 + value, Kind.EVENT)
            book.hear(event_judged, outcome(outcome="confirmed_fraud", source="analyst"), [])
            oracle.judge(event_judged)
            continue
        event += 1
        own, keys = node(1_000 + event, Kind.EVENT), {node(n) for n in value}
        when = at_ms + hours * HOUR_MS
        filing = book.file(touch(tuple(sorted(keys))), when)
        if what == "undone":
            before, undo = told(book), []  # type: ignore[var-annotated]  # steps of an undo
            book.enter(filing, own, when, undo)
            take_back(undo)
            assert told(book) == before
            continue
        at_ms = max(at_ms, when)
        book.enter(filing, own, when, [])
        case, linked = oracle.add(keys, when, own)
        assert int(filing.case_id[-6:]) == case
        assert filing.linked_to is None or int(filing.linked_to[-6:]) == linked
        assert (filing.linked_to is None) == (linked is None)
        assert filing.opens == (case not in {c for c, *_ in oracle.alerts[:-1]})


def told(book: CaseBook) -> object:
    cases = [
        (c.id, c.last_ms, c.judged, list(c.keys), list(c.events)) for c in book._cases.values()
    ]
    keys = {key: case.id for key, case in book._by_key.items()}
    return cases, keys, {event: c.id for event, c in book._by_event.items()}, book._number


def enter(book: CaseBook, number: int, *keys: int, at_ms: int = T0) -> Filing:
    filing = book.file(touch(keys), at_ms)
    book.enter(filing, node(number, Kind.EVENT), at_ms, [])
    return filing


def test_a_hub_and_what_belongs_to_no_person_tie_nothing() -> None:
    graph = IdentityGraph(1_000)
    shared = node(1)
    for person in range(HUB_DEGREE + 1):
        graph.apply([(node(100 + person, Kind.PERSON), shared)], T0, T0)
    book = CaseBook(graph)
    assert enter(book, 1, shared).case_id != enter(book, 2, shared).case_id
    outlet, device = node(5, Kind.OUTLET), node(6, Kind.DEVICE)
    assert keys_of(touch((outlet, device, node(7), node(7)))) == [node(7)]


def test_a_full_case_takes_no_more_and_the_next_is_linked() -> None:
    book = CaseBook(IdentityGraph(100))
    ids = {enter(book, number, node(1)).case_id for number in range(MAX_ALERTS_EACH)}
    assert len(ids) == 1
    more = enter(book, MAX_ALERTS_EACH, node(1))
    assert (more.opens, more.linked_to) == (True, ids.pop())


def test_the_oldest_is_forgotten_beyond_the_bound_and_remembered_by_an_undo(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("risk.case_book.MAX_CASES", 3)
    book = CaseBook(IdentityGraph(100))
    for number in range(1, 4):
        enter(book, number, node(number))
    before, undo = told(book), []  # type: ignore[var-annotated]  # steps of an undo
    filing = book.file(touch((node(9),)), T0)
    book.enter(filing, node(9, Kind.EVENT), T0, undo)
    assert len(book) == 3
    assert book.file(touch((node(1),)), T0).opens
    take_back(undo)
    assert told(book) == before


def test_only_an_analyst_s_verdict_ends_the_grouping() -> None:
    for changes, ends in (
        ({"outcome": "confirmed_fraud", "source": "police"}, False),
        ({"outcome": "delivered", "source": "analyst"}, False),
        ({"outcome": "suspicious_unproven", "source": "analyst"}, True),
    ):
        book = CaseBook(IdentityGraph(100))
        enter(book, 1, node(1))
        book.hear(node(1, Kind.EVENT), outcome(**changes), [])
        assert book.file(touch((node(1),)), T0).opens is ends


def test_an_approved_event_has_no_case() -> None:
    engine = engine_with(policy=policy_of(rule("T", action="step_up")))
    assert engine.evaluate(shipment()).decision.case_id is None
    assert len(engine.state.cases) == 0


def test_a_restart_knows_the_cases_again(store: Store) -> None:
    async def work() -> Any:
        service = service_over(store, engine_with(policy=ALERTING))
        ids = []
        for n in range(12):
            answer = await service.score(shipment(n, **somebody(n % 3)))
            ids.append(answer.decision.case_id)
            if n == 6:
                judged = outcome(outcome="legit_explained", source="analyst", event_id="sh-0")
                await service.record_outcome(judged)
        await service.close()
        return ids, snapshot(service.engine.state)

    ids, before = run_async(work())
    assert len(set(ids)) == 4
    assert ids[0] == ids[3] == ids[6] != ids[9]
    again = restored_from(store, engine_with(policy=ALERTING))
    assert snapshot(again.state) == before
    with store.engine.connect() as connection:
        kept = connection.execute(select(CASE_ALERTS.c.case_id).order_by(CASE_ALERTS.c.seq))
        assert [row[0] for row in kept] == ids
        rows = connection.execute(select(CASES.c.id, CASES.c.linked_to))
        linked = {row[0]: row[1] for row in rows}
    assert linked[ids[9]] == ids[0]


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00"])
def test_absurd_days_have_a_case_too(when: str) -> None:
    engine = engine_with(policy=ALERTING)
    found = engine.evaluate(event_of(shipment_body(1, occurred_at=when))).decision.case_id
    assert found is not None and found.startswith(("C-0001", "C-9999"))


def test_a_failed_commit_leaves_no_case(sqlite_url: str, vault: Vault) -> None:
    store = FlakyStore.open(sqlite_url, vault)
    assert isinstance(store, FlakyStore)
    store.migrate()

    async def work() -> list[str | None]:
        service = service_over(store, engine_with(policy=ALERTING))
        first = await service.score(shipment(0, **somebody(1)))
        before = snapshot(service.engine.state)
        store.fail()
        with pytest.raises(Unavailable):
            await service.score(shipment(1, **somebody(2)))
        assert snapshot(service.engine.state) == before
        while not service.ready:
            await asyncio.sleep(0.01)
        again = await service.score(shipment(1, **somebody(2)))
        await service.close()
        return [first.decision.case_id, again.decision.case_id]

    assert run_async(work()) == ["C-20250314-000001", "C-20250314-000002"]
    with store.engine.connect() as connection:
        assert len(connection.execute(select(CASES.c.id)).all()) == 2
    store.close()
