"""The service with a challenger, and with bundles that change while rows are under way."""

import asyncio

import msgspec
import pytest

from data.errors import Unavailable
from data.records import EventRecord
from data.store import Store
from risk import service as service_module
from risk.bundle import NO_BUNDLE, Bundle
from risk.shadow import challenger_in
from tests.risk.builders import (
    FlakyStore,
    engine_with,
    restored_from,
    service_over,
    shipment,
    snapshot,
)
from tests.risk.bundles import without_trees
from tests.risk.gated import GatedStore
from tests.risk.running import run_async


@pytest.fixture(autouse=True)
def _quick_retry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_module, "_RETRY_SECONDS", 0.01)


def test_what_the_challenger_said_is_kept_with_the_decision(store: Store, bundle: Bundle) -> None:
    engine = engine_with(bundle)
    engine.challenger = without_trees(bundle)
    service = service_over(store, engine)
    answer = run_async(service.score(shipment()))
    kept = store.find_event("sh-1")
    assert kept is not None
    said = msgspec.json.decode(kept.raw_scores)["challenger"]
    assert (said["bundle"], said["band"]) == ("detectors", "high")
    assert kept.bundle == answer.decision.bundle == bundle.id
    assert b"detectors" not in answer.counter + answer.analyst()


def test_each_event_is_counted_once_by_both_bands(store: Store, bundle: Bundle) -> None:
    engine = engine_with(bundle)
    service = service_over(store, engine)
    run_async(service.score(shipment(0)))
    assert service.band_pairs() == {}
    engine.challenger = without_trees(bundle)
    answers = [run_async(service.score(shipment(number))) for number in (1, 2, 2)]
    bands = {answer.decision.band for answer in answers}
    assert len(bands) == 1
    assert service.band_pairs() == {(bands.pop(), "high"): 2}


def test_a_commit_that_failed_is_not_counted(flaky: FlakyStore, bundle: Bundle) -> None:
    engine = engine_with()
    engine.challenger = bundle
    service = service_over(flaky, engine)

    async def failing() -> None:
        flaky.fail()
        with pytest.raises(Unavailable):
            await service.score(shipment())
        while not service.ready:
            await asyncio.sleep(0.005)
        assert service.band_pairs() == {}
        await service.score(shipment())

    run_async(failing())
    assert sum(service.band_pairs().values()) == 1


def test_rows_under_way_keep_the_bundle_that_scored_them(gated: GatedStore, bundle: Bundle) -> None:
    engine = engine_with(bundle)
    service = service_over(gated, engine)

    async def changing() -> list[str]:
        tasks = [asyncio.ensure_future(service.score(shipment(0)))]
        await asyncio.sleep(0.01)
        engine.take(NO_BUNDLE)
        engine.challenger = bundle
        tasks.append(asyncio.ensure_future(service.score(shipment(1))))
        await asyncio.sleep(0.01)
        engine.take(bundle)
        tasks.append(asyncio.ensure_future(service.score(shipment(2))))
        await asyncio.sleep(0.01)
        gated.gate.set()
        return [answer.decision.bundle for answer in await asyncio.gather(*tasks)]

    assert run_async(changing()) == [bundle.id, "none", bundle.id]
    rows = [record for record in gated.scan() if isinstance(record, EventRecord)]
    assert [record.bundle for record in rows] == [bundle.id, "none", bundle.id]
    assert [challenger_in(record.raw_scores) for record in rows] == [None, bundle.id, None]
    assert snapshot(restored_from(gated, engine_with()).state) == snapshot(engine.state)
