"""Two workers on one log answer as one process would, whatever is sent to whom at once."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.errors import Conflict, Unavailable
from data.events import Event, OutcomeLine
from data.records import EventRecord
from data.vault import Vault
from risk import service as service_module
from risk.answers import Answer
from risk.listing import ListingIn
from risk.shared_service import SharedScoringService
from risk.turns import NotFollowedError
from rules.load import shipped_text
from tests.databases import end_sessions
from tests.risk.builders import demo_lines, outcome, shipment, snapshot
from tests.risk.pair import Pair, Worker, pair_on
from tests.risk.recovery import refused, until_ready
from tests.risk.running import run_async
from tests.risk.test_exposure import parcel

STRICT = shipped_text("cod-grades").replace("start_grade: {value: D", "start_grade: {value: E")
SHADOW = """
id: shadow
version: 1
title: {zh: 试验, en: A trial}
rules:
  - id: SHADOW-a
    version: 1
    action: step_up
    kinds: [shipment]
    when: weight_grams > 1
    reason: {code: shadow, zh: 试验, en: a trial}
    counter: {zh: 请核验证件。, en: Check the document.}
    examples:
      hit: [{name: heavy, facts: {weight_grams: 10000}}]
      miss: [{name: light, look_alike: L16, facts: {weight_grams: 0}}]
