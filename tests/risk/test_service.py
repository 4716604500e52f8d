"""The scoring service on real stores: one answer for one id, one order, durable before the answer."""

import asyncio

import msgspec
import pytest

from data.decisions import ENCODER
from data.errors import Conflict, NotFound, Unavailable
from data.events import OutcomeLine
from data.records import LogRecord
from data.store import Store
from risk.answers import Answer
from risk.bundle import Bundle
from risk.features.catalogue import INDEX
from risk.service import ScoringService
from tests.risk.builders import (
    NOW_MS,
    demo_lines,
    engine_with,
    opening,
    outcome,
    restored_from,
    service_over,
    shipment,
    snapshot,
    tokeniser,
)
from tests.risk.running import run_async


def test_before_the_start_nothing_is_scored(store: Store) -> None:
    service = ScoringService(engine_with(), store, tokeniser(), lambda: NOW_MS)
    assert not service.ready
    assert service.not_ready_reason == "the state is not yet restored from the log"
    with pytest.raises(Unavailable) as caught:
        run_async(service.score(shipment()))
    assert caught.value.code == "not_ready"
    assert store.last_seq() == 0


def test_an_answer_is_on_the_disk_before_it_leaves(store: Store, bundle: Bundle) -> None:
    engine = engine_with(bundle)
    service = service_over(store, engine)
    answer = run_async(service.score(shipment()))
    kept = store.find_event("sh-1")
    assert kept is not None
    assert kept.answer == answer.counter == ENCODER.encode(answer.decision)
    assert (kept.seq, kept.received_at_ms) == (1, NOW_MS)
    evaluation = engine_with(bundle).evaluate(shipment())
    assert (kept.vector, kept.ledger) == (evaluation.reading.packed, evaluation.ledger)
    assert answer.decision.duration_ms > 0.0


def test_two_hundred_copies_at_once_are_one_event_with_one_answer(store: Store) -> None:
    engine = engine_with()
    service = service_over(store, engine)

    async def copies() -> list[Answer]:
        return list(await asyncio.gather(*(service.score(shipment()) for _ in range(200))))

    answers = run_async(copies())
    assert len({(answer.counter, answer.analyst()) for answer in answers}) == 1
    assert store.count_events() == 1
    assert len(engine.state.keeper._events) == 1


def test_two_hundred_copies_after_a_restart_are_answered_from_the_log(store: Store) -> None:
    first = run_async(service_over(store, engine_with()).score(shipment()))
    engine = engine_with()
    service = service_over(store, engine)

    async def copies() -> list[Answer]:
        return list(await asyncio.gather(*(service.score(shipment()) for _ in range(200))))

    assert {answer.counter for answer in run_async(copies())} == {first.counter}
    assert store.count_events() == len(engine.state.keeper._events) == 1


def test_the_stored_answer_has_the_very_bytes_of_the_first(store: Store, bundle: Bundle) -> None:
    """Also with counts among the contributions and thresholds among the evidence of rules."""
    lines = [line for line in demo_lines()[:900] if not isinstance(line, OutcomeLine)]

    async def both(service: ScoringService) -> list[bytes]:
        answers = [await service.score(line) for line in lines]
        return [form for answer in answers for form in (answer.counter, answer.analyst())]

    first = run_async(both(service_over(store, engine_with(bundle))))
    assert run_async(both(service_over(store, engine_with(bundle)))) == first


def test_another_body_under_the_same_id_is_a_conflict(store: Store) -> None:
    service = service_over(store, engine_with())

    async def story() -> None:
        await service.score(shipment())
        with pytest.raises(Conflict) as caught:
            await service.score(shipment(weight_grams=451))
        assert caught.value.param == "event_id"

    run_async(story())
    again = service_over(store, engine_with())
    with pytest.raises(Conflict):
        run_async(again.score(shipment(weight_grams=451)))
    assert store.count_events() == 1


def test_of_two_bodies_at_the_same_moment_one_is_a_conflict(store: Store) -> None:
    engine = engine_with()
    service = service_over(store, engine)

    async def story() -> list[Answer | BaseException]:
        both = (service.score(shipment()), service.score(shipment(weight_grams=451)))
        return list(await asyncio.gather(*both, return_exceptions=True))

    answers = run_async(story())
    assert [type(answer) for answer in answers] == [Answer, Conflict]
    assert store.count_events() == len(engine.state.keeper._events) == 1


def test_events_of_one_millisecond_see_each_other(store: Store) -> None:
    service = service_over(store, engine_with())

    async def story() -> None:
        await asyncio.gather(*(service.score(shipment(number)) for number in range(40)))

    run_async(story())
    counts = []
    for number in range(40):
        kept = store.find_event(f"sh-{number}")
        assert kept is not None
        counts.append(floats_of(kept.vector)[INDEX["sender_parcels_1h"]])
    assert sorted(counts) == list(range(1, 41))


