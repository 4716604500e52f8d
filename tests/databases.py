"""Databases for tests, records to put in them, and a network that can be cut."""

import os
import socket
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from data.records import EventRecord, OutcomeRecord

_DEFAULT_SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"


def server_url() -> str:
    """The PostgreSQL server of the tests, as its administrator."""
    return os.environ.get("POSTRISK_TEST_POSTGRES", _DEFAULT_SERVER)  # noqa: TID251  tests have no settings object


def must_be_there() -> bool:
    """In CI a missing service fails its tests; elsewhere they say so and skip."""
    return bool(os.environ.get("CI"))  # noqa: TID251  tests have no settings object


def why_not_there() -> str | None:
    """Why PostgreSQL can't be used, or None if it can."""
    try:
        psycopg.connect(server_url(), connect_timeout=3).close()
    except psycopg.OperationalError as error:
        return f"PostgreSQL is not reachable: {type(error).__name__}"
    return None


@contextmanager
def fresh_database() -> Iterator[str]:
    """The URL of a new database, dropped at the end."""
    name = f"postrisk_test_{uuid.uuid4().hex}"
    with psycopg.connect(server_url(), autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            url = make_url(server_url()).set(database=name)
            yield url.render_as_string(hide_password=False)
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            admin.execute(drop)


def empty(url: str) -> None:
    """Takes everything out of a PostgreSQL database, its tables too."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def shape_of(url: str) -> str:
    """A database's revision, with a digest of all its columns, constraints, indices and triggers."""
    with psycopg.connect(url, autocommit=True) as connection:
        digest = connection.execute(_SHAPE).fetchone()
        if connection.execute("SELECT to_regclass('alembic_version')").fetchone() == (None,):
            return f"{digest}"
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    return f"{digest} {revision}"


def empty_tables(url: str, shape: str) -> bool:
    """Takes the rows out of a migrated database: a tenth of the time that new tables take.

    Returns:
        Whether it had that shape; if not, nothing was done.
    """
    if shape_of(url) != shape:
        return False
    with psycopg.connect(url) as connection:
        # Triggers that keep the audit log append-only stand aside for an administrator's replica role.
        connection.execute("SET LOCAL session_replication_role = replica")
        connection.execute("SET LOCAL synchronous_commit = off")
        for (table,) in connection.execute(_TABLES).fetchall():
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        connection.execute(_RESTART)
        # The one row that migrations put in: without it the audit log has no lock.
        connection.execute("INSERT INTO audit_head (id, locks) VALUES (1, 0)")
    return True


_TABLES = """
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
AND relname <> 'alembic_version'"""
_RESTART = """
SELECT setval(oid::regclass, 1, false) FROM pg_class
WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"""
_SHAPE = """
SELECT md5(string_agg(part, ',' ORDER BY part)) FROM (
  SELECT concat_ws(' ', attrelid::regclass, attname, atttypid::regtype, atttypmod, attnotnull)
  FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
  WHERE relnamespace = 'public'::regnamespace AND attnum > 0
  UNION ALL SELECT concat_ws(' ', conrelid::regclass, pg_get_constraintdef(oid)) FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
) AS parts (part)"""


def end_sessions(url: str) -> None:
    """Ends all sessions of a PostgreSQL database but this one, as a restart of the server would."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def an_event(seq: int, event_id: str | None = None, **changes: Any) -> EventRecord:
    """A record of an event; what is not given follows from ``seq``."""
    fields: dict[str, Any] = {
        "seq": seq,
        "event_id": event_id or f"event-{seq}",
        "kind": "shipment",
        "occurred_at_ms": 1_700_000_000_000 + seq,
        "received_at_ms": 1_700_000_000_500 + seq,
        "body": b'{"sender":{"phone":"13800138000"},"n":%d}' % seq,
        "body_digest": seq.to_bytes(32, "big"),
        "vector": bytes(16),
        "ledger": bytes(16),
        "raw_scores": b'{"ecod":1.5}',
        "hits": b'[{"id":"SH-01-a","version":1,"action":"hold","evidence":[]}]',
        "graph": b'{"component_size":1,"distinct":{},"hops_to_confirmed":null,"path":[]}',
        "answer": b'{"score":%d}' % (seq % 1000),
        "decision": "approve",
        "score": seq % 1000,
        "bundle": "bundle-1",
        "policy": "policy-1",
    }
    return EventRecord(**(fields | changes))


def an_outcome(seq: int, outcome_id: str | None = None, **changes: Any) -> OutcomeRecord:
    """A record of an outcome; what is not given follows from ``seq``."""
    fields: dict[str, Any] = {
        "seq": seq,
        "outcome_id": outcome_id or f"outcome-{seq}",
        "event_id": "event-1",
        "outcome": "delivered",
        "occurred_at_ms": 1_700_000_000_000 + seq,
        "received_at_ms": 1_700_000_000_500 + seq,
        "body": b'{"outcome":"delivered"}',
        "body_digest": seq.to_bytes(32, "big"),
    }
    return OutcomeRecord(**(fields | changes))


class CutAtCommit:
    """A network to PostgreSQL that breaks at the first COMMIT after ``arm``.

    With ``delivered`` the server hears the COMMIT and only its answer is lost; without, the server
    never hears it. The client sees the same.
    """

    def __init__(self, url: str) -> None:
        self._target = make_url(url)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._armed = False
        self._delivered = False
        self.url = self._target.set(host="127.0.0.1", port=self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def client_url(self) -> str:
        """Where the client connects; in clear, so that the network can see a COMMIT."""
        url = self.url.update_query_dict({"sslmode": "disable", "gssencmode": "disable"})
        return url.render_as_string(hide_password=False)

    def arm(self, *, delivered: bool) -> None:
        self._delivered = delivered
        self._armed = True

    def disarm(self) -> None:
        """Lets the next connections through."""
        self._armed = False

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(
                    (self._target.host or "127.0.0.1", self._target.port or 5432)
                )
                for work, ends in ((self._up, (client, server)), (self._down, (server, client))):
                    threading.Thread(target=work, args=ends, daemon=True).start()

    def _up(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while data := client.recv(65536):
                if self._armed and b"COMMIT\0" in data:
                    self._cut(client, server, data)
                    return
                server.sendall(data)
        _shut(server, client)

    def _down(self, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while data := server.recv(65536):
                if self._armed and b"COMMIT\0" in data:
                    break  # the answer that the client must not see
                client.sendall(data)
        _shut(client, server)

    def _cut(self, client: socket.socket, server: socket.socket, data: bytes) -> None:
        if self._delivered:
            server.sendall(data)  # _down waits for the answer, then shuts both
            return
        _shut(client, server)


def _shut(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
