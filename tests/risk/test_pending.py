import asyncio

import pytest

from data.errors import Conflict, Unavailable
from data.store import Store
from risk.pending import (
    EVENT_PREFIX,
    OUTCOME_PREFIX,
    Pending,
    find_in,
    key_of,
    require_same,
    tell,
)
from tests.databases import an_event, an_outcome
from tests.risk.running import run_async


def pending() -> Pending:
    return Pending("e:event-1", b"digest", an_event(1), [], None)


def test_all_who_wait_are_woken_and_later_ones_do_not_wait() -> None:
    async def story() -> None:
        row = pending()
        waiting = [asyncio.create_task(row.committed()) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.sleep(0)
        tell(row, None)
        await asyncio.gather(*waiting[1:])
        assert row.done and row.waiters == []
        await row.committed()

    run_async(story())


def test_a_failure_reaches_all_who_wait() -> None:
    async def story() -> None:
        row = pending()
        waiting = [asyncio.create_task(row.committed()) for _ in range(3)]
        await asyncio.sleep(0)
        tell(row, Unavailable("no"))
        told = await asyncio.gather(*waiting, return_exceptions=True)
        assert [type(each) for each in told] == [Unavailable] * 3
        assert not row.done

    run_async(story())


def test_only_the_same_body_passes() -> None:
    require_same("e:1", b"a", b"a")
    for key, param in (("e:1", "event_id"), ("o:1", "outcome_id")):
        with pytest.raises(Conflict) as caught:
            require_same(key, b"a", b"b")
        assert caught.value.param == param


def test_events_and_outcomes_of_one_id_are_found_apart(store: Store) -> None:
    event, outcome = an_event(1, "same"), an_outcome(2, "same")
    store.append([event, outcome])
    assert key_of(event) == f"{EVENT_PREFIX}same"
    assert key_of(outcome) == f"{OUTCOME_PREFIX}same"
    assert find_in(store, key_of(event)) == event
    assert find_in(store, key_of(outcome)) == outcome
    assert find_in(store, "e:none") is None