def floats_of(raw: bytes) -> list[float]:
    return [float(value) for value in memoryview(raw).cast("d")]


def test_many_requests_share_commits(store: Store) -> None:
    service = service_over(store, engine_with())

    async def story() -> None:
        await asyncio.gather(*(service.score(shipment(number)) for number in range(300)))

    run_async(story())
    assert service.gauges()["commits_total"] < 30
    assert service.gauges()["log_seq"] == store.last_seq() == 300


def test_an_outcome_is_kept_once(store: Store) -> None:
    engine = engine_with()
    service = service_over(store, engine)

    async def story() -> None:
        await service.score(shipment())
        assert await service.record_outcome(outcome())
        before = snapshot(engine.state)
        assert not await service.record_outcome(outcome())
        assert snapshot(engine.state) == before
        with pytest.raises(Conflict) as caught:
            await service.record_outcome(outcome(outcome="refused"))
        assert caught.value.param == "outcome_id"

    run_async(story())
    assert not run_async(service_over(store, engine_with()).record_outcome(outcome()))
    assert store.last_seq() == 2


def test_copies_of_an_outcome_at_once_are_new_once(store: Store) -> None:
    service = service_over(store, engine_with())

    async def story() -> list[bool]:
        return list(await asyncio.gather(*(service.record_outcome(outcome()) for _ in range(50))))

    assert sum(run_async(story())) == 1
    assert store.last_seq() == 1


def test_an_outcome_may_come_before_its_event(store: Store) -> None:
    engine = engine_with()
    service = service_over(store, engine)

    async def story() -> int | None:
        await service.record_outcome(outcome(outcome="confirmed_fraud", source="police"))
        await service.score(shipment(1))
        answer = await service.score(shipment(2))
        return answer.analyst_decision().graph.hops_to_confirmed

    assert run_async(story()) == 0
    assert snapshot(restored_from(store, engine_with()).state) == snapshot(engine.state)


def test_an_event_and_an_outcome_may_have_the_same_id(store: Store) -> None:
    service = service_over(store, engine_with())

    async def story() -> bool:
        await service.score(shipment(1))
        return await service.record_outcome(outcome(1, outcome_id="sh-1"))

    assert run_async(story())


def test_a_stored_decision_is_found_and_an_unknown_one_is_not(store: Store) -> None:
    service = service_over(store, engine_with())

    async def story() -> None:
        answer = await service.score(shipment())
        await service.record_outcome(outcome())
        found = await service.decision("sh-1")
        assert (found.counter, found.analyst()) == (answer.counter, answer.analyst())
        for unknown in ("sh-2", "oc-1", "", "x" * 65, "a b"):
            with pytest.raises(NotFound):
                await service.decision(unknown)

    run_async(story())


def test_the_start_restores_state_and_ids(store: Store) -> None:
    first = engine_with()
    service = service_over(store, first)

    async def story() -> None:
        await service.score(shipment(1))
        await service.score(opening(1))
        await service.record_outcome(outcome(1))

    run_async(story())
    engine, seen = engine_with(), 0

    def count(_record: LogRecord) -> None:
        nonlocal seen
        seen += 1

    again = ScoringService(engine, store, tokeniser(), lambda: NOW_MS)
    assert again.start(count) == seen == 3
    assert again.ready and again.not_ready_reason is None
    assert snapshot(engine.state) == snapshot(first.state)
    run_async(again.score(shipment(2)))
    assert store.last_seq() == 4


def test_a_committed_row_is_not_kept_in_memory_but_found_in_the_log(store: Store) -> None:
    service = service_over(store, engine_with())

    async def story() -> None:
        first = await service.score(shipment(0))
        for number in range(1, 6):
            await service.score(shipment(number))
        assert service.gauges()["pending_commits"] == 0
        assert service._commit.find("e:sh-0") is None
        again = await service.score(shipment(0))
        assert (again.counter, again.analyst()) == (first.counter, first.analyst())

    run_async(story())
    assert store.count_events() == 6


def test_the_gauges_are_numbers_without_anybody_s_name(store: Store) -> None:
    service = service_over(store, engine_with())
    run_async(service.score(shipment()))
    gauges = service.gauges()
    assert gauges["log_seq"] == 1
    assert gauges["state_histories"] > 0 and gauges["graph_nodes"] > 0
    assert all(isinstance(value, int | float) for value in gauges.values())


def test_a_body_is_told_from_another_by_meaning_and_not_by_spelling(store: Store) -> None:
    service = service_over(store, engine_with())
    spelt = msgspec.structs.replace(shipment(), extra={})

    async def story() -> bool:
        first, again = await service.score(shipment()), await service.score(spelt)
        return first.analyst() == again.analyst()

    assert run_async(story())
