"""The scoring service against real faults: a full disk, ended sessions, a network that is cut."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import event as sqlalchemy_event

from data.store import Store
from data.vault import Vault
from risk import service as service_module
from tests.databases import CutAtCommit, end_sessions
from tests.risk.builders import engine_with, service_over, shipment
from tests.risk.recovery import refused, same_as_restored, until_ready
from tests.risk.running import run_async


@pytest.fixture(autouse=True)
def _quick_retry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_module, "_RETRY_SECONDS", 0.01)


def test_a_full_sqlite_database(sqlite_url: str, vault: Vault) -> None:
    store = Store.open(sqlite_url, vault)
    store.migrate()
    store.engine.dispose()  # the limit is set on connections that are yet to come
    sqlalchemy_event.listen(store.engine, "connect", _small)
    engine = engine_with()
    service = service_over(store, engine)

    async def story() -> int:
        number = 0
        while not await refused(service, shipment(number)):
            number += 1
        await until_ready(service)
        return number

    kept = run_async(story())
    assert 0 < store.count_events() == kept
    same_as_restored(engine, store)
    sqlalchemy_event.remove(store.engine, "connect", _small)
    store._writer.close()
    store.engine.dispose()
    run_async(service.score(shipment(kept)))
    assert store.count_events() == kept + 1
    same_as_restored(engine, store)
    store.close()


def _small(connection: Any, _entry: Any) -> None:
    connection.execute("PRAGMA max_page_count = 40")


def test_ended_postgres_sessions(postgres_url: str, vault: Vault) -> None:
    store = Store.open(postgres_url, vault)
    store.migrate()
    store.claim_writer()
    engine = engine_with()
    service = service_over(store, engine)

    async def story() -> None:
        await service.score(shipment(1))
        await asyncio.to_thread(end_sessions, postgres_url)
        assert await refused(service, shipment(2), shipment(3)) == ["storage_unavailable"] * 2
        await until_ready(service)
        await service.score(shipment(3))

    run_async(story())
    assert [record.seq for record in store.scan()] == [1, 2]
    same_as_restored(engine, store)
    store.close()


@pytest.mark.parametrize("delivered", [True, False])
def test_a_postgres_connection_cut_in_commit(
    postgres_url: str, vault: Vault, delivered: bool
) -> None:
    network = CutAtCommit(postgres_url)
    store = Store.open(network.client_url, vault)
    store.migrate()
    engine = engine_with()
    service = service_over(store, engine)

    async def story() -> None:
        await service.score(shipment(1))
        network.arm(delivered=delivered)
        assert await refused(service, shipment(2), shipment(3)) == ["commit_unknown"] * 2
        network.disarm()
        await until_ready(service)
        for number in (2, 3, 4):
            await service.score(shipment(number))

    run_async(story())
    assert [record.seq for record in store.scan()] == [1, 2, 3, 4]
    same_as_restored(engine, store)
    store.close()
    network.close()
