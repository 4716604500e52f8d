"""From a database URL to an engine, on SQLite or PostgreSQL, with their durable settings."""

import os
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from data.database_errors import unavailable
from data.errors import Failure, WrongUse

_POSTGRES: Final = frozenset({"postgres", "postgresql", "postgresql+psycopg"})
_SQLITE: Final = frozenset({"sqlite", "sqlite+pysqlite"})

_SQLITE_PRAGMAS: Final = (
    # First, so that the others wait for a busy file rather than fail.
    "PRAGMA busy_timeout = 5000",
    "PRAGMA journal_mode = WAL",
    # FULL syncs the log at each commit: an answer that was given is never lost to a power cut.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # A damaged page is told when it is read, not where its cells happen to lead.
    "PRAGMA cell_size_check = ON",
    # Checkpoints run beside the writer (``data.checkpoint``); this is the bound if they fall behind:
    # 64 MiB of pages.
    "PRAGMA wal_autocheckpoint = 16384",
)

_POSTGRES_CONNECT: Final = {
    "connect_timeout": 5,
    # A peer that has gone silent is given up after ten seconds, in the middle of a COMMIT as well.
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
}


# On SQLite a constant would be answered without a look at the file.
_PROBES: Final = {"sqlite": "SELECT count(*) FROM sqlite_master", "postgresql": "SELECT 1"}


def engine_for(url: str) -> Engine:
    """An engine for a URL; nothing is connected yet.

    Args:
        url: ``sqlite:///FILE`` or ``postgresql://USER@HOST:PORT/DATABASE``.

    Raises:
        WrongUse: the URL is not one of these; the message does not hold it.
        Failure: the SQLite file can't be made.
    """
    parsed = _parsed(url)
    if parsed.drivername in _POSTGRES:
        return _postgres_engine(parsed)
    return _sqlite_engine(parsed)


def check_reachable(engine: Engine) -> None:
    """Opens a connection and asks for an answer.

    Raises:
        Failure: the database is not there, refuses us, or the file is not a database.
    """
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(_PROBES[engine.dialect.name]).all()
    except SQLAlchemyError as error:
        raise Failure(
            f"can't open the database {place_of(engine.url)}: {unavailable(error)}",
            code="database_unreachable",
        ) from None


def place_of(url: URL) -> str:
    """Where a database is, for messages: no user, no password, no options.

    >>> place_of(make_url("postgresql://me:secret@db.example:5433/post"))
    'db.example:5433/post'
    """
    if url.drivername in _SQLITE:
        return str(url.database)
    return f"{url.host or 'local socket'}:{url.port or 5432}/{url.database or ''}"


def is_postgres(engine: Engine) -> bool:
    """Whether this is PostgreSQL, which has sessions and advisory locks."""
    return engine.dialect.name == "postgresql"


def is_embedded(url: str) -> bool:
    """Whether a URL means a file, which one process writes.

    Raises:
        WrongUse: as ``engine_for``.
    """
    return _parsed(url).drivername in _SQLITE


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise WrongUse("the database is not given as a URL", code="bad_database_url") from None
    if parsed.drivername in _POSTGRES:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername in _SQLITE and parsed.database not in {None, "", ":memory:"}:
        return parsed
    raise WrongUse(
        "the database must be sqlite:///FILE or postgresql://USER@HOST/DATABASE",
        code="bad_database_url",
    )


def _postgres_engine(url: URL) -> Engine:
    asked = {name: value for name, value in _POSTGRES_CONNECT.items() if name not in url.query}
    return create_engine(
        url,
        connect_args=asked,
        pool_timeout=5,
        # The driver's errors print the parameters of a statement, and those are rows.
        hide_parameters=True,
    )


def _sqlite_engine(url: URL) -> Engine:
    path = Path(str(url.database))
    _make_private(path)
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _set_pragmas)
    return engine


def _make_private(path: Path) -> None:
    """Makes an absent file with mode 0600; SQLite gives its WAL the mode of the file."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise Failure(
            f"can't open the database {path}: {error.strerror}", code="database_unreachable"
        ) from None


def _set_pragmas(connection: Any, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    try:
        for pragma in _SQLITE_PRAGMAS:
            cursor.execute(pragma)
    finally:
        cursor.close()
