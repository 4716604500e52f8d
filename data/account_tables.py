"""The tables of people who log in, and of their sessions.

A login name is a staff number or a short name; nothing else about a person is kept. Passwords are argon2id
hashes, the seeds of one-time codes are sealed, session tokens are digests.
"""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, Table, Text, text

from data.tables import METADATA

ACCOUNTS: Final = Table(
    "accounts",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("one_time", Boolean, nullable=False),
    Column("totp_sealed", LargeBinary),
    Column("totp_step", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("tried_at_ms", BigInteger, nullable=False),
    Column("created_at_ms", BigInteger, nullable=False),
    Column("disabled_at_ms", BigInteger),
)
"""``one_time``: the password was set by another and must be changed; ``totp_step``: last code's step;
``tries``: log-ins begun since the last good one, ``tried_at_ms`` when the last was."""

SESSIONS: Final = Table(
    "sessions",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("account_id", Text, nullable=False, index=True),
    Column("token_digest", LargeBinary, nullable=False),
    Column("opened_at_ms", BigInteger, nullable=False),
    Column("seen_at_ms", BigInteger, nullable=False),
    Column("ended_at_ms", BigInteger),
)
"""One row a log-in."""

_OPEN: Final = text("state = 'open'")
ACCOUNT_RETURNS: Final = Table(
    "account_returns",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("account_id", Text, nullable=False),
    Column("asks", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("maker", Text, nullable=False),
    Column("asked_at_ms", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("checker", Text),
    Column("decided_at_ms", BigInteger),
    Index(
        "ix_account_returns_open",
        "account_id",
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    ),
)
"""Accounts that are to come back: ``asks`` is enable or new_code, ``state`` open, approved or refused; one
is open for an account at a time."""
