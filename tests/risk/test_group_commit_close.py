"""Closing a group commit: all that is under way comes to its end first, on both paths."""

import asyncio

from risk.group_commit import MAX_BATCH, GroupCommit
from tests.risk.builders import FlakyStore
from tests.risk.committing import Owner, add_all, row, rows, seqs
from tests.risk.gated import GatedStore
from tests.risk.running import run_async


def test_closing_waits_for_all_that_is_under_way(log_store: FlakyStore) -> None:
    async def story() -> None:
        commit = GroupCommit(log_store, Owner().failed)
        codes = add_all(commit, rows(1, 3 * MAX_BATCH - 1))
        await commit.close()
        assert len(commit) == 0 and commit.commits == 3
        assert set(await codes) == {None}

    run_async(story())
    assert log_store.count_events() == 3 * MAX_BATCH - 1


def test_closing_waits_for_a_commit_that_hangs_and_for_the_rows_behind_it(
    gated: GatedStore,
) -> None:
    async def story() -> None:
        commit = GroupCommit(gated, Owner().failed)
        codes = add_all(commit, [row(1)])
        closing = asyncio.ensure_future(commit.close())
        await asyncio.sleep(0.01)
        later = add_all(commit, [row(2)])
        await asyncio.sleep(0.01)
        assert not closing.done() and gated.tried == 1
        gated.gate.set()
        await closing
        assert (await codes, await later) == ([None], [None])

    run_async(story())
    assert seqs(gated) == [1, 2]


def test_closing_waits_until_a_failure_was_dealt_with(log_store: FlakyStore) -> None:
    async def story() -> None:
        owner = Owner()
        owner.may_go_on.clear()
        commit = GroupCommit(log_store, owner.failed)
        log_store.fail()
        assert await add_all(commit, [row(1)]) == ["storage_unavailable"]
        closing = asyncio.ensure_future(commit.close())
        await asyncio.sleep(0.02)
        assert not closing.done()
        owner.may_go_on.set()
        await closing

    run_async(story())


def test_closing_with_nothing_under_way_takes_no_time(log_store: FlakyStore) -> None:
    async def story() -> None:
        await GroupCommit(log_store, Owner().failed).close()

    run_async(story(), limit_seconds=5)
