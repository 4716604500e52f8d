"""Turns of one worker among several that share a log: catch up, let enter what waits, commit, go.

The order of the log is the order of every worker's state, as if there were one process. To append, a
worker takes the log's turn, lets enter what others have appended, by the very function that a restart
uses, and then what waits here; its rows are one commit, which ends the turn. Turns are given in order of
asking, and one takes as many as a turn of the loop does, so nobody is kept out by a busy neighbour.
Between turns a worker looks at the log, so a change takes force everywhere though nothing is scored.

All of it is one task, so nothing enters beside anything else.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from itertools import islice
from typing import Final, TypeAlias, TypeVar

from data.errors import PostRiskError, Unavailable
from data.records import LogRecord
from data.store import Store
from risk.group_commit import Failed, GroupCommit, rows_of
from risk.intake import MOST_AT_ONCE
from risk.pending import Pending, digest_of, find_in, key_of, require_same
from risk.replica import Enter, Replica

POLL_SECONDS: Final = 0.1
"""Between two looks at the log of a worker that has nothing to append."""
FOLLOW_AT_ONCE: Final = 256
"""Rows of others that enter before the loop may do other things."""

FAR_SECONDS: Final = 1.0
"""A worker that has not looked at the log for this long does so before it takes a turn: it may be far
behind, and nobody should wait for it."""

_T = TypeVar("_T")
Told: TypeAlias = Callable[[Pending | LogRecord | Exception], None]
Prepare: TypeAlias = Callable[[list[LogRecord]], None]


class NotFollowedError(Exception):
    """A row that stands in the log could not enter: this worker's state is not the log's."""


class Asked:
    """What waits for a turn.

    Args:
        key: of the row; empty for what nobody can send twice.
        digest: of its body.
        enter: called in the turn if no row has this key.
        told: called once, with what was let enter and committed, with the kept row of its key, or with
            why there is neither.
    """

    __slots__ = ("digest", "enter", "key", "told")

    def __init__(self, key: str, digest: bytes, enter: Enter, told: Told) -> None:
        self.key = key
        self.digest = digest
        self.enter = enter
        self.told = told


class Turns(GroupCommit):
    """What waits for a turn, and what was let enter in this one.

    Args:
        store: the log, with this as one of its writers.
        failed: told which rows were not kept, and why; returns when the log can be reached again.
        replica: follows the log, and lets enter.
        prepare: called in a thread with rows of others before they enter.
    """

    def __init__(self, store: Store, failed: Failed, replica: Replica, prepare: Prepare) -> None:
        super().__init__(store, failed)
        self._replica = replica
        self._prepare = prepare
        self._asked: deque[Asked] = deque()
        self._behind: list[asyncio.Future[None]] = []
        self._wake = asyncio.Event()
        self._runner: asyncio.Task[None] | None = None
        self._closing = self._lost = False
        self._near_at = -FAR_SECONDS  # the loop's time of the last look

    def __len__(self) -> int:
        return len(self._waiting) + len(self._asked)

    def ask(self, asked: Asked) -> None:
        """Let something enter in the next turn."""
        if self._lost:
            asked.told(_stopping())
            return
        self._asked.append(asked)
        self._wake.set()

    def add(self, pending: Pending) -> None:
        """Put a row last of this turn; called from within it."""
        self._waiting[pending.key] = pending

    async def caught_up(self) -> None:
        """Wait until all has entered that the log holds at the time of the call.

        Raises:
            Unavailable: the log can't be read.
        """
        if self._closing or self._lost:
            raise _stopping()
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._behind.append(future)
        self._wake.set()
        await future

    def start(self, lost: Callable[[BaseException], None]) -> None:
        """Take turns, and follow the log between them, until ``close``.

        Args:
            lost: told why there will be no more turns, where a row of the log could not enter.
        """
        self._runner = asyncio.get_running_loop().create_task(self._run(lost))

    async def close(self) -> None:
        """Finish what was asked, and stop the thread."""
        self._closing = True
        self._wake.set()
        if self._runner is not None:
            await asyncio.wait([self._runner])
        self._writer.shutdown()

    async def _run(self, lost: Callable[[BaseException], None]) -> None:
        try:
            while self._asked or self._behind or not self._closing:
                if not self._asked and not self._behind:
                    await self._rest()
                self._wake.clear()
                await self._step()
        except Exception as error:
            # What entered by half can't be put right here: the process has to start again.
            self._lost = True
            lost(error)
            _tell(self._behind, _stopping())
            self._refuse("not_ready")
            for pending in self._waiting.values():
                pending.tell(Unavailable("ask again for it", code="commit_unknown"))

    async def _step(self) -> None:
        """A turn where something waits for it, else a look at the log."""
        behind, self._behind = self._behind, []
        is_near = asyncio.get_running_loop().time() - self._near_at < FAR_SECONDS
        try:
            await (self._turn() if self._asked and is_near else self._follow())
        except PostRiskError as error:
            _tell(behind, error)
            self._refuse(error.code)
            await self._give_up(error.code)
        except BaseException:
            _tell(behind, _stopping())
            raise
        else:
            _tell(behind, None)
        self._near_at = asyncio.get_running_loop().time()

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(POLL_SECONDS):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _follow(self) -> None:
        """Let enter what others have appended."""
        while True:
            rows = await self._there(self._read_some)
            self._let_enter(rows)
            if len(rows) < FOLLOW_AT_ONCE:
                return

    async def _turn(self) -> None:
        looked_for = self._perhaps_kept()
        try:
            rows, kept = await self._there(self._take_turn, looked_for)
            self._let_enter(rows)
            kept.update((key_of(row), row) for row in rows)
            self._enter_all(kept, set(looked_for))
            if self._waiting:
                await self._there(self._store.append, rows_of(list(self._waiting.values())))
        except BaseException:
            await self._there(self._store.leave_turn)
            raise
        if self._waiting:
            self._settle(list(self._waiting.values()))
        else:
            await self._there(self._store.leave_turn)

    def _let_enter(self, rows: list[LogRecord]) -> None:
        try:
            self._replica.follow(rows)
        except PostRiskError as error:  # not the database's, which is asked in the thread
            raise NotFollowedError(str(error)) from error

    def _enter_all(self, kept: dict[str, LogRecord], looked_for: set[str]) -> None:
        """Let enter what waits, in order; what came too late to be looked for waits on."""
        later: list[Asked] = []
        for _ in range(min(len(self._asked), MOST_AT_ONCE)):
            asked = self._asked.popleft()
            key = asked.key
            if key in kept or key in looked_for or not self._may_be_kept(key):
                self._enter(asked, kept.get(key))
            else:
                later.append(asked)
        self._asked.extendleft(reversed(later))

    def _enter(self, asked: Asked, kept: LogRecord | None) -> None:
        try:
            if kept is not None:
                require_same(asked.key, digest_of(kept), asked.digest)
                asked.told(kept)
                return
            copied = self._waiting.get(asked.key) if asked.key else None
            if copied is not None:
                require_same(asked.key, digest_of(copied.record), asked.digest)
            entered = copied or asked.enter()
        except Exception as error:  # whatever it is, somebody waits to be told
            asked.told(error)
            return
        if copied is None:
            self.add(entered)
        good = entered if copied is None else copied.record
        entered.waiters.append(lambda error: asked.told(error or good))

    def _may_be_kept(self, key: str) -> bool:
        return bool(key) and key not in self._waiting and self._replica.known.maybe(key)

    def _perhaps_kept(self) -> list[str]:
        """Keys that wait and may be those of kept rows: of copies, and of almost nothing else."""
        first = islice(self._asked, MOST_AT_ONCE)
        return [asked.key for asked in first if self._may_be_kept(asked.key)]

    def _refuse(self, code: str) -> None:
        """Tell all who wait for a turn that there is none, so that nobody waits for a lost database."""
        while self._asked:
            self._asked.popleft().told(Unavailable("nothing was kept; send it again", code=code))

    def _take_turn(self, keys: list[str]) -> tuple[list[LogRecord], dict[str, LogRecord]]:
        """In the thread: wait for the turn; the rows of others, and those of some keys."""
        self._store.take_turn()
        rows = list(self._store.scan(self._replica.seq))
        self._prepare(rows)
        kept = {}
        for key in keys:
            row = find_in(self._store, key)
            if row is not None:
                kept[key] = row
        return rows, kept

    def _read_some(self) -> list[LogRecord]:
        """In the thread: some rows of others."""
        rows: list[LogRecord] = []
        for row in self._store.scan(self._replica.seq, FOLLOW_AT_ONCE):
            rows.append(row)
            if len(rows) == FOLLOW_AT_ONCE:
                break
        self._prepare(rows)
        return rows

    async def _there(self, work: Callable[..., _T], *given: object) -> _T:
        """Work that may wait for the database, in its thread."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, work, *given)


def _tell(behind: list["asyncio.Future[None]"], error: PostRiskError | None) -> None:
    for future in behind:
        if future.done():
            continue
        if error is None:
            future.set_result(None)
        else:
            future.set_exception(error)


def _stopping() -> Unavailable:
    return Unavailable("the service is stopping", code="not_ready")
