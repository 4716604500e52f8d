"""The store against real faults: full disks, lost networks, damaged files, killed processes."""

import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, make_url

from data.errors import Failure, PostRiskError, Unavailable
from data.store import Store
from data.vault import Vault
from tests.databases import CutAtCommit, an_event, an_outcome, empty, end_sessions

ROOT = Path(__file__).parents[2]
WRONG = "hunter2"

APPEND_FOREVER = """
import itertools, sys
from data.store import Store
from data.vault import Vault
from tests.databases import an_event
store = Store.open(sys.argv[1], Vault({1: bytes(range(32))}, 1))
store.migrate()
for start in itertools.count(1, 4):
    store.append([an_event(seq) for seq in range(start, start + 4)])
    print(start + 3, flush=True)
"""


def _opened(url: str, vault: Vault) -> Store:
    store = Store.open(url, vault)
    store.migrate()
    return store


def _seqs(store: Store) -> list[int]:
    return [record.seq for record in store.scan()]


def test_a_full_database_keeps_nothing_of_a_batch_and_goes_on(
    sqlite_url: str, vault: Vault
) -> None:
    store = _opened(sqlite_url, vault)
    store.engine.dispose()  # the limit is set on connections that are yet to come
    event.listen(store.engine, "connect", _small)
    with pytest.raises(Unavailable, match="SQLITE_FULL") as caught:
        store.append([an_event(1), an_event(2, answer=bytes(1_000_000)), an_outcome(3)])
    assert caught.value.code == "storage_unavailable"
    assert _seqs(store) == []
    store.append([an_event(1)])
    assert _seqs(store) == [1]
    store.close()


def _small(connection: Any, _entry: Any) -> None:
    connection.execute("PRAGMA max_page_count = 30")


@contextmanager
def _files_of_at_most(size_bytes: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_error_in_the_commit_is_told_as_unknown(sqlite_url: str, vault: Vault) -> None:
    store = _opened(sqlite_url, vault)
    store.append([an_event(1)])
    with _files_of_at_most(200_000), pytest.raises(Unavailable) as caught:
        store.append([an_event(2, answer=bytes(1_000_000))])
    assert caught.value.code == "commit_unknown"
    assert "SQLITE_IOERR" in caught.value.message
    store.append([an_event(3)])
    assert _seqs(store) == [1, 3]
    store.close()


def test_a_locked_database_is_unavailable(sqlite_url: str, vault: Vault) -> None:
    store = _opened(sqlite_url, vault)
    store.engine.dispose()
    event.listen(store.engine, "connect", _impatient)
    other = sqlite3.connect(make_url(sqlite_url).database or "")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="SQLITE_BUSY") as caught:
        store.append([an_event(1)])
    assert caught.value.code == "storage_unavailable"
    other.close()
    store.append([an_event(1)])
    assert _seqs(store) == [1]
    store.close()


def _impatient(connection: Any, _entry: Any) -> None:
    connection.execute("PRAGMA busy_timeout = 10")


def test_a_file_that_is_no_database_is_a_clear_failure(tmp_path: Path, vault: Vault) -> None:
    path = tmp_path / "postrisk.sqlite"
    path.write_bytes(b"this is not a database" * 100)
    with pytest.raises(Failure, match=r"can't open the database .*SQLITE_NOTADB") as caught:
        Store.open(f"sqlite:///{path}", vault)
    assert caught.value.code == "database_unreachable"
    assert path.read_bytes() == b"this is not a database" * 100


def test_a_damaged_database_is_told_when_it_is_read(
    sqlite_url: str, tmp_path: Path, vault: Vault
) -> None:
    store = _opened(sqlite_url, vault)
    store.append([an_event(seq) for seq in range(1, 400)])
    store.close()
    path = tmp_path / "postrisk.sqlite"
    with path.open("r+b") as file:
        file.seek(path.stat().st_size * 2 // 3)  # among the rows; the schema stands before
        file.write(b"\xa5" * 50_000)
    damaged = Store.open(sqlite_url, vault)
    with pytest.raises(PostRiskError) as caught:
        list(damaged.scan())
    assert caught.value.code in {"storage_unavailable", "tampered", "log_damaged"}
    damaged.close()


def test_a_log_that_ends_early_is_not_taken_for_a_short_one(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.append([an_event(1), an_event(2), an_outcome(3)])
    monkeypatch.setattr(store, "_last_seqs", lambda: (9, 3, 0))
    scan = store.scan()
    with pytest.raises(Failure, match="goes on to seq 9, but nothing can be read after 2"):
        list(scan)
    with pytest.raises(Failure, match="the log is damaged"):
        list(store.event_ids())


def test_a_database_below_a_regular_file_is_a_clear_failure(tmp_path: Path, vault: Vault) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Failure, match="Not a directory"):
        Store.open(f"sqlite:///{tmp_path}/file/x.sqlite", vault)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1:1/db", "no-such-host.invalid/db"],
)
def test_an_unreachable_database_is_a_clear_failure(vault: Vault, address: str) -> None:
    with pytest.raises(Failure, match="can't open the database") as caught:
        Store.open(f"postgresql://me:hunter2@{address}", vault)
    assert "hunter2" not in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_refused_login_does_not_tell_the_password(postgres_url: str, vault: Vault) -> None:
    url = make_url(postgres_url).set(username="nobody_of_this_name", password=WRONG)
    with pytest.raises(Failure) as caught:
        Store.open(url.render_as_string(hide_password=False), vault)
    assert WRONG not in str(caught.value)


