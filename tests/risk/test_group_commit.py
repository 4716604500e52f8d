"""Group commit on both paths: by the loop itself into a file, by a thread into what may hang."""

import asyncio
import gc
import threading
from collections.abc import Sequence
from typing import Any

import pytest

from data.errors import PostRiskError
from data.records import LogRecord
from risk.group_commit import MAX_BATCH, GroupCommit
from tests.risk.builders import FlakyStore
from tests.risk.committing import Owner, add_all, keys, row, rows, seqs, told
from tests.risk.gated import GatedStore
from tests.risk.running import run_async


class Appends:
    """Notes what a store is told to append, and by which thread."""

    def __init__(self, store: FlakyStore, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sizes: list[int] = []
        self.threads: set[threading.Thread] = set()
        self.breaks: BaseException | None = None
        self._truly = store.append
        monkeypatch.setattr(store, "append", self._append)

    def _append(self, records: Sequence[LogRecord]) -> None:
        self.sizes.append(len(records))
        self.threads.add(threading.current_thread())
        if self.breaks is not None:
            error, self.breaks = self.breaks, None
            raise error
        self._truly(records)


@pytest.fixture
def appends(log_store: FlakyStore, monkeypatch: pytest.MonkeyPatch) -> Appends:
    return Appends(log_store, monkeypatch)


def test_a_row_is_on_the_disk_when_its_waiter_is_told(flaky: FlakyStore) -> None:
    async def story() -> list[tuple[int, PostRiskError | None, bool]]:
        heard = []
        commit = GroupCommit(flaky, Owner().failed)
        for number in range(1, 6):
            pending = row(number)

            def waiter(error: PostRiskError | None, number: int = number) -> None:
                kept = flaky.find_event(f"event-{number}") is not None
                heard.append((number, error, kept))

            pending.waiters.append(waiter)
            commit.add(pending)
            assert not heard
        await commit.close()
        return heard

    assert run_async(story()) == [(number, None, True) for number in range(1, 6)]


def test_rows_that_come_together_share_commits_in_their_order(
    log_store: FlakyStore, appends: Appends
) -> None:
    async def story() -> None:
        commit = GroupCommit(log_store, Owner().failed)
        codes = add_all(commit, rows(1, MAX_BATCH + 44))
        assert len(commit) == MAX_BATCH + 44
        assert set(await codes) == {None}
        assert (len(commit), commit.commits) == (0, 2)
        await commit.close()

    run_async(story())
    assert appends.sizes == [MAX_BATCH, 44]
    assert seqs(log_store) == list(range(1, MAX_BATCH + 45))


def test_a_file_is_written_by_the_loop_and_a_network_by_one_thread(
    log_store: FlakyStore, appends: Appends
) -> None:
    async def story() -> None:
        commit = GroupCommit(log_store, Owner().failed)
        for seq in range(1, 6):
            assert await add_all(commit, [row(seq)]) == [None]
        await commit.close()

    run_async(story())
    (thread,) = appends.threads
    assert (thread is threading.current_thread()) == log_store.embedded
    assert log_store.embedded or (thread.name.startswith("writer") and not thread.is_alive())


def test_a_row_is_found_until_it_is_kept(log_store: FlakyStore) -> None:
    async def story() -> None:
        commit = GroupCommit(log_store, Owner().failed)
        pending = row(1)
        codes = add_all(commit, [pending])
        assert commit.find("e:event-1") is pending
        assert commit.find("e:event-2") is None
        await codes
        assert commit.find("e:event-1") is None
        await commit.close()

    run_async(story())


def test_a_failure_gives_all_rows_back_in_order_and_keeps_none(log_store: FlakyStore) -> None:
    async def story() -> None:
        owner = Owner()
        commit = GroupCommit(log_store, owner.failed)
        log_store.fail("commit_unknown")
        codes = add_all(commit, rows(1, MAX_BATCH + 2))
        assert set(await codes) == {"commit_unknown"}
        assert owner.failures == [(keys(1, MAX_BATCH + 2), "commit_unknown")]
        assert (len(commit), commit.commits) == (0, 0)
        assert commit.find("e:event-1") is None
        assert seqs(log_store) == []
        assert await add_all(commit, [row(1)]) == [None]
        await commit.close()

    run_async(story())
    assert seqs(log_store) == [1]


def test_a_later_batch_that_fails_leaves_the_earlier_ones_kept(log_store: FlakyStore) -> None:
    async def story() -> None:
        owner = Owner()
        commit = GroupCommit(log_store, owner.failed)
        many = rows(1, 2 * MAX_BATCH)
        many[MAX_BATCH - 1].waiters.append(lambda _error: log_store.fail())
        codes = await add_all(commit, many)
        assert codes == [None] * MAX_BATCH + ["storage_unavailable"] * MAX_BATCH
        assert owner.failures == [(keys(MAX_BATCH + 1, 2 * MAX_BATCH), "storage_unavailable")]
        await commit.close()

    run_async(story())
    assert seqs(log_store) == list(range(1, MAX_BATCH + 1))


def test_the_next_commit_begins_when_the_owner_has_dealt_with_the_failure(
    log_store: FlakyStore,
) -> None:
    async def story() -> None:
        owner = Owner()
        owner.may_go_on.clear()
        commit = GroupCommit(log_store, owner.failed)
        log_store.fail()
        assert await add_all(commit, [row(1)]) == ["storage_unavailable"]
        codes = add_all(commit, [row(2), row(3)])
        await asyncio.sleep(0.02)
        assert not codes.done() and len(commit) == 2
        assert log_store.count_events() == 0
        owner.may_go_on.set()
        assert await codes == [None, None]
        assert len(owner.failures) == 1
        await commit.close()

    run_async(story())
    assert seqs(log_store) == [2, 3]


@pytest.mark.parametrize("fails", [False, True])
def test_rows_that_come_during_a_commit_are_of_the_next_or_fail_with_it(
    gated: GatedStore, fails: bool
) -> None:
    async def story() -> None:
        owner = Owner()
        commit = GroupCommit(gated, owner.failed)
        first = add_all(commit, [row(1), row(2)])
        while not gated.tried:
            await asyncio.sleep(0.001)
        later = add_all(commit, [row(3)])
        if fails:
            gated.fail()
        gated.gate.set()
        why = "storage_unavailable" if fails else None
        assert (await first, await later) == ([why, why], [why])
        assert owner.failures == ([(keys(1, 3), why)] if fails else [])
        await commit.close()

    run_async(story())
    assert gated.tried == (1 if fails else 2)
    assert seqs(gated) == ([] if fails else [1, 2, 3])


def test_a_row_that_comes_just_after_a_failure_fails_with_it(log_store: FlakyStore) -> None:
    """It was scored over a state that is about to be undone."""

    async def story() -> None:
        owner = Owner()
        commit = GroupCommit(log_store, owner.failed)
        log_store.fail()
        three = rows(1, 3)
        codes = told(three)
        for each in three[:2]:
            commit.add(each)
        asyncio.get_running_loop().call_soon(commit.add, three[2])
        assert await codes == ["storage_unavailable"] * 3
        assert owner.failures == [(keys(1, 3), "storage_unavailable")]
        await commit.close()

    run_async(story())
    assert seqs(log_store) == []


def test_a_row_may_be_added_by_one_who_is_told(log_store: FlakyStore, appends: Appends) -> None:
    async def story() -> None:
        commit = GroupCommit(log_store, Owner().failed)
        three = rows(1, 3)
        three[0].waiters.append(lambda _error: commit.add(three[1]))
        three[1].waiters.append(lambda _error: commit.add(three[2]))
        codes = told(three)
        commit.add(three[0])
        assert await codes == [None] * 3
        await commit.close()

    run_async(story())
    assert appends.sizes == [1, 1, 1]
    assert seqs(log_store) == [1, 2, 3]


def test_rows_that_come_one_by_one_are_all_kept(log_store: FlakyStore) -> None:
    """At each turn of the loop, so also at those between the end of a commit and the next."""

    async def story() -> None:
        commit = GroupCommit(log_store, Owner().failed)
        waiting = []
        for seq in range(1, 120):
            waiting.append(add_all(commit, [row(seq)]))
            await asyncio.sleep(0)
        assert await asyncio.gather(*waiting) == [[None]] * 119
        await commit.close()

    run_async(story())
    assert seqs(log_store) == list(range(1, 120))


@pytest.mark.parametrize("fails", [False, True])
def test_a_waiter_that_breaks_stops_neither_its_batch_nor_the_next(
    log_store: FlakyStore, fails: bool
) -> None:
    def breaks(_error: PostRiskError | None) -> None:
        raise KeyError("accident")

    async def story() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
        commit = GroupCommit(log_store, Owner().failed)
        if fails:
            log_store.fail()
        three = rows(1, 3)
        three[1].waiters.append(breaks)
        why = "storage_unavailable" if fails else None
        assert await add_all(commit, three) == [why] * 3
        assert await add_all(commit, [row(4)]) == [None]
        assert len(commit) == 0
        await commit.close()

    run_async(story())
    assert seqs(log_store) == ([4] if fails else [1, 2, 3, 4])


def test_an_unforeseen_error_gives_the_rows_back_is_told_to_the_loop_and_the_next_are_kept(
    log_store: FlakyStore, appends: Appends
) -> None:
    async def story() -> None:
        heard: list[Any] = []
        asyncio.get_running_loop().set_exception_handler(
            lambda _loop, context: heard.append(context["exception"])
        )
        owner = Owner()
        commit = GroupCommit(log_store, owner.failed)
        appends.breaks = MemoryError()
        codes = await add_all(commit, [row(1), row(2)])
        assert codes == ["storage_unavailable"] * 2
        assert owner.failures == [(keys(1, 2), "storage_unavailable")]
        assert await add_all(commit, [row(1)]) == [None]
        await commit.close()
        gc.collect()  # a task tells of its error when it is forgotten
        assert [type(each) for each in heard] == [MemoryError]

    run_async(story())
    assert seqs(log_store) == [1]
