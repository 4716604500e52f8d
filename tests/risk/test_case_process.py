"""The room in a process of its own: the same answers and errors; an end with its parent, however."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Coroutine, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar

import pytest

from data.api_keys import Caller
from data.case_filter import Filter
from data.errors import Conflict, NotFound, Unavailable
from data.store import Store
from risk.case_desk import CaseDesk
from risk.case_process import CaseProcess
from risk.case_requests import Comment
from risk.case_room import CaseRoom
from risk.cases import Cases
from tests.risk.case_world import CaseWorld, room_at
from tests.risk.running import run_async

T = TypeVar("T")
PATIENCE_SECONDS = 20.0
ROOT = Path(__file__).parents[2]
PARENT = """
import sys
from functools import partial
from risk.case_process import CaseProcess
from tests.risk.case_world import room_at
if __name__ == "__main__":
    kept = CaseProcess(partial(room_at, sys.argv[1]))
    print(kept.process_id, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def world(store: Store) -> Iterator[CaseWorld]:
    made = CaseWorld(store)
    yield made
    made.close()


@pytest.fixture
def process(world: CaseWorld, database_url: str) -> Iterator[CaseProcess]:
    """Beside the threads of the world, over the same database."""
    assert world.store is not None, "the tables are there"
    kept = CaseProcess(partial(room_at, database_url))
    yield kept
    kept.end()


def run(process: CaseProcess, work: Coroutine[Any, Any, T]) -> T:
    """Something done while the process is there, and its end."""

    async def whole() -> T:
        try:
            return await work
        finally:
            await process.close()

    return run_async(whole())


def is_there(pid: int) -> bool:
    with suppress(ProcessLookupError, FileNotFoundError):
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    return False


def ends(pid: int) -> bool:
    until = monotonic() + PATIENCE_SECONDS
    while is_there(pid) and monotonic() < until:
        sleep(0.01)
    return not is_there(pid)


def test_queue_page_and_links_are_those_of_the_threads(
    world: CaseWorld, process: CaseProcess
) -> None:
    case_id, me = world.ring(3), world.person()

    async def work() -> None:
        cases = Cases(process, world.log)
        assert await cases.queue(me, Filter(), None, 9) == await world.cases.queue(
            me, Filter(), None, 9
        )
        page = await cases.page(me, case_id)
        assert page == await world.cases.page(me, case_id)
        assert (page.case.alerts, len(page.timeline)) == (3, 3)
        links = await cases.links(me, case_id)
        assert links == await world.cases.links(me, case_id)
        assert any(node.own and node.label for node in links.nodes)

    run(process, work())


def test_an_error_keeps_its_type_code_and_field(world: CaseWorld, process: CaseProcess) -> None:
    case_id, me, other = world.ring(1), world.person(), world.person(name="b")

    async def work() -> None:
        await process.act(CaseDesk.claim, me, case_id)
        with pytest.raises(Conflict) as taken:
            await process.act(CaseDesk.claim, other, case_id)
        assert taken.value.code == "case_taken"
        with pytest.raises(NotFound) as unknown:
            await process.act(CaseRoom.enter, me, "C-20250314-999999", "view_case")
        assert (unknown.value.type, unknown.value.param) == ("not_found", "case_id")

    run(process, work())
    assert world.room.reads.case(case_id).owner == me.id


def test_an_accident_is_told_without_its_words(world: CaseWorld, process: CaseProcess) -> None:
    case_id = world.ring(1)
    comment = Comment(13912345670)  # type: ignore[arg-type]  # what no door lets in

    async def work() -> None:
        with pytest.raises(RuntimeError) as accident:
            await process.act(CaseDesk.comment, world.person(), case_id, comment)
        assert str(accident.value) == "AttributeError in CaseDesk.comment"

    run(process, work())


def test_of_64_claims_at_once_one_owns_the_case(world: CaseWorld, process: CaseProcess) -> None:
    case_id = world.ring(1)
    people = [Caller(f"person-{number}", "analyst") for number in range(64)]

    async def work() -> list[object]:
        claims = (process.act(CaseDesk.claim, one, case_id) for one in people)
        return await asyncio.gather(*claims, return_exceptions=True)

    said = run(process, work())
    assert sum(isinstance(one, Conflict) for one in said) == 63
    assert sum(not isinstance(one, Exception) for one in said) == 1


def test_a_question_does_not_wait_for_an_act(world: CaseWorld, process: CaseProcess) -> None:
    case_id, me = world.ring(1), world.person()

    async def work() -> None:
        await process.ask(CaseRoom.audit, 0, 1)
        with world.room.desk._keeping.work():  # holds the audit log, so no act can go on
            claim = asyncio.ensure_future(process.act(CaseDesk.claim, me, case_id))
            await process.ask(CaseRoom.metrics, 30)
            assert not claim.done()
        assert (await claim).status == "open"

    run(process, work())


def test_killed_it_tells_who_waits_and_the_next_call_is_answered(
    world: CaseWorld, process: CaseProcess
) -> None:
    case_id, me = world.ring(1), world.person()

    async def work() -> None:
        await process.ask(CaseRoom.audit, 0, 1)
        with world.room.desk._keeping.work():
            claim = asyncio.ensure_future(process.act(CaseDesk.claim, me, case_id))
            await process.ask(CaseRoom.audit, 0, 1)
            os.kill(process.process_id, signal.SIGKILL)
            with pytest.raises(Unavailable) as gone:
                await claim
        assert gone.value.code == "no_cases"
        assert (await process.act(CaseDesk.claim, me, case_id)).status == "open"

    run(process, work())


def test_signals_of_the_terminal_do_not_end_it(process: CaseProcess) -> None:
    async def work() -> None:
        await process.ask(CaseRoom.audit, 0, 1)
        for sig in (signal.SIGINT, signal.SIGTERM):
            os.kill(process.process_id, sig)
        assert await process.ask(CaseRoom.audit, 0, 1) == []

    run(process, work())


def test_closed_it_ends_what_is_under_way_first(world: CaseWorld, process: CaseProcess) -> None:
    case_id, me = world.ring(1), world.person()

    async def work() -> None:
        claim = asyncio.ensure_future(process.act(CaseDesk.claim, me, case_id))
        await process.ask(CaseRoom.audit, 0, 1)
        await process.close()
        assert not is_there(process.process_id)
        claim.cancel()

    run(process, work())
    assert world.room.reads.case(case_id).owner == me.id


def test_it_ends_with_its_parent_even_by_kill_9(world: CaseWorld, database_url: str) -> None:
    assert world.store is not None, "the tables are there"
    command = [sys.executable, "-c", PARENT, database_url]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_there(pid)
        parent.kill()
    assert ends(pid)
