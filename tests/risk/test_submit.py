"""``submit``: the same answers as ``score``, told to a callback, once each and never too early."""

import asyncio
from typing import TypeAlias

import pytest

from data.decisions import ENCODER
from data.errors import Conflict, Unavailable
from data.events import Event
from data.store import Store
from risk import service as service_module
from risk.answers import Answer
from risk.bundle import Bundle
from risk.intake import MOST_AT_ONCE
from risk.service import ScoringService
from tests.risk.builders import (
    NOW_MS,
    FlakyStore,
    engine_with,
    service_over,
    shipment,
    snapshot,
    tokeniser,
)
from tests.risk.gated import GatedStore
from tests.risk.recovery import same_as_restored, until_ready
from tests.risk.running import run_async

Told: TypeAlias = Answer | Exception


@pytest.fixture(autouse=True)
def _quick_retry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_module, "_RETRY_SECONDS", 0.01)


def submitted(service: ScoringService, *events: Event) -> "asyncio.Future[list[Told]]":
    """Submits several at once; being told twice is an error of the future."""
    loop = asyncio.get_running_loop()
    futures: list[asyncio.Future[Told]] = [loop.create_future() for _ in events]
    for event, future in zip(events, futures, strict=True):
        service.submit(event, future.set_result)
        assert not future.done(), "told before the commit"
    return asyncio.gather(*futures)


def bytes_of(told: list[Told]) -> list[tuple[bytes, bytes]]:
    answers = [each for each in told if isinstance(each, Answer)]
    assert len(answers) == len(told)
    return [(answer.counter, answer.analyst()) for answer in answers]


def codes_of(told: list[Told]) -> list[str]:
    return [each.code for each in told if isinstance(each, Unavailable)]


def test_an_answer_is_on_the_disk_when_it_is_told(store: Store, bundle: Bundle) -> None:
    service = service_over(store, engine_with(bundle))
    kept_when_told: list[tuple[bytes, Told]] = []

    def tell(told: Told) -> None:
        kept = store.find_event("sh-1")
        assert kept is not None
        kept_when_told.append((kept.answer, told))

    async def story() -> None:
        service.submit(shipment(), tell)
        assert kept_when_told == []
        await service.close()

    run_async(story())
    ((kept, answer),) = kept_when_told
    assert isinstance(answer, Answer)
    assert kept == answer.counter == ENCODER.encode(answer.decision)
    assert answer.decision.duration_ms > 0.0


def test_the_answer_is_that_of_score(store: Store, bundle: Bundle) -> None:
    service = service_over(store, engine_with(bundle))

    async def story() -> None:
        told = await submitted(service, shipment())
        scored = await service.score(shipment())
        found = await service.decision("sh-1")
        for answer in (scored, found):
            assert bytes_of(told) == [(answer.counter, answer.analyst())]

    run_async(story())


def test_before_the_start_the_error_comes_at_once_and_nobody_is_told(store: Store) -> None:
    service = ScoringService(engine_with(), store, tokeniser(), lambda: NOW_MS)
    told: list[Told] = []

    async def story() -> None:
        with pytest.raises(Unavailable) as caught:
            service.submit(shipment(), told.append)
        assert caught.value.code == "not_ready"
        await service.close()

    run_async(story())
    assert told == []
    assert store.last_seq() == 0


def test_too_many_and_closing_are_told_at_once_and_change_nothing(
    gated: GatedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_module, "MAX_PENDING", 4)
    engine = engine_with()
    service = service_over(gated, engine)
    heard: list[Told] = []
    refused: list[Told] = []

    async def story() -> None:
        for number in range(4):
            service.submit(shipment(number), heard.append)
        with pytest.raises(Unavailable) as caught:
            service.submit(shipment(9), refused.append)
        assert caught.value.code == "overloaded"
        await asyncio.sleep(0.01)
        before = snapshot(engine.state)
        with pytest.raises(Unavailable) as caught:
            service.submit(shipment(9), refused.append)
        assert caught.value.code == "overloaded"
        closing = asyncio.create_task(service.close())
        await asyncio.sleep(0.01)
        with pytest.raises(Unavailable) as caught:
            service.submit(shipment(9), refused.append)
        assert caught.value.code == "not_ready"
        assert snapshot(engine.state) == before
        gated.gate.set()
        await closing
        assert len(bytes_of(heard)) == 4

    run_async(story())
    assert refused == []
    assert gated.count_events() == 4


def test_a_repeat_is_told_later_with_the_same_bytes(store: Store, bundle: Bundle) -> None:
    engine = engine_with(bundle)
    service = service_over(store, engine)

    async def story() -> tuple[bytes, bytes]:
        together = bytes_of(await submitted(service, shipment(), shipment(), shipment()))
        (later,) = bytes_of(await submitted(service, shipment()))
        assert together == [later] * 3
        return later

    async def after_a_restart() -> list[tuple[bytes, bytes]]:
        return bytes_of(await submitted(service_over(store, engine_with(bundle)), shipment()))

    first = run_async(story())
    assert run_async(after_a_restart()) == [first]
    assert store.count_events() == 1
    same_as_restored(engine, store)


