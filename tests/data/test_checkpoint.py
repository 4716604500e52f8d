"""Checkpoints beside the writer, on a real file."""

import sqlite3
from pathlib import Path

import pytest

from data import checkpoint
from data.store import Store
from data.vault import Vault
from tests.databases import an_event

ROWS = 60


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(checkpoint, "EVERY_ROWS", 20)
    return tmp_path / "log.sqlite"


def _rows_in_the_file_alone(path: Path, folder: Path) -> int:
    """What a copy of the database without its write-ahead log holds."""
    copy = folder / "copy.sqlite"
    copy.write_bytes(path.read_bytes())
    with sqlite3.connect(copy) as connection:
        return int(connection.execute("SELECT count(*) FROM events").fetchone()[0])


def test_rows_reach_the_file_while_the_store_is_open(
    path: Path, tmp_path: Path, vault: Vault
) -> None:
    store = Store.open(f"sqlite:///{path}", vault)
    store.migrate()
    for seq in range(1, ROWS + 1):
        store.append([an_event(seq)])
    assert store._checkpointer is not None
    store._checkpointer.close()
    assert 20 <= _rows_in_the_file_alone(path, tmp_path) <= ROWS
    assert store.count_events() == ROWS
    store.close()


def test_a_reader_in_the_middle_of_the_log_stops_no_commit(path: Path, vault: Vault) -> None:
    store = Store.open(f"sqlite:///{path}", vault)
    store.migrate()
    store.append([an_event(1)])
    with sqlite3.connect(path) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM events").fetchone() == (1,)
        for seq in range(2, ROWS):
            store.append([an_event(seq)])
        assert reader.execute("SELECT count(*) FROM events").fetchone() == (1,)
    assert store.count_events() == ROWS - 1
    store.close()


def test_a_checkpoint_that_fails_is_left_to_the_next_commit(
    path: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoint, "_CHECKPOINT", "PRAGMA wal_checkpoint(PASSIVE); nonsense")
    store = Store.open(f"sqlite:///{path}", vault)
    store.migrate()
    for seq in range(1, ROWS):
        store.append([an_event(seq)])
    assert store.count_events() == ROWS - 1
    store.close()
