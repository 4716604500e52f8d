"""The scoring service at its limits: too many at once, closing, callers who go away."""

import asyncio

import pytest

from data.errors import Unavailable
from risk import service as service_module
from risk.answers import Answer
from tests.risk.builders import engine_with, outcome, service_over, shipment, snapshot
from tests.risk.gated import GatedStore
from tests.risk.running import run_async


def test_too_many_waiting_requests_are_told_to_come_back(
    gated: GatedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_module, "MAX_PENDING", 4)
    engine = engine_with()
    service = service_over(gated, engine)

    async def story() -> None:
        waiting = [asyncio.create_task(service.score(shipment(number))) for number in range(4)]
        await asyncio.sleep(0.01)
        before = snapshot(engine.state)
        for refused in (service.score(shipment(9)), service.record_outcome(outcome())):
            with pytest.raises(Unavailable) as caught:
                await refused
            assert caught.value.code == "overloaded"
        assert snapshot(engine.state) == before
        gated.gate.set()
        await asyncio.gather(*waiting)
        await service.score(shipment(9))

    run_async(story())
    assert gated.count_events() == 5


def test_closing_finishes_what_is_under_way_and_takes_no_more(gated: GatedStore) -> None:
    service = service_over(gated, engine_with())

    async def story() -> list[Answer]:
        waiting = [asyncio.create_task(service.score(shipment(number))) for number in range(300)]
        await asyncio.sleep(0.01)
        closing = asyncio.create_task(service.close())
        await asyncio.sleep(0.01)
        assert not closing.done() and not service.ready
        assert service.not_ready_reason == "the service is stopping"
        with pytest.raises(Unavailable) as caught:
            await service.score(shipment(999))
        assert caught.value.code == "not_ready"
        gated.gate.set()
        await closing
        return list(await asyncio.gather(*waiting))

    answers = run_async(story())
    ids = [answer.decision.event_id for answer in answers]
    assert ids == [f"sh-{number}" for number in range(300)]
    assert gated.count_events() == 300


def test_a_caller_who_goes_away_takes_nobody_along(gated: GatedStore) -> None:
    service = service_over(gated, engine_with())

    async def story() -> Answer:
        gone, stays = (asyncio.create_task(service.score(shipment())) for _ in range(2))
        await asyncio.sleep(0.01)
        gone.cancel()
        await asyncio.sleep(0)
        gated.gate.set()
        return await stays

    assert run_async(story()).decision.event_id == "sh-1"
    assert gated.count_events() == 1
