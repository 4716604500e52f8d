"""Failed commits leave no trace: the state is that of a fresh restore from the log, always."""

from typing import Any

import pytest

from data.errors import Unavailable
from risk import service as service_module
from risk.answers import Answer
from risk.bundle import Bundle
from tests.risk.builders import (
    FlakyStore,
    demo_lines,
    engine_with,
    feed,
    opening,
    outcome,
    service_over,
    shipment,
    snapshot,
)
from tests.risk.recovery import refused, same_as_restored, until_ready
from tests.risk.running import run_async


@pytest.fixture(autouse=True)
def _quick_retry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_module, "_RETRY_SECONDS", 0.01)


def test_a_failed_commit_leaves_no_trace(flaky: FlakyStore) -> None:
    engine = engine_with()
    service = service_over(flaky, engine)

    async def story() -> None:
        await service.score(shipment(1))
        before = snapshot(engine.state)
        flaky.fail()
        codes = await refused(service, *(shipment(n) for n in range(2, 30)), opening(1))
        assert codes == ["storage_unavailable"] * 29
        await until_ready(service)
        assert snapshot(engine.state) == before
        again = await service.score(shipment(2))
        assert again.decision.event_id == "sh-2"

    run_async(story())
    assert [record.seq for record in flaky.scan()] == [1, 2]
    same_as_restored(engine, flaky)


def test_a_failed_outcome_leaves_no_trace(flaky: FlakyStore) -> None:
    engine = engine_with()
    service = service_over(flaky, engine)

    async def story() -> None:
        await service.score(shipment(1))
        before = snapshot(engine.state)
        flaky.fail()
        with pytest.raises(Unavailable):
            await service.record_outcome(outcome(1, outcome="confirmed_fraud"))
        await until_ready(service)
        assert snapshot(engine.state) == before
        assert await service.record_outcome(outcome(1, outcome="confirmed_fraud"))

    run_async(story())
    same_as_restored(engine, flaky)


def test_a_failed_early_outcome_leaves_no_trace(flaky_sqlite: FlakyStore) -> None:
    engine = engine_with()
    service = service_over(flaky_sqlite, engine)

    async def story() -> None:
        flaky_sqlite.fail()
        with pytest.raises(Unavailable):
            await service.record_outcome(outcome(1))
        await until_ready(service)

    run_async(story())
    same_as_restored(engine, flaky_sqlite)


def test_a_commit_whose_answer_was_lost_counts(flaky: FlakyStore) -> None:
    engine = engine_with()
    service = service_over(flaky, engine)

    async def story() -> Answer:
        await service.score(shipment(1))
        flaky.fail("commit_unknown", kept=True)
        assert await refused(service, shipment(2), shipment(3)) == ["commit_unknown"] * 2
        await until_ready(service)
        assert flaky.count_events() == 3
        again = await service.score(shipment(2))
        assert again.analyst() == (await service.decision("sh-2")).analyst()
        return await service.score(shipment(4))

    assert run_async(story()).decision.event_id == "sh-4"
    assert [record.seq for record in flaky.scan()] == [1, 2, 3, 4]
    same_as_restored(engine, flaky)


def test_a_commit_that_was_never_heard_does_not_count(flaky: FlakyStore) -> None:
    engine = engine_with()
    service = service_over(flaky, engine)

    async def story() -> None:
        flaky.fail("commit_unknown", kept=False)
        assert await refused(service, shipment(1), shipment(2)) == ["commit_unknown"] * 2
        await until_ready(service)
        await service.score(shipment(2))

    run_async(story())
    assert [record.seq for record in flaky.scan()] == [1]
    same_as_restored(engine, flaky)


def test_while_the_database_is_away_nothing_is_scored_and_then_it_goes_on(
    flaky_sqlite: FlakyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_with()
    service = service_over(flaky_sqlite, engine)
    tries = 0
    truly = flaky_sqlite.scan

    def away(after_seq: int = 0) -> Any:
        nonlocal tries
        tries += 1
        if tries <= 3:
            raise Unavailable("away")
        return truly(after_seq)

    monkeypatch.setattr(flaky_sqlite, "scan", away)

    async def story() -> None:
        flaky_sqlite.fail()
        assert await refused(service, shipment(1)) == ["storage_unavailable"]
        assert not service.ready
        assert service.not_ready_reason == "the database can't be reached"
        assert await refused(service, shipment(2)) == ["not_ready"]
        await until_ready(service)
        await service.score(shipment(1))

    run_async(story())
    assert tries == 4
    same_as_restored(engine, flaky_sqlite)


def test_closing_does_not_wait_for_a_database_that_never_comes_back(
    flaky_sqlite: FlakyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = service_over(flaky_sqlite, engine_with())

    def away(_seq: int) -> Any:
        raise Unavailable("away")

    monkeypatch.setattr(flaky_sqlite, "scan", away)

    async def story() -> None:
        flaky_sqlite.fail()
        assert await refused(service, shipment(1)) == ["storage_unavailable"]
        await service.close()

    run_async(story(), limit_seconds=5)


def test_rare_failures_among_many_commits_leave_the_log_the_only_truth(
    flaky_sqlite: FlakyStore, bundle: Bundle
) -> None:
    engine = engine_with(bundle)
    service = service_over(flaky_sqlite, engine)
    lines = demo_lines()[:600]

    async def story() -> int:
        failures = 0
        for start in range(0, len(lines), 20):
            kept = start % 3 == 0
            if start % 60 in (0, 40):
                flaky_sqlite.fail("commit_unknown" if kept else "storage_unavailable", kept=kept)
            try:
                await feed(service, lines[start : start + 20])
            except Unavailable:
                failures += 1
                await until_ready(service)
                await feed(service, lines[start : start + 20])
        return failures

    assert run_async(story()) == 20
    assert len(list(flaky_sqlite.scan())) == 600
    same_as_restored(engine, flaky_sqlite)


def test_a_row_that_clashes_in_the_log_spoils_only_its_moment(flaky_sqlite: FlakyStore) -> None:
    """Another hand wrote an event of this id after our start: we recover and answer with it."""
    other = service_over(flaky_sqlite, engine_with())
    engine = engine_with()
    service = service_over(flaky_sqlite, engine)

    async def story() -> None:
        await other.score(shipment(1))
        assert await refused(service, shipment(1))
        await until_ready(service)
        assert (await service.score(shipment(1))).decision.event_id == "sh-1"

    run_async(story())
    assert flaky_sqlite.count_events() == 1
    same_as_restored(engine, flaky_sqlite)
