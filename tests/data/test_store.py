import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from data.errors import Conflict, Failure, Unavailable, WrongUse
from data.records import EventRecord, LogRecord
from data.store import Store
from data.vault import Vault
from tests.databases import an_event, an_outcome


def _mixed(count: int) -> list[LogRecord]:
    return [an_outcome(seq) if seq % 3 == 0 else an_event(seq) for seq in range(1, count + 1)]


def test_an_empty_store(store: Store) -> None:
    assert store.last_seq() == 0
    assert store.count_events() == 0
    assert list(store.scan()) == []
    assert list(store.event_ids()) == []
    assert store.find_event("event-1") is None
    assert store.find_outcome("outcome-1") is None
    store.append([])
    assert store.last_seq() == 0


def test_what_is_kept_is_found_unchanged(store: Store) -> None:
    event, outcome = an_event(1), an_outcome(2)
    store.append([event, outcome])
    assert store.find_event("event-1") == event
    assert store.find_outcome("outcome-2") == outcome
    assert store.find_event("outcome-2") is None
    assert store.find_outcome("event-1") is None


def test_counts_ids_and_last_seq(store: Store) -> None:
    store.append(_mixed(9))
    assert store.last_seq() == 9
    assert store.count_events() == 6
    assert list(store.event_ids()) == [f"event-{seq}" for seq in (1, 2, 4, 5, 7, 8)]
    assert list(store.outcome_ids()) == [f"outcome-{seq}" for seq in (3, 6, 9)]


def test_the_last_seq_may_be_that_of_an_event_or_of_an_outcome(store: Store) -> None:
    store.append([an_event(4), an_outcome(7)])
    assert store.last_seq() == 7
    store.append([an_event(8)])
    assert store.last_seq() == 8


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    is_event=st.lists(st.booleans(), max_size=30),
    step=st.integers(1, 3),
    after_seq=st.integers(0, 40),
    batch=st.integers(1, 7),
)
def test_a_scan_is_the_log_in_order_whatever_the_page(
    sqlite_url: str, vault: Vault, is_event: list[bool], step: int, after_seq: int, batch: int
) -> None:
    store = Store.open(sqlite_url, vault)
    store.migrate()
    records: list[LogRecord] = [
        an_event(n * step + 1) if event else an_outcome(n * step + 1)
        for n, event in enumerate(is_event)
    ]
    with store.engine.begin() as connection:
        connection.execute(text("DELETE FROM events"))
        connection.execute(text("DELETE FROM outcomes"))
    store.append(records)
    expected = [record for record in records if record.seq > after_seq]
    assert list(store.scan(after_seq, batch)) == expected
    store.close()


def test_a_scan_on_both_databases(store: Store) -> None:
    records = _mixed(25)
    store.append(records)
    assert list(store.scan(batch=4)) == records
    assert list(store.scan(after_seq=20, batch=2)) == records[20:]
    assert list(store.scan(after_seq=25)) == []


def test_a_scan_ends_at_what_was_kept_when_it_began(store: Store) -> None:
    store.append(_mixed(5))
    scan = store.scan(batch=2)
    first = next(scan)
    store.append([an_outcome(6), an_event(7)])
    assert [first.seq, *(record.seq for record in scan)] == [1, 2, 3, 4, 5]


def test_scans_beside_a_writer_see_a_log_without_gaps(store: Store) -> None:
    done = threading.Event()

    def scans() -> Iterator[list[int]]:
        while not done.is_set():
            yield [record.seq for record in store.scan(batch=3)]

    with ThreadPoolExecutor(2) as pool:
        seen = [pool.submit(lambda: list(scans())) for _ in range(2)]
        for start in range(0, 120, 6):
            store.append([record for record in _mixed(start + 6) if record.seq > start])
        done.set()
    found = [seqs for future in seen for seqs in future.result()]
    assert found
    assert all(seqs == list(range(1, len(seqs) + 1)) for seqs in found)
    assert all(len(seqs) % 6 == 0 for seqs in found)  # a batch is seen whole or not at all


@pytest.mark.parametrize("event_id", ["", "a\0b", "\ud800", "名", "x" * 65, "event-1\n", "a'b"])
def test_an_id_outside_the_contract_is_not_found(store: Store, event_id: str) -> None:
    store.append([an_event(1)])
    assert store.find_event(event_id) is None


def test_a_repeated_event_id_is_a_conflict_and_nothing_of_its_batch_is_kept(store: Store) -> None:
    store.append([an_event(1, "same")])
    with pytest.raises(Conflict) as caught:
        store.append([an_event(2), an_event(3, "same"), an_outcome(4)])
    assert caught.value.code == "id_reused"
    assert [record.seq for record in store.scan()] == [1]
    store.append([an_event(2), an_outcome(4)])
    assert [record.seq for record in store.scan()] == [1, 2, 4]


def test_a_repeated_outcome_id_is_a_conflict_and_nothing_of_its_batch_is_kept(store: Store) -> None:
    store.append([an_outcome(1, "same")])
    with pytest.raises(Conflict) as caught:
        store.append([an_event(2), an_outcome(3, "same")])
    assert caught.value.code == "id_reused"
    assert [record.seq for record in store.scan()] == [1]


