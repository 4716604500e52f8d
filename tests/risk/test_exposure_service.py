"""The exposure ledger through the service: many at once, failed commits, restarts, both databases."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from data.errors import NotFound, Unavailable
from data.exposure_entries import ExposureEntries
from data.records import ExposureEntry
from data.store import Store
from data.subject import Reader
from data.vault import Vault
from risk import service as service_module
from risk.archive import Archive
from risk.exposure_desk import ExposureDesk
from risk.features.state import State
from risk.reconcile import Reconciler, Reconciliation
from risk.replay import Replay, Step
from risk.verify import Verifier
from tests.risk.builders import (
    FlakyStore,
    engine_with,
    feed,
    outcome,
    service_over,
    shipped,
    tokeniser,
    write_lines,
)
from tests.risk.exposure_oracle import START
from tests.risk.recovery import refused, same_as_restored, until_ready
from tests.risk.running import run_async
from tests.risk.test_exposure import parcel

DAY_FEN = START.per_day_fen


@pytest.fixture(autouse=True)
def _quick_retry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_module, "_RETRY_SECONDS", 0.01)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    kept = Archive(tmp_path / "archive")
    kept.keep_policy(shipped())
    return kept


def entries_in(store: Store) -> list[ExposureEntry]:
    return list(ExposureEntries(store).scan(batch=7))


def reconciled(store: Store, archive: Archive) -> Reconciliation:
    reconciler = Reconciler(Reader(tokeniser()), State(), archive)
    return reconciler.run(store.scan(), ExposureEntries(store).scan())


def test_64_at_once_never_take_more_than_the_limit(flaky: FlakyStore, archive: Archive) -> None:
    engine = engine_with()
    service = service_over(flaky, engine)

    async def story() -> Counter[str]:
        events = [parcel(number, cod_amount_fen=150_000) for number in range(64)]
        answers = await asyncio.gather(*map(service.score, events))
        again = await asyncio.gather(*map(service.score, events))
        assert [each.counter for each in again] == [each.counter for each in answers]
        for number in range(0, 6, 2):
            await service.record_outcome(outcome(number, outcome="remitted"))
        return Counter(answer.decision.decision for answer in answers)

    decided = run_async(story())
    held = decided["hold"]
    assert 64 - held == DAY_FEN // 150_000
    entries = entries_in(flaky)
    assert Counter(entry.kind for entry in entries) == {"reserve": 64 - held, "release": 3}
    assert max(entry.outstanding_fen for entry in entries) <= DAY_FEN
    result = reconciled(flaky, archive)
    assert (result.wrong, result.reservations, result.over_limit) == (0, 64 - held, 0)
    assert result.open_fen == (64 - held - 3) * 150_000
    same_as_restored(engine, flaky)


def test_a_parcel_over_the_limit_is_held_whatever_rules_say_and_told_why(
    flaky_sqlite: FlakyStore,
) -> None:
    service = service_over(flaky_sqlite, engine_with())
    answer = run_async(service.score(parcel(1, cod_amount_fen=200_001))).decision
    assert answer.decision == "hold"
    assert answer.reasons[0].code == "cod_limit_parcel"
    assert answer.counter.colour == "red"
    assert answer.customer is not None
    assert "寄付" in answer.customer.zh
    assert entries_in(flaky_sqlite) == []


def test_what_comes_before_its_parcel_is_told_with_it(flaky: FlakyStore, archive: Archive) -> None:
    service = service_over(flaky, engine_with())

    async def story() -> None:
        await service.record_outcome(outcome(1, outcome="delivered"))
        await service.score(parcel(1))
        await service.record_outcome(outcome(2, event_id="sh-1", outcome="refused"))
        await service.record_outcome(outcome(3, event_id="sh-1", outcome="remitted"))

    run_async(story())
    kept = [(entry.seq, entry.place, entry.kind, entry.cause) for entry in entries_in(flaky)]
    assert kept == [
        (2, 0, "reserve", ""),
        (2, 1, "collect", "delivered"),
        (3, 0, "release", "refused"),
    ]
    assert reconciled(flaky, archive).wrong == 0


def test_a_failed_commit_takes_its_reservation_and_its_entry_back(
    flaky: FlakyStore, archive: Archive
) -> None:
    engine = engine_with()
    service = service_over(flaky, engine)

    async def story() -> None:
        await service.score(parcel(1, cod_amount_fen=150_000))
        flaky.fail()
        lost = [parcel(number, cod_amount_fen=150_000) for number in range(2, 20)]
        assert len(await refused(service, *lost)) == 18
        await until_ready(service)
        flaky.fail("commit_unknown", kept=True)
        assert await refused(service, *lost[:3])
        await until_ready(service)
        for event in lost:
            await service.score(event)

    run_async(story())
    assert [entry.kind for entry in entries_in(flaky)] == ["reserve"] * 6
    assert reconciled(flaky, archive).wrong == 0
    same_as_restored(engine, flaky)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(["fine", "lost", "kept"]), min_size=3, max_size=8), st.randoms())
def test_any_weather_leaves_a_ledger_that_the_log_proves(
    tmp_path_factory: pytest.TempPathFactory, vault: Vault, weather: list[str], pick: object
) -> None:
    folder = tmp_path_factory.mktemp("weather")
    store = FlakyStore.open(f"sqlite:///{folder / 'log.sqlite'}", vault)
    assert isinstance(store, FlakyStore)
    store.migrate()
    archive = Archive(folder / "archive")
    archive.keep_policy(shipped())
    engine = engine_with()
    service = service_over(store, engine)

    async def story() -> None:
        for batch, kind in enumerate(weather):
            if kind != "fine":
                store.fail("commit_unknown", kept=kind == "kept")
            events = [parcel(f"{batch}-{n}", f"m-{n % 2}", cod_amount_fen=90_000) for n in range(5)]
            await asyncio.gather(*map(service.score, events), return_exceptions=True)
            await until_ready(service)
            for number in range(0, 5, 2):
                about = f"sh-{batch}-{number}"
                told = outcome(f"{batch}-{number}", event_id=about, outcome="returned")
                try:
                    await service.record_outcome(told)
                except Unavailable:
                    await until_ready(service)

    run_async(story())
    assert reconciled(store, archive).wrong == 0
    same_as_restored(engine, store)
    store.close()


def test_verify_and_replay_agree_with_what_was_served(
    flaky_sqlite: FlakyStore, archive: Archive, tmp_path: Path
) -> None:
    service = service_over(flaky_sqlite, engine_with())
    events = [parcel(number, cod_amount_fen=150_000) for number in range(12)]
    run_async(feed(service, events))
    verifier = Verifier(Reader(tokeniser()), State(), archive)
    assert verifier.run(flaky_sqlite.scan()).differing == 0
    replay = Replay(engine_with(), tokeniser())
    steps = list(replay.steps(write_lines(tmp_path / "events.jsonl", events)))
    decided = [
        step.evaluation.decision.decision
        for step in steps
        if isinstance(step, Step) and step.evaluation
    ]
    stored = [flaky_sqlite.find_event(event.event_id) for event in events]
    assert decided == [row.decision for row in stored if row is not None]
    assert decided.count("hold") == 12 - DAY_FEN // 150_000


@pytest.mark.parametrize(
    ("spoil", "field"),
    [
        ("DELETE FROM exposure_entries WHERE seq = 2", "missing"),
        ("UPDATE exposure_entries SET amount_fen = amount_fen + 1 WHERE seq = 2", "leaked_fen"),
        ("UPDATE exposure_entries SET outstanding_fen = 0 WHERE seq = 2", "differing"),
        ("UPDATE exposure_entries SET seq = 900 WHERE seq = 2", "foreign"),
        (
            "INSERT INTO exposure_entries SELECT seq, 5, kind, cause, merchant_token, group_token,"
            " event_token, amount_fen, outstanding_fen, collected_fen, group_outstanding_fen"
            " FROM exposure_entries WHERE seq = 2",
            "twice",
        ),
    ],
)
def test_whatever_is_changed_behind_our_back_is_found(
    flaky: FlakyStore, archive: Archive, spoil: str, field: str
) -> None:
    run_async(feed(service_over(flaky, engine_with()), [parcel(n) for n in range(4)]))
    assert reconciled(flaky, archive).wrong == 0
    with flaky.engine.begin() as connection:
        connection.execute(text(spoil))
    result = reconciled(flaky, archive)
    assert getattr(result, field) > 0
    assert result.wrong > 0


def test_a_reservation_above_a_limit_would_be_counted(
    flaky_sqlite: FlakyStore, archive: Archive
) -> None:
    """As if the stored decision had let it through: the log is believed, and the limit counted."""
    run_async(feed(service_over(flaky_sqlite, engine_with()), [parcel(1, cod_amount_fen=300_000)]))
    assert reconciled(flaky_sqlite, archive).over_limit == 0
    with flaky_sqlite.engine.begin() as connection:
        connection.execute(text("UPDATE events SET decision = 'approve'"))
    result = reconciled(flaky_sqlite, archive)
    assert (result.over_limit, result.missing, result.leaked_fen) == (1, 1, 300_000)


def test_the_desk_tells_limits_balances_and_pages_of_entries(flaky: FlakyStore) -> None:
    engine = engine_with()
    service = service_over(flaky, engine)
    desk = ExposureDesk(engine, ExposureEntries(flaky), service.caught_up)

    async def story() -> None:
        with pytest.raises(NotFound):
            await desk.show("m-1", 5, None)
        for number in range(7):
            await service.score(parcel(number))
        await service.record_outcome(outcome(0))
        first = await desk.show(" m-1", 5, None)
        assert first.limits.per_day_fen == DAY_FEN
        assert (first.grade, first.granted, first.group) == (None, False, None)
        assert (first.outstanding_fen, first.collected_fen) == (6 * 29_900, 29_900)
        assert first.day_fen == 7 * 29_900
        assert first.room_fen == min(START.per_parcel_fen, DAY_FEN - 7 * 29_900)
        assert [entry.seq for entry in first.entries] == [8, 7, 6, 5, 4]
        rest = await desk.show("m-1", 5, first.next_before_seq)
        assert [entry.seq for entry in rest.entries] == [3, 2, 1]
        assert rest.next_before_seq is None

    run_async(story())