def test_two_hundred_copies_by_both_ways_are_one_event_with_one_answer(store: Store) -> None:
    engine = engine_with()
    service = service_over(store, engine)

    async def story() -> None:
        told = submitted(service, *[shipment()] * 100)
        scored = await asyncio.gather(*(service.score(shipment()) for _ in range(100)))
        assert len(set(bytes_of([*await told, *scored]))) == 1

    run_async(story())
    assert store.count_events() == 1
    same_as_restored(engine, store)


def test_another_body_under_a_known_id_is_told_as_a_conflict(store: Store) -> None:
    service = service_over(store, engine_with())

    async def story() -> None:
        first, other = await submitted(service, shipment(), shipment(weight_grams=451))
        (later,) = await submitted(service, shipment(weight_grams=451))
        assert isinstance(first, Answer)
        for told in (other, later):
            assert isinstance(told, Conflict)
            assert told.param == "event_id"

    run_async(story())
    assert store.count_events() == 1


def test_a_failed_commit_is_told_to_all_and_leaves_no_trace(flaky: FlakyStore) -> None:
    engine = engine_with()
    service = service_over(flaky, engine)

    async def story() -> None:
        await submitted(service, shipment(1))
        before = snapshot(engine.state)
        flaky.fail()
        events = [*(shipment(number) for number in range(2, 30)), shipment(2)]
        told = await submitted(service, *events)
        assert codes_of(told) == ["storage_unavailable"] * 29
        await until_ready(service)
        assert snapshot(engine.state) == before
        assert len(bytes_of(await submitted(service, shipment(2)))) == 1

    run_async(story())
    assert [record.seq for record in flaky.scan()] == [1, 2]
    same_as_restored(engine, flaky)


def test_a_commit_whose_answer_was_lost_counts(flaky: FlakyStore) -> None:
    engine = engine_with()
    service = service_over(flaky, engine)

    async def story() -> None:
        flaky.fail("commit_unknown", kept=True)
        told = await submitted(service, shipment(1), shipment(2))
        assert codes_of(told) == ["commit_unknown"] * 2
        await until_ready(service)
        (again,) = await submitted(service, shipment(2))
        found = await service.decision("sh-2")
        assert bytes_of([again]) == [(found.counter, found.analyst())]

    run_async(story())
    assert [record.seq for record in flaky.scan()] == [1, 2]
    same_as_restored(engine, flaky)


def test_while_a_failure_is_dealt_with_the_error_comes_at_once(
    flaky_sqlite: FlakyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = service_over(flaky_sqlite, engine_with())
    truly, away = flaky_sqlite.scan, True

    def scan(after_seq: int = 0) -> object:
        if away:
            raise Unavailable("away")
        return truly(after_seq)

    monkeypatch.setattr(flaky_sqlite, "scan", scan)
    refused: list[Told] = []

    async def story() -> None:
        nonlocal away
        flaky_sqlite.fail()
        assert codes_of(await submitted(service, shipment(1))) == ["storage_unavailable"]
        with pytest.raises(Unavailable) as caught:
            service.submit(shipment(2), refused.append)
        assert caught.value.code == "not_ready"
        away = False
        await until_ready(service)
        assert len(bytes_of(await submitted(service, shipment(2)))) == 1

    run_async(story())
    assert refused == []


def test_answers_are_told_in_the_order_of_submission(store: Store) -> None:
    service = service_over(store, engine_with())
    order: list[str] = []

    def tell(told: Told) -> None:
        assert isinstance(told, Answer)
        order.append(told.decision.event_id)

    async def story() -> None:
        for number in range(300):
            service.submit(shipment(number), tell)
        await service.close()

    run_async(story())
    assert order == [f"sh-{number}" for number in range(300)]
    assert service.gauges()["commits_total"] <= 300 / MOST_AT_ONCE + 1


def test_closing_waits_until_everybody_was_told(gated: GatedStore) -> None:
    """Also those who sent a known event again: one from the log, one that is under way."""
    gated.gate.set()
    service = service_over(gated, engine_with())
    heard: list[Told] = []

    async def story() -> None:
        await submitted(service, shipment(1))
        gated.gate.clear()
        for event in (shipment(1), shipment(2), shipment(2)):
            service.submit(event, heard.append)
        closing = asyncio.create_task(service.close())
        await asyncio.sleep(0.02)
        assert not closing.done() and len(heard) < 3
        gated.gate.set()
        await closing
        assert len(bytes_of(heard)) == 3

    run_async(story())
    assert gated.count_events() == 2