def test_ended_sessions_keep_nothing_and_the_next_call_goes_on(
    postgres_url: str, vault: Vault
) -> None:
    store = _opened(postgres_url, vault)
    store.claim_writer()
    store.append([an_event(1)])
    end_sessions(postgres_url)
    with pytest.raises(Unavailable) as caught:
        store.append([an_event(2), an_outcome(3)])
    assert caught.value.code == "storage_unavailable"
    store.append([an_event(2)])
    assert _seqs(store) == [1, 2]
    other = Store.open(postgres_url, vault)
    with pytest.raises(Failure, match="another process writes"):
        other.claim_writer()  # the claim was taken again together with the session
    other.close()
    store.close()


def test_a_writer_that_lost_its_session_does_not_write_beside_its_successor(
    postgres_url: str, vault: Vault
) -> None:
    first, second = _opened(postgres_url, vault), Store.open(postgres_url, vault)
    first.claim_writer()
    first.append([an_event(1)])
    end_sessions(postgres_url)
    second.engine.dispose()
    second.claim_writer()
    second.append([an_event(2)])
    for _ in range(2):  # the first error finds the session lost, the second the claim taken
        with pytest.raises(Unavailable):
            first.append([an_event(3)])
    second.close()
    with pytest.raises(Unavailable, match="another process has written"):
        first.append([an_event(3)])
    first.close()
    reader = Store.open(postgres_url, vault)
    assert _seqs(reader) == [1, 2]
    reader.close()


def test_a_reader_goes_on_after_its_sessions_were_ended(postgres_url: str, vault: Vault) -> None:
    store = _opened(postgres_url, vault)
    store.append([an_event(1)])
    store.ping()
    end_sessions(postgres_url)
    with pytest.raises(Unavailable):
        store.find_event("event-1")
    assert store.find_event("event-1") == an_event(1)
    store.close()


@pytest.mark.parametrize("delivered", [True, False])
def test_a_connection_lost_in_commit_is_told_as_unknown(
    postgres_url: str, vault: Vault, delivered: bool
) -> None:
    _opened(postgres_url, vault).close()
    network = CutAtCommit(postgres_url)
    store = Store.open(network.client_url, vault)
    store.append([an_event(1)])
    network.arm(delivered=delivered)
    with pytest.raises(Unavailable) as caught:
        store.append([an_event(2), an_outcome(3)])
    assert caught.value.code == "commit_unknown"
    store.close()
    network.close()
    reader = Store.open(postgres_url, vault)
    assert _seqs(reader) == ([1, 2, 3] if delivered else [1])
    reader.close()


@pytest.mark.parametrize("delivered", [True, False])
def test_a_writer_goes_on_after_an_unknown_commit(
    postgres_url: str, vault: Vault, delivered: bool
) -> None:
    _opened(postgres_url, vault).close()
    network = CutAtCommit(postgres_url)
    store = Store.open(network.client_url, vault)
    store.claim_writer()
    store.append([an_event(1)])
    network.arm(delivered=delivered)
    with pytest.raises(Unavailable):
        store.append([an_event(2)])
    network.disarm()
    end_sessions(postgres_url)  # the server may not have noticed yet that the client has gone
    store.append([an_event(5)])
    assert _seqs(store) == ([1, 2, 5] if delivered else [1, 5])
    store.close()
    network.close()


def test_missing_tables_are_unavailable(postgres_url: str, vault: Vault) -> None:
    store = _opened(postgres_url, vault)
    store.append([an_event(1)])
    empty(postgres_url)
    with pytest.raises(Unavailable, match="42P01"):
        store.ping()
    with pytest.raises(Unavailable, match="42P01"):
        store.append([an_event(2)])
    store.close()


def test_an_error_never_holds_what_is_in_the_row(postgres_url: str, vault: Vault) -> None:
    store = _opened(postgres_url, vault)
    with psycopg.connect(postgres_url) as connection:
        connection.execute("ALTER TABLE events ADD CONSTRAINT short CHECK (length(kind) < 3)")
    with pytest.raises(Unavailable) as caught:
        store.append([an_event(1, kind="13800138000")])
    assert "13800138000" not in repr(caught.value)
    assert caught.value.__suppress_context__
    store.close()


def test_what_was_acknowledged_survives_a_killed_process(sqlite_url: str, vault: Vault) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", APPEND_FOREVER, sqlite_url], cwd=ROOT, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        acknowledged = [int(writer.stdout.readline()) for _ in range(50)]
        writer.send_signal(signal.SIGKILL)
        acknowledged += [int(line) for line in writer.stdout if line.endswith(b"\n")]
    store = Store.open(sqlite_url, vault)
    seqs = _seqs(store)
    store.close()
    assert seqs == list(range(1, len(seqs) + 1))
    assert len(seqs) >= acknowledged[-1] >= 200
    assert len(seqs) % 4 == 0  # a batch is kept whole or not at all
