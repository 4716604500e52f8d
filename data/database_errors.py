"""What a database's error means to a caller.

Words of the driver never pass: they may quote a row or the password of a URL. Its code does
(``SQLITE_FULL``, ``57P01``), which is what an operator looks up.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, TypeAlias

import psycopg
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from data.errors import Conflict, Unavailable

DatabaseError: TypeAlias = SQLAlchemyError | sqlite3.Error
"""What the libraries raise: Core's errors, or those of SQLite's own driver."""

_PRIMARY_CODE: Final = 0xFF
_SQLITE_UNIQUE: Final = sqlite3.SQLITE_CONSTRAINT_UNIQUE
_SQLITE_KEY: Final = (sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_ROWID)


def refused_write(error: DatabaseError) -> Conflict | Unavailable:
    """The error to raise for a write of which nothing was kept."""
    constraint = _broken_unique(_cause_of(error))
    if constraint == "id":
        return Conflict("an event or outcome of this id is already kept")
    if constraint == "seq":
        return Conflict("a row of this seq is already kept", code="seq_taken")
    return unavailable(error)


def failed_commit(error: DatabaseError) -> Conflict | Unavailable:
    """The error to raise for a failed COMMIT: known to have failed, or of unknown result.

    Unknown is a lost connection, and on SQLite an error of reading or writing the disk: the commit
    mark may have reached the file before the sync that failed.
    """
    if _is_lost(error) or _sqlite_code(error) == sqlite3.SQLITE_IOERR:
        return Unavailable(
            f"it is not known whether the commit was kept ({_code_of(error)})",
            code="commit_unknown",
        )
    return refused_write(error)


def unavailable(error: DatabaseError) -> Unavailable:
    """The error to raise when the database can't do what was asked."""
    return Unavailable(
        f"the database can't do it now ({_code_of(error)})", code="storage_unavailable"
    )


@contextmanager
def reading() -> Iterator[None]:
    """Turns the errors of a read, or of a write of one row, into ``Unavailable``."""
    try:
        yield
    except SQLAlchemyError as error:
        raise unavailable(error) from None


def _cause_of(error: DatabaseError) -> BaseException | None:
    """The driver's own error, None where it has none."""
    if isinstance(error, sqlite3.Error):
        return error
    return error.orig if isinstance(error, DBAPIError) else None


def _is_lost(error: DatabaseError) -> bool:
    return isinstance(error, DBAPIError) and error.connection_invalidated


def _broken_unique(cause: BaseException | None) -> str | None:
    """``id`` or ``seq`` where a unique constraint on that was broken; None for any other."""
    if isinstance(cause, sqlite3.IntegrityError):
        if cause.sqlite_errorcode in _SQLITE_KEY:
            return "seq"
        return "id" if cause.sqlite_errorcode == _SQLITE_UNIQUE else None
    if isinstance(cause, psycopg.errors.UniqueViolation):
        return "seq" if (cause.diag.constraint_name or "").startswith("pk_") else "id"
    return None


def _sqlite_code(error: DatabaseError) -> int | None:
    cause = _cause_of(error)
    if not isinstance(cause, sqlite3.Error):
        return None
    return getattr(cause, "sqlite_errorcode", 0) & _PRIMARY_CODE


def _code_of(error: DatabaseError) -> str:
    """The driver's code, or the name of the error's class where there is none."""
    cause = _cause_of(error)
    if isinstance(cause, psycopg.Error) and cause.sqlstate:
        return cause.sqlstate
    return getattr(cause, "sqlite_errorname", None) or type(cause or error).__name__
