"""The audit log: who did or saw what, when and why; append-only and hash-chained.

Each entry's ``chain`` is HMAC-SHA256 over the chain before it and the entry in one form, under the home's
token key: who can write to the database but lacks the key can change, remove or reorder nothing unseen.
A cut tail is seen against the head that is kept outside the database, in the home (``audit_head.json``)
and wherever an auditor wrote it down. No personal datum stands in an entry: reasons are codes.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Engine, insert, select, update

from data.case_tables import AUDIT, AUDIT_HEAD
from data.database_errors import reading
from data.errors import Unavailable

START: Final = bytes(32)
_PAGE: Final = 5_000


class AuditEntry(Struct, frozen=True):
    """One thing that somebody did or saw.

    Attributes:
        seq: place in the log, from 1 without gaps.
        actor: public id of the key.
        token: of the person whose data were seen, as 16 hexadecimal digits; None where nobody's were.
        fields: what was seen or changed, by name, with commas.
        reason: a code of why.
    """

    seq: int
    at_ms: int
    actor: str
    role: str
    action: str
    case_id: str | None
    token: str | None
    fields: str
    reason: str


class Head(Struct, frozen=True):
    """The end of a chain: how many entries, and the last one's ``chain`` in hexadecimal."""

    seq: int
    chain: str


class Broken(Struct, frozen=True):
    """The first entry at which a chain does not hold, and in which way."""

    seq: int
    why: str


_ENTRY: Final = tuple(AUDIT.c[name] for name in AuditEntry.__struct_fields__)
_LAST: Final = select(AUDIT.c.seq, AUDIT.c.chain).order_by(AUDIT.c.seq.desc()).limit(1)
_LOCK: Final = update(AUDIT_HEAD).where(AUDIT_HEAD.c.id == 1).values(locks=AUDIT_HEAD.c.locks + 1)


class AuditLog:
    """The log of one database.

    Args:
        engine: where it is.
        digest: HMAC-SHA256 under the home's key.
    """

    def __init__(self, engine: Engine, digest: Callable[[bytes], bytes]) -> None:
        self._engine = engine
        self._digest = digest

    def lock(self, connection: Connection) -> None:
        """Wait until this transaction alone may add entries; its first statement.

        Raises:
            Unavailable: the row that is the lock is gone: two could add at once.
        """
        if connection.execute(_LOCK).rowcount != 1:
            raise Unavailable("the audit log has lost its lock: migrate or restore the database")

    def add(self, connection: Connection, entry: AuditEntry) -> Head:
        """Add an entry in a transaction that holds the lock; its ``seq`` is given here."""
        last = connection.execute(_LAST).one_or_none()
        seq, before = (0, START) if last is None else (last[0], bytes(last[1]))
        entry = msgspec.structs.replace(entry, seq=seq + 1)
        chain = self._chain(before, entry)
        connection.execute(insert(AUDIT), {**msgspec.structs.asdict(entry), "chain": chain})
        return Head(entry.seq, chain.hex())

    def head(self) -> Head:
        """The end of the log as it is; 0 and zeros for an empty one."""
        with reading(), self._engine.connect() as connection:
            last = connection.execute(_LAST).one_or_none()
        return Head(0, START.hex()) if last is None else Head(last[0], bytes(last[1]).hex())

    def page(self, after_seq: int, most: int) -> list[AuditEntry]:
        """Entries after a place, in order.

        Raises:
            Unavailable: the database is not there.
        """
        with reading(), self._engine.connect() as connection:
            return [AuditEntry(*row[:-1]) for row in _rows(connection, after_seq, most)]

    def verify(self, known: Head | None) -> tuple[int, Broken | None]:
        """Walk the whole chain.

        Args:
            known: an end that was kept elsewhere: the chain must hold it.

        Returns:
            How many entries hold, and the first place that does not, or None.
        """
        chain, seq = START, 0
        for row in self._all():
            entry = AuditEntry(*row[:-1])
            if entry.seq != seq + 1:
                return seq, Broken(seq + 1, "is missing")
            chain = self._chain(chain, entry)
            if chain != bytes(row[-1]):
                return seq, Broken(entry.seq, "was changed, or another was put before it")
            seq += 1
            if known is not None and known.seq == seq and known.chain != chain.hex():
                return seq - 1, Broken(seq, "is not the one that was kept as the head")
        if known is not None and known.seq > seq:
            return seq, Broken(seq + 1, f"is missing: the log once had {known.seq:,} entries")
        return seq, None

    def _all(self) -> Iterator[Any]:
        after = 0
        while True:
            with reading(), self._engine.connect() as connection:
                rows = _rows(connection, after, _PAGE)
            if not rows:
                return
            yield from rows
            after = rows[-1][0]

    def _chain(self, before: bytes, entry: AuditEntry) -> bytes:
        return self._digest(b"audit|" + before + msgspec.json.encode(entry))


def _rows(connection: Connection, after_seq: int, most: int) -> list[Any]:
    page = select(*_ENTRY, AUDIT.c.chain).where(AUDIT.c.seq > after_seq)
    return list(connection.execute(page.order_by(AUDIT.c.seq).limit(most)))
