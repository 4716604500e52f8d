"""The audit log: 1,000 random tamperings, and not one unseen."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import pytest
from sqlalchemy import delete, insert, select, update

from data.audit import START, AuditEntry, AuditLog, Head
from data.audit_head import FILE, HeadFile
from data.case_tables import AUDIT, AUDIT_HEAD
from data.errors import Failure, Unavailable
from data.identifiers import Tokeniser
from data.store import Store
from data.vault import Vault

ENTRIES = 60
_Rows: TypeAlias = list[dict[str, Any]]


def entry(number: int) -> AuditEntry:
    token = None if number % 3 else f"{number:016x}"
    return AuditEntry(0, 1_000 + number, f"key-{number % 5}", "analyst", "view_case",
                      f"C-20250314-{number:06d}", token, "sender.phone", "call_back")  # fmt: skip


def filled(store: Store, log: AuditLog) -> Head:
    head = Head(0, "")
    with store.engine.begin() as connection:
        log.lock(connection)
        for number in range(ENTRIES):
            head = log.add(connection, entry(number))
    return head


@pytest.fixture
def log(store: Store) -> AuditLog:
    return AuditLog(store.engine, Tokeniser(bytes(range(32))).digest)


def test_a_whole_log_holds_to_its_end(store: Store, log: AuditLog) -> None:
    assert log.verify(None) == (0, None)
    assert log.head() == Head(0, START.hex())
    head = filled(store, log)
    assert head == log.head()
    assert log.verify(head) == (ENTRIES, None)
    assert [one.seq for one in log.page(10, 3)] == [11, 12, 13]
    assert msgspec.structs.replace(log.page(0, 1)[0], seq=0) == entry(0)


def test_without_its_lock_the_log_takes_nothing(store: Store, log: AuditLog) -> None:
    with store.engine.begin() as connection:
        connection.execute(delete(AUDIT_HEAD))
    with store.engine.connect() as connection, pytest.raises(Unavailable, match="lost its lock"):
        log.lock(connection)


def test_of_1000_random_tamperings_all_are_found(sqlite_store: Store) -> None:
    log = AuditLog(sqlite_store.engine, Tokeniser(bytes(range(32))).digest)
    head = filled(sqlite_store, log)
    with sqlite_store.engine.connect() as connection:
        whole = [dict(row._mapping) for row in connection.execute(select(AUDIT))]
    draw = random.Random(7)
    ways: dict[str, int] = {}
    for _ in range(1_000):
        rows = [dict(row) for row in whole]
        way = draw.choice(["change", "remove", "swap", "reorder", "cut", "insert", "forge"])
        rows = TAMPER[way](draw, rows)
        with sqlite_store.engine.begin() as connection:
            connection.execute(delete(AUDIT))
            if rows:
                connection.execute(insert(AUDIT), rows)
        entries, broken = log.verify(head)
        assert broken is not None, way
        assert entries <= ENTRIES
        ways[way] = ways.get(way, 0) + 1
    assert len(ways) == len(TAMPER) and sum(ways.values()) == 1_000


def _change(draw: random.Random, rows: _Rows) -> _Rows:
    row = draw.choice(rows)
    name = draw.choice([n for n in row if n != "seq"])
    value = row[name]
    if isinstance(value, bytes):
        at = draw.randrange(len(value))
        row[name] = value[:at] + bytes([value[at] ^ 1 << draw.randrange(8)]) + value[at + 1 :]
    else:
        row[name] = value + 1 if isinstance(value, int) else f"{value or ''}x"
    return rows


def _remove(draw: random.Random, rows: _Rows) -> _Rows:
    del rows[draw.randrange(len(rows))]
    return rows


def _swap(draw: random.Random, rows: _Rows) -> _Rows:
    one, other = draw.sample(range(len(rows)), 2)
    rows[one]["seq"], rows[other]["seq"] = rows[other]["seq"], rows[one]["seq"]
    return rows


def _reorder(draw: random.Random, rows: _Rows) -> _Rows:
    first = draw.randrange(len(rows) - 2)
    part = rows[first : first + draw.randrange(2, len(rows) - first + 1)]
    seqs = [row["seq"] for row in part]
    for row, seq in zip(part, [*seqs[1:], seqs[0]], strict=True):
        row["seq"] = seq
    return rows


def _cut(draw: random.Random, rows: _Rows) -> _Rows:
    return rows[: draw.randrange(len(rows))]


def _insert(draw: random.Random, rows: _Rows) -> _Rows:
    at = draw.randrange(len(rows))
    for row in rows[at:]:
        row["seq"] += 1
    return [*rows[:at], {**rows[at], "seq": at + 1}, *rows[at:]]


def _forge(draw: random.Random, rows: _Rows) -> _Rows:
    """Somebody without the key, who chains anew with a key of theirs from some place on."""
    theirs = Tokeniser(bytes(32)).digest
    at = draw.randrange(len(rows))
    rows[at]["actor"] = "nobody"
    chain = rows[at - 1]["chain"] if at else START
    for row in rows[at:]:
        values = [row[name] for name in AuditEntry.__struct_fields__]
        chain = theirs(b"audit|" + chain + msgspec.json.encode(AuditEntry(*values)))
        row["chain"] = chain
    return rows


TAMPER: dict[str, Callable[[random.Random, _Rows], _Rows]] = {
    "change": _change,
    "remove": _remove,
    "swap": _swap,
    "reorder": _reorder,
    "cut": _cut,
    "insert": _insert,
    "forge": _forge,
}


@pytest.fixture
def sqlite_store(sqlite_url: str, vault: Vault) -> Iterator[Store]:
    opened = Store.open(sqlite_url, vault)
    opened.migrate()
    yield opened
    opened.close()


def test_the_chain_may_go_on_beyond_a_head_that_was_kept(store: Store, log: AuditLog) -> None:
    head = filled(store, log)
    filled(store, log)
    assert log.verify(head) == (2 * ENTRIES, None)
    with store.engine.begin() as connection:
        connection.execute(update(AUDIT).where(AUDIT.c.seq == 5).values(reason="none"))
    entries, broken = log.verify(head)
    assert broken is not None and (entries, broken.seq) == (4, 5)


def test_the_head_is_kept_whole_beside_the_database(tmp_path: Path) -> None:
    file = HeadFile(tmp_path)
    assert file.read() is None
    for seq in (1, 2):
        file.keep(Head(seq, "ab"))
    assert file.read() == Head(2, "ab")
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
    (tmp_path / FILE).write_bytes(b"{")
    with pytest.raises(Failure, match="damaged"):
        file.read()
