"""The room of cases in threads beside the event loop: for the demo and for tests."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from risk.case_room import CaseRoom, P, T, Work


class CaseThreads:
    """Acts run in one thread, questions in another.

    Args:
        room: theirs alone while they run.
    """

    def __init__(self, room: CaseRoom) -> None:
        self._room = room
        self._actors = ThreadPoolExecutor(1, thread_name_prefix="cases")
        self._readers = ThreadPoolExecutor(1, thread_name_prefix="case-reader")

    async def act(self, work: Work[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Do something."""
        return await _in(self._actors, partial(self._room.do, work, *given, **named))

    async def ask(self, work: Work[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Ask something."""
        return await _in(self._readers, partial(self._room.do, work, *given, **named))

    async def close(self) -> None:
        """Wait for what is under way, and stop the threads."""
        for pool in (self._actors, self._readers):
            await asyncio.to_thread(pool.shutdown)


async def _in(pool: ThreadPoolExecutor, call: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(pool, call)
