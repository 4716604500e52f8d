"""Rows for tests of the group commit, and one who is told of what was not kept."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TypeAlias

from data.errors import PostRiskError, Unavailable
from data.store import Store
from risk.group_commit import GroupCommit
from risk.pending import Pending
from tests.databases import an_event

Codes: TypeAlias = "asyncio.Future[list[str | None]]"
"""For each row None if it was kept, or the code of why not."""


class Owner:
    """Who is told of rows that were not kept; goes on when ``may_go_on`` is set."""

    def __init__(self) -> None:
        self.failures: list[tuple[list[str], str]] = []
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()

    async def failed(self, rows: list[Pending], code: str) -> None:
        self.failures.append(([row.key for row in rows], code))
        for row in rows:
            row.tell(Unavailable("not kept", code=code))
        await self.may_go_on.wait()


def row(seq: int) -> Pending:
    return Pending(f"e:event-{seq}", an_event(seq), [])


def rows(first: int, last: int) -> list[Pending]:
    return [row(seq) for seq in range(first, last + 1)]


def keys(first: int, last: int) -> list[str]:
    return [f"e:event-{seq}" for seq in range(first, last + 1)]


def seqs(store: Store) -> list[int]:
    return [record.seq for record in store.scan()]


def told(some: Sequence[Pending]) -> Codes:
    """What becomes of rows; asked for before they are added, since nobody is told later."""
    futures = []
    for each in some:
        future: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        each.waiters.append(partial(_note, future))
        futures.append(future)
    return asyncio.gather(*futures)


def add_all(commit: GroupCommit, some: Sequence[Pending]) -> Codes:
    codes = told(some)
    for each in some:
        commit.add(each)
    return codes


def _note(future: "asyncio.Future[str | None]", error: PostRiskError | None) -> None:
    future.set_result(None if error is None else error.code)
