import sqlite3

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from data.database_errors import failed_commit, reading, refused_write, unavailable
from data.errors import Unavailable

PRIVATE = "13800138000"


def _sqlite(code: int, name: str, *, lost: bool = False) -> DBAPIError:
    cause = sqlite3.OperationalError(f"words of the driver with {PRIVATE}")
    cause.sqlite_errorcode = code
    cause.sqlite_errorname = name
    return OperationalError("INSERT", (PRIVATE,), cause, connection_invalidated=lost)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (_sqlite(sqlite3.SQLITE_FULL, "SQLITE_FULL"), "storage_unavailable"),
        (_sqlite(sqlite3.SQLITE_BUSY, "SQLITE_BUSY"), "storage_unavailable"),
        (_sqlite(sqlite3.SQLITE_IOERR_FSYNC, "SQLITE_IOERR_FSYNC"), "commit_unknown"),
        (_sqlite(sqlite3.SQLITE_IOERR_WRITE, "SQLITE_IOERR_WRITE"), "commit_unknown"),
        (_sqlite(sqlite3.SQLITE_ERROR, "SQLITE_ERROR", lost=True), "commit_unknown"),
        (PoolTimeoutError(), "storage_unavailable"),
    ],
)
def test_a_failed_commit_is_unknown_only_where_it_is(error: SQLAlchemyError, code: str) -> None:
    assert failed_commit(error).code == code


def test_the_same_faults_before_the_commit_are_known() -> None:
    error = _sqlite(sqlite3.SQLITE_IOERR_WRITE, "SQLITE_IOERR_WRITE", lost=True)
    assert refused_write(error).code == "storage_unavailable"


def test_the_drivers_words_do_not_pass_but_its_code_does() -> None:
    error = _sqlite(sqlite3.SQLITE_FULL, "SQLITE_FULL")
    told = [unavailable(error), refused_write(error), failed_commit(error)]
    assert all("SQLITE_FULL" in one.message for one in told)
    assert not any(PRIVATE in repr(one) for one in told)


def test_an_error_without_a_code_is_named_by_its_class() -> None:
    assert "TimeoutError" in unavailable(PoolTimeoutError()).message


def test_reading_lets_other_errors_pass() -> None:
    with pytest.raises(ZeroDivisionError), reading():
        _ = 1 // 0
    with pytest.raises(Unavailable), reading():
        raise PoolTimeoutError
