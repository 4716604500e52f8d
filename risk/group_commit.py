"""Group commit: rows go to the log in their order, many to one transaction.

An embedded log is written by the event loop itself, once everything that is ready has been scored: a
thread costs as much as a score. A log behind a network is written by a thread of its own.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Final

from data.errors import PostRiskError
from data.records import Kept
from data.store import Store
from risk.pending import Pending

MAX_BATCH: Final = 256
"""Rows of one commit at most."""

Failed = Callable[[list[Pending], str], Awaitable[None]]


class GroupCommit:
    """The rows that wait for a commit, by key and in order.

    Args:
        store: the log.
        failed: told which rows were not kept, in order, and the code of why; the next commit begins
            when it returns.
    """

    def __init__(self, store: Store, failed: Failed) -> None:
        self._store = store
        self._failed = failed
        self._waiting: dict[str, Pending] = {}
        self._busy = False
        self._task: asyncio.Task[None] | None = None
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self.commits = 0
        self.find = self._waiting.get

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, pending: Pending) -> None:
        """Put a row last; its waiters are told."""
        self._waiting[pending.key] = pending
        if not self._busy:
            self._busy = True
            self._begin()

    async def close(self) -> None:
        """Wait until nothing is under way, and stop the thread."""
        while self._busy:
            await (asyncio.wait([self._task]) if self._task else asyncio.sleep(0))
        self._writer.shutdown()

    def _begin(self) -> None:
        loop = asyncio.get_running_loop()
        if self._store.embedded:
            loop.call_soon(self._flush_here)
        else:
            self._start(self._flush_there())

    def _start(self, work: Awaitable[None]) -> None:
        self._task = asyncio.ensure_future(work)
        self._task.add_done_callback(self._end)

    def _end(self, task: "asyncio.Task[None]") -> None:
        self._task = None
        self._busy = False
        if self._waiting and not task.cancelled():
            self._busy = True
            self._begin()

    def _flush_here(self) -> None:
        while batch := self._batch():
            try:
                self._store.append(rows_of(batch))
            except PostRiskError as error:
                self._start(self._give_up(error.code))
                return
            except BaseException:
                self._start(self._give_up("storage_unavailable"))
                raise
            self._settle(batch)
        self._busy = False

    async def _flush_there(self) -> None:
        loop = asyncio.get_running_loop()
        while batch := self._batch():
            try:
                await loop.run_in_executor(self._writer, self._store.append, rows_of(batch))
            except PostRiskError as error:
                await self._give_up(error.code)
            except BaseException:
                await self._give_up("storage_unavailable")
                raise
            else:
                self._settle(batch)

    def _batch(self) -> list[Pending]:
        return list(islice(self._waiting.values(), MAX_BATCH))

    def _settle(self, batch: list[Pending]) -> None:
        self.commits += 1
        for pending in batch:
            del self._waiting[pending.key]
            pending.tell(None)

    async def _give_up(self, code: str) -> None:
        """Nothing that waits was kept, and nothing after it can be."""
        failed = list(self._waiting.values())
        self._waiting.clear()
        await self._failed(failed, code)


def rows_of(batch: list[Pending]) -> list[Kept]:
    """What the log keeps of a batch: its rows, and the entries that they made."""
    rows: list[Kept] = [pending.record for pending in batch]
    for pending in batch:
        if pending.entries:
            rows += pending.entries
    return rows