"""
WATCHED = ListingIn(
    list="watch", kind="merchant", value="m-1", source="internal", reason="many refusals"
)


@pytest.fixture
def pair(
    postgres_url: str, vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Pair]:
    monkeypatch.setattr(service_module, "_RETRY_SECONDS", 0.01)
    with pair_on(postgres_url, vault, tmp_path) as made:
        yield made


async def send(service: SharedScoringService, line: Event | OutcomeLine) -> Answer | bool:
    if isinstance(line, OutcomeLine):
        return await service.record_outcome(line)
    return await service.score(line)


def seqs(pair: Pair) -> list[int]:
    return [record.seq for record in pair.one.store.scan()]


def test_a_mixed_stream_over_two_workers_is_what_one_process_derives(pair: Pair) -> None:
    lines, picks = demo_lines()[:1500], random.Random(7)

    async def story() -> None:
        async with pair.running():
            for start in range(0, len(lines), 50):
                some = [*lines[start : start + 50], *picks.sample(lines[: start + 50], 5)]
                await asyncio.gather(
                    *(send(picks.choice(pair.workers).service, line) for line in some)
                )

    run_async(story())
    assert seqs(pair) == list(range(1, len(lines) + 1))
    pair.check()
    one, other = (snapshot(worker.service.engine.state) for worker in pair.workers)
    assert one == other


def test_copies_of_one_event_at_both_are_one_row_and_one_answer(pair: Pair) -> None:
    async def story() -> list[Answer]:
        async with pair.running():
            return await asyncio.gather(
                *(w.service.score(shipment(n)) for n in range(20) for w in pair.workers * 3)
            )

    answers = run_async(story())
    assert seqs(pair) == list(range(1, 21))
    assert len({answer.analyst() for answer in answers}) == 20
    pair.check()


def test_one_id_with_two_bodies_at_both_is_a_conflict_for_one(pair: Pair) -> None:
    async def story() -> list[Answer | BaseException]:
        async with pair.running():
            return await asyncio.gather(
                *(
                    worker.service.score(shipment(n, weight_grams=400 + place))
                    for n in range(10)
                    for place, worker in enumerate(pair.workers)
                ),
                return_exceptions=True,
            )

    answers = run_async(story())
    assert Counter(type(answer) for answer in answers) == {Answer: 10, Conflict: 10}
    assert len(seqs(pair)) == 10
    pair.check()


def test_an_outcome_told_to_both_is_new_once(pair: Pair) -> None:
    async def story() -> list[bool]:
        async with pair.running():
            await pair.one.service.score(shipment(1))
            return await asyncio.gather(
                *(w.service.record_outcome(outcome(1)) for w in pair.workers * 2)
            )

    assert sorted(run_async(story())) == [False, False, False, True]
    pair.check()


def test_a_limit_holds_over_64_parcels_of_one_merchant_at_once(pair: Pair) -> None:
    async def story() -> list[Answer]:
        async with pair.running():
            return await asyncio.gather(
                *(
                    pair.workers[n % 2].service.score(parcel(n, cod_amount_fen=150_000))
                    for n in range(64)
                )
            )

    decisions = Counter(answer.decision.decision for answer in run_async(story()))
    assert set(decisions) > {"hold"}
    assert decisions["hold"] > 50
    pair.check()


def test_a_failed_commit_of_one_leaves_no_trace_at_either(pair: Pair) -> None:
    async def story() -> None:
        async with pair.running():
            await pair.one.service.score(shipment(1))
            pair.one.store.fail()
            lost = asyncio.create_task(
                refused(pair.one.service, *(shipment(n) for n in range(2, 30)))
            )
            await pair.other.service.score(shipment(40))
            assert set(await lost) == {"storage_unavailable"}
            await until_ready(pair.one.service)
            await pair.one.service.score(shipment(2))

    run_async(story())
    assert pair.one.store.count_events() == 3
    pair.check()


def test_a_commit_whose_answer_was_lost_counts_at_both(pair: Pair) -> None:
    async def story() -> None:
        async with pair.running():
            pair.one.store.fail("commit_unknown", kept=True)
            assert (
                await refused(pair.one.service, shipment(1), shipment(2)) == ["commit_unknown"] * 2
            )
            await until_ready(pair.one.service)
            again = [await worker.service.score(shipment(1)) for worker in pair.workers]
            assert again[0].counter == again[1].counter

    run_async(story())
    assert seqs(pair) == [1, 2]
    pair.check()


def test_a_worker_that_lost_its_session_goes_on(pair: Pair, postgres_url: str) -> None:
    async def story() -> None:
        async with pair.running():
            await pair.one.service.score(shipment(1))
            await asyncio.to_thread(end_sessions, postgres_url)
            for worker, number in zip(pair.workers, (2, 3), strict=True):
                await _until_scored(worker, shipment(number))

    run_async(story())
    assert seqs(pair) == [1, 2, 3]
    pair.check()


async def _until_scored(worker: Worker, event: Event) -> None:
    while True:
        try:
            await worker.service.score(event)
        except Unavailable:
            await until_ready(worker.service)
        else:
            return


def test_a_proposal_approved_at_both_takes_force_once(pair: Pair) -> None:
    async def story() -> list[object]:
        async with pair.running():
            proposal = await pair.one.governance.propose("author", [WATCHED])
            return await asyncio.gather(
                *(w.governance.approve("approver", proposal.id) for w in pair.workers),
                return_exceptions=True,
            )

    found = run_async(story())
    assert sum(isinstance(each, Conflict) for each in found) == 1
    assert [len(w.service.engine.state.lists.book) for w in pair.workers] == [1, 1]
    pair.check()


def test_a_published_policy_decides_at_the_other_worker_and_is_rolled_back_there(
    pair: Pair,
) -> None:
    async def decisions(service: SharedScoringService, *numbers: int) -> list[str]:
        parcels = [parcel(n, f"m-{n}", cod_amount_fen=100_000) for n in numbers]
        return [(await service.score(each)).decision.decision for each in parcels]

    async def story() -> None:
        one, other = pair.workers
        async with pair.running():
            before = await decisions(other.service, 1)
            version = await one.governance.draft("author", STRICT)
            await one.governance.publish("publisher", version, 1.0)
            assert await decisions(other.service, 2) == ["hold"]
            await other.governance.roll_back("publisher", "too strict")
            assert await decisions(one.service, 3) == before

    run_async(story())
    pair.check()


def test_both_publish_at_once_and_one_of_them_is_told_that_it_is_so(pair: Pair) -> None:
    async def story() -> list[object]:
        async with pair.running():
            version = await pair.one.governance.draft("author", STRICT)
            await pair.other.service.caught_up()
            return await asyncio.gather(
                *(w.governance.publish("publisher", version, 1.0) for w in pair.workers),
                return_exceptions=True,
            )

    found = run_async(story())
    assert sorted(map(str, found)) == ["None", "it is live already"]
    pair.check()


def test_a_version_in_shadow_looks_at_the_events_of_both(pair: Pair) -> None:
    async def story() -> list[int]:
        async with pair.running():
            await pair.one.service.score(shipment(0))
            version = await pair.one.governance.draft("author", SHADOW)
            await pair.one.governance.shadow("author", version)
            for number, worker in enumerate(pair.workers * 3, 1):
                await worker.service.score(shipment(number))
            for worker in pair.workers:
                await worker.service.caught_up()
            looked = [worker.service.looks.of(version) for worker in pair.workers]
            assert looked[0] == looked[1]
            assert looked[0].hits == {"SHADOW-a": 6}
            return [each.events for each in looked]

    assert run_async(story()) == [6, 6]
    pair.check()


def test_an_idle_worker_follows_without_being_asked(pair: Pair) -> None:
    async def story() -> None:
        async with pair.running():
            await pair.one.service.score(shipment(1))
            while pair.other.service.gauges()["log_seq"] < 1:
                await asyncio.sleep(0.01)

    run_async(story())
    pair.check()


@pytest.mark.parametrize("error", [ZeroDivisionError(), Conflict("it does not fit")])
def test_a_row_that_can_not_enter_ends_the_worker_and_nobody_waits(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def broken(*_arguments: object) -> None:
        raise error

    async def story() -> None:
        pair.one.service.begin()
        await pair.one.service.score(shipment(1))
        await pair.one.service.end()
        asyncio.get_running_loop().set_exception_handler(lambda _loop, told: said.append(told))
        monkeypatch.setattr(pair.other.service._replica, "follow", broken)
        pair.other.service.begin()
        waiting = refused(pair.other.service, shipment(2), shipment(3))
        assert await waiting == ["not_ready"] * 2
        assert not pair.other.service.ready
        assert await refused(pair.other.service, shipment(4)) == ["not_ready"]
        with pytest.raises(Unavailable):
            await pair.other.service.caught_up()
        await pair.other.service.end()

    said: list[dict[str, object]] = []
    run_async(story())
    wanted = ZeroDivisionError if isinstance(error, ZeroDivisionError) else NotFollowedError
    assert [type(each["exception"]) for each in said] == [wanted]
    assert pair.other.faults == ["faulty"]
    assert [r.event_id for r in pair.one.store.scan() if isinstance(r, EventRecord)] == ["sh-1"]
