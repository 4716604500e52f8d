"""Who is calling: ``Authorization: Bearer <key>`` -> role."""

from typing import Final

from api.ports import KeyRing
from data.errors import Unauthenticated

_SCHEME: Final = b"bearer "
_MAX_KEY_BYTES: Final = 512


def role_of(authorization: bytes | None, keys: KeyRing) -> str:
    """The role of the caller's key.

    Raises:
        Unauthenticated: no key was sent, it is not a Bearer key, or it is not known.
    """
    if authorization is None:
        raise Unauthenticated("send Authorization: Bearer <key>", code="missing_key")
    if authorization[:7].lower() != _SCHEME or len(authorization) > _MAX_KEY_BYTES:
        raise Unauthenticated("send Authorization: Bearer <key>")
    secret = authorization[7:].strip()
    role = keys.role_of(secret.decode("ascii")) if secret.isascii() else None
    if role is None:
        raise Unauthenticated("the key is not known, or no longer valid")
    return role
