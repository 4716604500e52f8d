"""API keys: made once, shown once, kept as a digest.

A key is ``prk_``, 16 hex digits of public id, and 43 characters of secret (256 random bits).
A plain SHA-256 is enough for it: slow hashes protect passwords that people choose, and nobody
can try 2^256 secrets.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence
from typing import Any, Final, Literal, TypeAlias, get_args

from msgspec import Struct
from sqlalchemy import Select, bindparam, insert, select, update

from data.database_errors import reading
from data.errors import NotFound, WrongUse
from data.store import Store
from data.tables import API_KEYS
from data.vault import random_bytes

Role: TypeAlias = Literal[
    "counter",
    "courier",
    "analyst",
    "senior_analyst",
    "cod_officer",
    "approver",
    "strategy_admin",
    "strategy_approver",
    "system_admin",
    "security_admin",
    "audit_admin",
    "api_client",
]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""All roles, by least privilege and dual control; there are no others."""

PREFIX: Final = "prk_"
_ID_BYTES: Final = 8
_SECRET_BYTES: Final = 32
_ID_END: Final = len(PREFIX) + 2 * _ID_BYTES
_SHAPE: Final = re.compile(r"prk_[0-9a-f]{16}[A-Za-z0-9_-]{43}")
_NO_DIGEST: Final = bytes(32)  # equals the digest of nothing that anybody can find


class Caller(Struct, frozen=True):
    """Who calls: the public id of a key, and its role."""

    id: str
    role: str


class ApiKey(Struct, frozen=True):
    """A key without its secret; instants in milliseconds, None where there is none."""

    id: str
    role: Role
    created_at_ms: int
    expires_at_ms: int | None
    revoked_at_ms: int | None

    def holds_at(self, now_ms: int) -> bool:
        """Whether the key is neither revoked nor expired; it ends at ``expires_at_ms`` itself."""
        if self.revoked_at_ms is not None:
            return False
        return self.expires_at_ms is None or now_ms < self.expires_at_ms


_COLUMNS: Final = tuple(API_KEYS.c[name] for name in ApiKey.__struct_fields__)
_ALL: Final[Select[Any]] = select(*_COLUMNS).order_by(API_KEYS.c.created_at_ms, API_KEYS.c.id)
_FIND: Final[Select[Any]] = select(*_COLUMNS, API_KEYS.c.key_digest).where(
    API_KEYS.c.id == bindparam("wanted")
)


class ApiKeys:
    """The keys in a store's database. Every method raises ``Unavailable`` when it is not there."""

    def __init__(self, store: Store) -> None:
        self._engine = store.engine

    def create(self, role: str, now_ms: int, expires_at_ms: int | None = None) -> tuple[str, str]:
        """Makes a key.

        Returns:
            Its id, and the key itself, which can't be had again.

        Raises:
            WrongUse: there is no such role, or the key would be expired at once.
        """
        if role not in ROLES:
            raise WrongUse(f"no such role; the roles are: {', '.join(ROLES)}", code="unknown_role")
        if expires_at_ms is not None and expires_at_ms <= now_ms:
            raise WrongUse("the key would be expired at once", code="bad_expiry")
        key_id = random_bytes(_ID_BYTES).hex()
        key = f"{PREFIX}{key_id}{_text_of(random_bytes(_SECRET_BYTES))}"
        row = {
            "id": key_id,
            "role": role,
            "key_digest": _digest_of(key),
            "created_at_ms": now_ms,
            "expires_at_ms": expires_at_ms,
        }
        with reading(), self._engine.begin() as connection:
            connection.execute(insert(API_KEYS), row)
        return key_id, key

    def find(self, key: str, now_ms: int) -> ApiKey | None:
        """The key that a caller sent, or None if it is unknown, revoked or expired.

        The row is found by the public id; secrets are compared by digest in constant time, for an
        unknown id as well, so that time tells nothing.
        """
        if not _SHAPE.fullmatch(key):
            return None
        row = self._row(key[len(PREFIX) : _ID_END])
        kept = _NO_DIGEST if row is None else bytes(row[-1])
        if not hmac.compare_digest(kept, _digest_of(key)) or row is None:
            return None
        found = ApiKey(*row[:-1])
        return found if found.holds_at(now_ms) else None

    def revoke(self, key_id: str, now_ms: int) -> None:
        """Ends a key; one that is already revoked keeps its first time.

        Raises:
            NotFound: there is no such key.
        """
        known = re.fullmatch("[0-9a-f]{16}", key_id) and self._row(key_id)
        if not known:
            raise NotFound("there is no API key of this id")
        change = update(API_KEYS).where(API_KEYS.c.id == key_id, API_KEYS.c.revoked_at_ms.is_(None))
        with reading(), self._engine.begin() as connection:
            connection.execute(change, {"revoked_at_ms": now_ms})

    def list_all(self) -> list[ApiKey]:
        """All keys, oldest first, revoked and expired ones as well."""
        with reading(), self._engine.connect() as connection:
            return [ApiKey(*row) for row in connection.execute(_ALL)]

    def _row(self, key_id: str) -> Sequence[Any] | None:
        with reading(), self._engine.connect() as connection:
            return connection.execute(_FIND, {"wanted": key_id}).one_or_none()


def _digest_of(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


def _text_of(secret: bytes) -> str:
    return base64.urlsafe_b64encode(secret).rstrip(b"=").decode()
