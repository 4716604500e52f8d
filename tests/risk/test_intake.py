"""The intake: what comes in one turn is done stage by stage, in order, and one accident is one's own."""

import asyncio

import pytest

from data.errors import Unavailable
from risk.answers import Answer
from risk.intake import MOST_AT_ONCE, Arrival, Intake, teller
from tests.risk.builders import shipment
from tests.risk.running import run_async


def arrival(number: int, told: list[Answer | Exception]) -> Arrival:
    event = shipment(number)
    return Arrival(event, told.append, 0, f"e:{event.event_id}")


def test_each_stage_is_done_for_all_before_the_next_and_nothing_before_the_turn() -> None:
    done: list[tuple[str, str]] = []

    async def story() -> None:
        intake = Intake(
            (lambda a: done.append(("read", a.key)), lambda a: done.append(("score", a.key)))
        )
        for number in range(3):
            intake.add(arrival(number, []))
        assert (done, len(intake)) == ([], 3)
        await asyncio.sleep(0)
        assert len(intake) == 0

    run_async(story())
    assert done == [(stage, f"e:sh-{n}") for stage in ("read", "score") for n in range(3)]


def test_a_turn_takes_so_many_and_the_rest_comes_in_the_next_in_order() -> None:
    turns: list[list[str]] = []
    seen: list[str] = []

    async def story() -> None:
        intake = Intake((lambda a: seen.append(a.key),))
        for number in range(2 * MOST_AT_ONCE + 1):
            intake.add(arrival(number, []))
        while len(intake):
            before = len(seen)
            await asyncio.sleep(0)
            turns.append(seen[before:])

    run_async(story())
    assert [len(turn) for turn in turns] == [MOST_AT_ONCE, MOST_AT_ONCE, 1]
    assert seen == [f"e:sh-{number}" for number in range(2 * MOST_AT_ONCE + 1)]


def test_whoever_a_stage_fails_for_is_told_and_the_others_go_on() -> None:
    told: list[Answer | Exception] = []
    scored: list[str] = []

    def read(one: Arrival) -> None:
        if one.key == "e:sh-1":
            raise Unavailable("no", code="not_ready")

    async def story() -> None:
        intake = Intake((read, lambda a: scored.append(a.key)))
        for number in range(3):
            intake.add(arrival(number, told))
        await asyncio.sleep(0)

    run_async(story())
    assert scored == ["e:sh-0", "e:sh-2"]
    assert [type(error) for error in told] == [Unavailable]


def test_a_teller_leaves_a_future_alone_that_nobody_waits_for() -> None:
    async def story() -> None:
        gone: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        gone.cancel()
        teller(gone)(ValueError())
        kept: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        teller(kept)(Unavailable("no", code="not_ready"))
        with pytest.raises(Unavailable):
            await kept

    run_async(story())
