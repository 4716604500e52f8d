"""Several writers of one log: one at a time, and never one that has lost its turn."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from data import writer
from data.errors import Failure, Unavailable, WrongUse
from data.store import Store
from data.vault import Vault
from tests.databases import an_event, end_sessions


@pytest.fixture
def pair(postgres_url: str, vault: Vault) -> Iterator[tuple[Store, Store]]:
    """Two writers of one log."""
    with ExitStack() as stack:
        one, other = _joined(stack, postgres_url, vault), _joined(stack, postgres_url, vault)
        yield one, other


def _joined(stack: ExitStack, url: str, vault: Vault) -> Store:
    store = Store.open(url, vault)
    stack.callback(store.close)
    store.migrate()
    store.join_writers()
    return store


def test_nobody_appends_out_of_turn(pair: tuple[Store, Store]) -> None:
    one, _ = pair
    with pytest.raises(Unavailable, match="not this writer's turn"):
        one.append([an_event(1)])
    one.take_turn()
    one.append([an_event(1)])
    with pytest.raises(Unavailable, match="not this writer's turn"):
        one.append([an_event(2)])
    assert one.last_seq() == 1


def test_the_next_waits_for_the_commit_and_then_sees_it(pair: tuple[Store, Store]) -> None:
    one, other = pair
    one.take_turn()
    seen = []

    def wait() -> None:
        other.take_turn()
        seen.append(other.last_seq())
        other.leave_turn()

    waiter = threading.Thread(target=wait)
    waiter.start()
    one.append([an_event(1)])
    waiter.join(30)
    assert seen == [1]


def test_a_turn_that_is_left_keeps_nothing(pair: tuple[Store, Store]) -> None:
    one, other = pair
    one.take_turn()
    one.leave_turn()
    other.take_turn()
    other.append([an_event(1)])
    assert one.last_seq() == 1


def test_who_stands_still_loses_the_turn_and_can_not_append(
    postgres_url: str, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = "SET idle_in_transaction_session_timeout = '100ms'; SET lock_timeout = '30s'; "
    monkeypatch.setattr(writer, "_WATCH_TURN", watch)
    with ExitStack() as stack:
        one, other = _joined(stack, postgres_url, vault), _joined(stack, postgres_url, vault)
        one.take_turn()
        other.take_turn()  # given as soon as the first has lost it
        other.append([an_event(1)])
        with pytest.raises(Unavailable):
            one.append([an_event(2)])
        one.take_turn()
        one.append([an_event(2)])
        assert [record.seq for record in one.scan()] == [1, 2]


def test_who_waits_too_long_is_told(
    postgres_url: str, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_WATCH_TURN", "SET lock_timeout = '50ms'; ")
    with ExitStack() as stack:
        one, other = _joined(stack, postgres_url, vault), _joined(stack, postgres_url, vault)
        one.take_turn()
        with pytest.raises(Unavailable, match="55P03"):
            other.take_turn()
        one.leave_turn()
        other.take_turn()


def test_a_lost_session_loses_its_turn(pair: tuple[Store, Store], postgres_url: str) -> None:
    one, _ = pair
    one.take_turn()
    end_sessions(postgres_url)
    with pytest.raises(Unavailable):
        one.append([an_event(1)])
    one.take_turn()
    one.append([an_event(1)])
    assert one.last_seq() == 1


def test_a_sole_writer_and_writers_in_common_refuse_each_other(
    postgres_url: str, vault: Vault
) -> None:
    with ExitStack() as stack:
        one, other, third = (Store.open(postgres_url, vault) for _ in range(3))
        for store in (one, other, third):
            stack.callback(store.close)
            store.migrate()
        one.claim_writer()
        with pytest.raises(Failure, match="another process writes"):
            other.join_writers()
        one.close()
        other.join_writers()
        with pytest.raises(Failure, match="another process writes"):
            third.claim_writer()


def test_a_file_has_one_writer(sqlite_url: str, vault: Vault) -> None:
    with ExitStack() as stack:
        store = Store.open(sqlite_url, vault)
        stack.callback(store.close)
        with pytest.raises(WrongUse, match="PostgreSQL"):
            store.join_writers()