@pytest.mark.parametrize("record", [an_event(1, "new"), an_outcome(2, "new")])
def test_a_repeated_seq_is_told_apart_from_a_repeated_id(store: Store, record: LogRecord) -> None:
    store.append([an_event(1), an_outcome(2)])
    with pytest.raises(Conflict) as caught:
        store.append([record])
    assert caught.value.code == "seq_taken"


def test_the_body_of_an_event_is_not_in_the_database_in_clear(
    sqlite_url: str, vault: Vault, tmp_path: Path
) -> None:
    store = Store.open(sqlite_url, vault)
    store.migrate()
    store.append([an_event(1, body=b'{"phone":"13912345678"}')])
    store.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"event-1" in kept
    assert b"13912345678" not in kept


def test_the_database_file_is_private(sqlite_url: str, vault: Vault, tmp_path: Path) -> None:
    store = Store.open(sqlite_url, vault)
    store.migrate()
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    store.close()
    assert modes["postrisk.sqlite-wal"] == 0o600
    assert set(modes.values()) == {0o600}


def test_sqlite_syncs_each_commit(sqlite_url: str, vault: Vault) -> None:
    store = Store.open(sqlite_url, vault)
    with store.engine.connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    store.close()
    assert found == ["wal", 2, 1, 5000]


def test_a_reopened_store_has_what_was_kept(database_url: str, vault: Vault) -> None:
    for seq in (1, 2, 3):
        store = Store.open(database_url, vault)
        store.migrate()
        store.append([an_event(seq)])
        assert [record.seq for record in store.scan()] == list(range(1, seq + 1))
        store.close()


def test_a_store_with_other_keys_says_so(database_url: str, vault: Vault) -> None:
    store = Store.open(database_url, vault)
    store.migrate()
    store.append([an_event(1)])
    store.close()
    other = Store.open(database_url, Vault({1: bytes(32)}, 1))
    with pytest.raises(Failure, match=r"event at seq 1: .*under another key"):
        list(other.scan())
    other.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET body_sealed = CAST('changed' AS {blob}) WHERE seq = 2",
        "UPDATE events SET body_sealed = (SELECT body_sealed FROM events WHERE seq = 1)"
        " WHERE seq = 2",
        "UPDATE events SET event_id = 'another' WHERE seq = 2",
        "UPDATE events SET seq = 9 WHERE seq = 2",
    ],
    ids=["changed", "swapped", "renamed", "reordered"],
)
def test_a_row_changed_behind_our_back_is_refused(store: Store, change: str) -> None:
    store.append([an_event(1), an_event(2)])
    blob = "BLOB" if store.engine.dialect.name == "sqlite" else "BYTEA"
    with store.engine.begin() as connection:
        connection.execute(text(change.format(blob=blob)))
    scan = store.scan()
    assert next(scan) == an_event(1)
    with pytest.raises(Failure) as caught:
        next(scan)
    assert caught.value.code == "tampered"


def test_a_second_writer_is_refused_until_the_first_closes(postgres_url: str, vault: Vault) -> None:
    first, second = Store.open(postgres_url, vault), Store.open(postgres_url, vault)
    first.migrate()
    first.claim_writer()
    first.claim_writer()
    with pytest.raises(Failure, match="another process writes") as caught:
        second.claim_writer()
    assert caught.value.code == "writer_taken"
    first.close()
    second.claim_writer()
    second.append([an_event(1)])
    second.close()


def test_a_conflict_does_not_give_the_claim_away(postgres_url: str, vault: Vault) -> None:
    first, second = Store.open(postgres_url, vault), Store.open(postgres_url, vault)
    first.migrate()
    first.claim_writer()
    first.append([an_event(1)])
    with pytest.raises(Conflict):
        first.append([an_event(2, "event-1")])
    with pytest.raises(Failure, match="another process writes"):
        second.claim_writer()
    first.close()
    second.close()


def test_on_sqlite_a_claim_is_nothing(sqlite_url: str, vault: Vault) -> None:
    first, second = Store.open(sqlite_url, vault), Store.open(sqlite_url, vault)
    first.migrate()
    first.claim_writer()
    second.claim_writer()
    second.append([an_event(1)])
    first.append([an_event(2)])
    assert first.count_events() == 2
    first.close()
    second.close()


def test_the_interpreters_own_error_leaves_no_open_transaction(store: Store) -> None:
    with pytest.raises((OverflowError, Unavailable)):
        store.append([an_event(1), an_event(2, occurred_at_ms=2**80)])
    store.append([an_event(1)])
    assert [record.seq for record in store.scan()] == [1]


def test_ping_answers(store: Store) -> None:
    store.append([an_event(1)])
    store.ping()
    assert isinstance(next(store.scan()), EventRecord)


@pytest.mark.parametrize(
    "url",
    ["", "nonsense", "mysql://me:secret@host/db", "sqlite://", "sqlite:///:memory:", "a://b:c/d"],
)
def test_a_url_of_no_known_kind_is_wrong_use(vault: Vault, url: str) -> None:
    with pytest.raises(WrongUse) as caught:
        Store.open(url, vault)
    assert "secret" not in caught.value.message
    assert caught.value.code == "bad_database_url"


def test_both_spellings_of_postgresql_are_read(postgres_url: str, vault: Vault) -> None:
    rest = postgres_url.partition("://")[2]
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        store = Store.open(f"{scheme}://{rest}", vault)
        store.close()
        assert store.engine.url.drivername == "postgresql+psycopg"
