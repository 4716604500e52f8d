"""Who is calling: ``Authorization: Bearer <key>`` -> role."""

from functools import lru_cache
from typing import Final

from api.ports import KeyRing
from data.api_keys import Caller
from data.errors import Unauthenticated

_SCHEME: Final = b"bearer "
_MAX_KEY_BYTES: Final = 512
_MAX_HELD: Final = 4_096


def role_of(authorization: bytes | None, keys: KeyRing) -> str:
    """The role of the caller's key.

    Raises:
        Unauthenticated: no key was sent, it is not a Bearer key, or it is not known.
    """
    secret = secret_of(authorization)
    role = keys.role_of(secret) if secret.isascii() else None
    if role is None:
        raise _unknown()
    return role


def caller_of(authorization: bytes | None, keys: KeyRing) -> Caller:
    """Who calls, by the public id of the key.

    Raises:
        Unauthenticated: as ``role_of``.
    """
    secret = secret_of(authorization)
    caller = keys.caller_of(secret) if secret.isascii() else None
    if caller is None:
        raise _unknown()
    return caller


def secret_of(authorization: bytes | None) -> str:
    """The key or token as it was sent; whether it is known is another question.

    Raises:
        Unauthenticated: none was sent, or it is not a Bearer key.
    """
    if authorization is None:
        raise Unauthenticated("send Authorization: Bearer <key>", code="missing_key")
    return _secret_in(authorization)


def _unknown() -> Unauthenticated:
    return Unauthenticated("the key is not known, or no longer valid")


@lru_cache(_MAX_HELD)  # callers send the same header with every request
def _secret_in(authorization: bytes) -> str:
    if authorization[:7].lower() != _SCHEME or len(authorization) > _MAX_KEY_BYTES:
        raise Unauthenticated("send Authorization: Bearer <key>")
    return authorization[7:].strip().decode("latin-1")
