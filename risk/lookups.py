"""Questions to the log beside the event loop: rows of an id, rows after a place."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from data.records import LogRecord
from data.store import Store
from risk.pending import find_in

_Lookup = tuple[asyncio.Future[LogRecord | None], int]


class Lookups:
    """Asks the log; those who ask for the same id at once share one question.

    Args:
        store: the log.
        commits: tells how many commits there were.
    """

    def __init__(self, store: Store, commits: Callable[[], int]) -> None:
        self._store = store
        self._commits = commits
        self._under_way: dict[str, _Lookup] = {}
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="reader")

    async def row(self, key: str) -> LogRecord | None:
        """The kept row of an id; asked again if a commit came between, because it may be in that.

        Raises:
            Unavailable: the database is not there.
        """
        future, commits = self._ask(key)
        record = await asyncio.shield(future)
        if record is None and commits != self._commits():
            record = await asyncio.shield(self._ask(key)[0])
        return record

    async def after(self, seq: int) -> list[LogRecord]:
        """The rows after a place in the log.

        Raises:
            Unavailable: the database is not there.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, list, self._store.scan(seq))

    def close(self) -> None:
        """Wait for what is under way, and stop the threads."""
        self._readers.shutdown()

    def _ask(self, key: str) -> _Lookup:
        lookup = self._under_way.get(key)
        if lookup is None or lookup[0].done():
            loop = asyncio.get_running_loop()
            future = loop.run_in_executor(self._readers, find_in, self._store, key)
            lookup = self._under_way[key] = (future, self._commits())
            future.add_done_callback(lambda _done: self._under_way.pop(key, None))
        return lookup
