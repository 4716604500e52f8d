"""Sessions of people who logged in: a token shown once, kept as a digest, that ends by itself.

A token is ``prs_``, 16 hex digits of public id and 43 characters of secret, as an API key is.
"""

import base64
import hashlib
import hmac
import re
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import bindparam, select, update

from data.account_tables import ACCOUNTS, SESSIONS
from data.accounts import Person
from data.database_errors import reading
from data.instants import HOUR_MS, MINUTE_MS
from data.store import Store
from data.vault import random_bytes

PREFIX: Final = "prs_"
IDLE_MS: Final = 15 * MINUTE_MS
"""Without a call for this long a session is over (MLPS level 3 asks for a time-out)."""
LONGEST_MS: Final = 10 * HOUR_MS
"""A shift: after it everybody logs in again."""
_SEEN_STEP_MS: Final = MINUTE_MS
"""How often at most a session's last call is written down."""
_SHAPE: Final = re.compile(r"prs_[0-9a-f]{16}[A-Za-z0-9_-]{43}")
_NO_DIGEST: Final = bytes(32)
_FIND: Final = (
    select(
        SESSIONS.c.token_digest,
        SESSIONS.c.opened_at_ms,
        SESSIONS.c.seen_at_ms,
        SESSIONS.c.ended_at_ms,
        ACCOUNTS.c.disabled_at_ms,
        ACCOUNTS.c.id,
        ACCOUNTS.c.name,
        ACCOUNTS.c.role,
    )
    .join(ACCOUNTS, ACCOUNTS.c.id == SESSIONS.c.account_id)
    .where(SESSIONS.c.id == bindparam("wanted"))
)


class Session(Struct, frozen=True):
    """A session that holds: whose it is, and when it ends without another call."""

    id: str
    person: Person
    ends_at_ms: int


class Sessions:
    """The sessions of a database. Every method raises ``Unavailable`` when it is not there."""

    def __init__(self, store: Store) -> None:
        self._engine = store.engine

    def find(self, token: str, now_ms: int) -> Session | None:
        """The session of a token, or None if it is unknown, over, or its person's account gone."""
        if not _SHAPE.fullmatch(token):
            return None
        session_id = id_of(token)
        with reading(), self._engine.connect() as connection:
            row = connection.execute(_FIND, {"wanted": session_id}).one_or_none()
        kept = _NO_DIGEST if row is None else bytes(row[0])
        if not hmac.compare_digest(kept, _digest_of(token)) or row is None:
            return None
        _, opened_ms, seen_ms, ended_ms, disabled_ms, *person = row
        over_ms = min(opened_ms + LONGEST_MS, seen_ms + IDLE_MS)
        if ended_ms is not None or disabled_ms is not None or now_ms >= over_ms:
            return None
        if now_ms - seen_ms >= _SEEN_STEP_MS:
            self._see(session_id, now_ms)
        ends_at_ms = min(opened_ms + LONGEST_MS, now_ms + IDLE_MS)
        return Session(session_id, Person(*person), ends_at_ms)

    def _see(self, session_id: str, now_ms: int) -> None:
        seen = update(SESSIONS).where(SESSIONS.c.id == session_id).values(seen_at_ms=now_ms)
        with reading(), self._engine.begin() as connection:
            connection.execute(seen)


def new_session(account_id: str, now_ms: int) -> tuple[str, dict[str, Any]]:
    """A token, which can't be had again, and the row that knows it."""
    session_id = random_bytes(8).hex()
    secret = base64.urlsafe_b64encode(random_bytes(32)).rstrip(b"=").decode()
    token = f"{PREFIX}{session_id}{secret}"
    row = {
        "id": session_id,
        "account_id": account_id,
        "token_digest": _digest_of(token),
        "opened_at_ms": now_ms,
        "seen_at_ms": now_ms,
    }
    return token, row


def id_of(token: str) -> str:
    """The public id within a token."""
    return token[len(PREFIX) : len(PREFIX) + 16]


def _digest_of(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
