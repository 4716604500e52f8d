"""What waits for a turn is decided on by what the log holds when the turn comes."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.errors import Unavailable
from data.store import Store
from data.vault import Vault
from risk.intake import MOST_AT_ONCE
from tests.risk.builders import shipment
from tests.risk.pair import Pair, pair_on
from tests.risk.running import run_async


@pytest.fixture
def pair(postgres_url: str, vault: Vault, tmp_path: Path) -> Iterator[Pair]:
    with pair_on(postgres_url, vault, tmp_path) as made:
        yield made


@pytest.fixture
def third(postgres_url: str, vault: Vault) -> Iterator[Store]:
    """A writer that takes its turn by hand."""
    store = Store.open(postgres_url, vault)
    store.join_writers()
    yield store
    store.close()


def test_an_id_that_looks_known_and_is_not_enters_once(pair: Pair) -> None:
    pair.one.service._replica.known.add("e:sh-1")

    async def story() -> None:
        async with pair.running():
            await pair.one.service.score(shipment(1))
            await pair.one.service.score(shipment(1))

    run_async(story())
    assert pair.one.store.count_events() == 1
    pair.check()


def test_what_comes_to_look_known_during_the_wait_is_looked_for_in_the_next_turn(
    pair: Pair, third: Store
) -> None:
    service = pair.one.service

    async def story() -> None:
        async with pair.running():
            await asyncio.to_thread(third.take_turn)
            waiting = asyncio.gather(*(service.score(shipment(n)) for n in range(3)))
            await asyncio.sleep(0)  # they are asked for
            await asyncio.sleep(0)
            assert len(service._commit) == 3
            service._replica.known.add("e:sh-1")
            await asyncio.to_thread(third.leave_turn)
            await waiting

    run_async(story())
    assert pair.one.store.count_events() == 3
    pair.check()


def test_an_id_that_another_kept_during_the_wait_has_its_answer(pair: Pair, third: Store) -> None:
    """Both are asked while a third holds the turn; whoever comes second finds the other's row."""

    async def story() -> None:
        async with pair.running():
            await asyncio.to_thread(third.take_turn)
            waiting = asyncio.gather(*(w.service.score(shipment(1)) for w in pair.workers))
            while not all(len(worker.service._commit) for worker in pair.workers):
                await asyncio.sleep(0)
            await asyncio.to_thread(third.leave_turn)
            one, other = await waiting
            assert one.analyst() == other.analyst()

    run_async(story())
    assert pair.one.store.count_events() == 1
    pair.check()


def test_a_busy_worker_does_not_keep_the_other_out(pair: Pair) -> None:
    """What one is asked in a row takes many turns; the other's lone event is not behind them all."""

    async def story() -> int:
        async with pair.running():
            busy = [
                asyncio.ensure_future(pair.one.service.score(shipment(n)))
                for n in range(20 * MOST_AT_ONCE)
            ]
            await busy[0]
            await pair.other.service.score(shipment("alone"))
            left = sum(not each.done() for each in busy)
            await asyncio.gather(*busy)
            return left

    assert run_async(story()) > 10 * MOST_AT_ONCE
    pair.check()


def test_after_the_end_nothing_is_caught_up(pair: Pair) -> None:
    async def story() -> None:
        async with pair.running():
            await pair.one.service.caught_up()
        with pytest.raises(Unavailable, match="stopping"):
            await pair.one.service.caught_up()

    run_async(story())
