import asyncio
from functools import partial

import pytest

from data.errors import Conflict, PostRiskError, Unavailable
from data.store import Store
from risk.pending import (
    EVENT_PREFIX,
    OUTCOME_PREFIX,
    Pending,
    event_of,
    find_in,
    key_of,
    require_same,
)
from tests.databases import an_event, an_outcome
from tests.risk.running import run_async


def pending() -> Pending:
    return Pending("e:event-1", an_event(1), [])


def test_all_who_wait_are_woken_but_those_who_went_away() -> None:
    async def story() -> None:
        row = pending()
        waiting = [asyncio.create_task(row.committed()) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.sleep(0)
        row.tell(None)
        await asyncio.gather(*waiting[1:])
        assert waiting[0].cancelled()
        assert row.waiters == []

    run_async(story())


def test_a_failure_reaches_all_who_wait_but_those_who_went_away() -> None:
    async def story() -> None:
        row = pending()
        waiting = [asyncio.create_task(row.committed()) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.sleep(0)
        row.tell(Unavailable("no"))
        told = await asyncio.gather(*waiting[1:], return_exceptions=True)
        assert [type(each) for each in told] == [Unavailable] * 2
        assert row.waiters == []

    run_async(story())


@pytest.mark.parametrize("error", [None, Unavailable("no")])
def test_each_is_told_once_and_in_the_order_of_asking(error: PostRiskError | None) -> None:
    row, told = pending(), list[tuple[int, PostRiskError | None]]()

    def note(number: int, what: PostRiskError | None) -> None:
        told.append((number, what))

    row.waiters += [partial(note, number) for number in range(3)]
    row.tell(error)
    row.tell(error)
    assert told == [(0, error), (1, error), (2, error)]


@pytest.mark.parametrize("error", [None, Unavailable("no")])
def test_the_accident_of_one_keeps_nobody_waiting_and_the_loop_is_told(
    error: PostRiskError | None,
) -> None:
    heard, told = list[object](), list[PostRiskError | None]()

    def breaks(_error: PostRiskError | None) -> None:
        raise KeyError("accident")

    async def story() -> None:
        asyncio.get_running_loop().set_exception_handler(
            lambda _loop, context: heard.append(context["exception"])
        )
        row = pending()
        row.waiters += [told.append, breaks, told.append]
        row.tell(error)

    run_async(story())
    assert told == [error, error]
    assert [type(each) for each in heard] == [KeyError]


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


def test_under_the_key_of_an_event_stands_an_event() -> None:
    assert event_of(an_event(1)) == an_event(1)
    with pytest.raises(AssertionError):
        event_of(an_outcome(1))
