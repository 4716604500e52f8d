"""Passwords and one-time codes: argon2id (RFC 9106) and TOTP (RFC 6238).

The parameters of argon2id are the second recommended option of RFC 9106 (64 MiB, three passes), which is
the library's default; a hash names its own, so they may change.
"""

import base64
from typing import Final

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from data.instants import SECOND_MS
from data.vault import random_bytes

SHORTEST: Final = 12
"""Characters of a password that a person chooses (NIST SP 800-63B-4 asks for 15 without a second
factor and 8 with one; MLPS level 3 names no number)."""
LONGEST: Final = 200
_STEP_SECONDS: Final = 30
_ISSUER: Final = "PostRisk"
_HASHER: Final = PasswordHasher()
NOBODY: Final = _HASHER.hash("nobody has this password")
"""A hash to check against where there is no account, so that time tells nothing."""


def new_password() -> str:
    """A password of 120 random bits that can be read out.

    >>> len(new_password())
    29
    """
    text = base64.b32encode(random_bytes(15)).decode().lower()
    return "-".join(text[at : at + 4] for at in range(0, 24, 4))


def hash_of(password: str) -> str:
    """The argon2id hash; takes tens of milliseconds and 64 MiB."""
    return _HASHER.hash(password)


def fits(password_hash: str, password: str) -> bool:
    """Whether a password is that of a hash; takes as long as making one."""
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def new_seed() -> str:
    """A seed of one-time codes, 160 random bits in base 32."""
    return base64.b32encode(random_bytes(20)).decode()


def seed_uri(seed: str, name: str) -> str:
    """What an authenticator app takes in, as ``otpauth://``."""
    return pyotp.TOTP(seed).provisioning_uri(name=name, issuer_name=_ISSUER)


def step_of_code(seed: str, code: str, now_ms: int, after_step: int) -> int | None:
    """The step whose code this is, or None.

    A code holds for its own 30 seconds and for the step before and after (clocks differ); one that was
    used, or is older than one that was, does not hold again.
    """
    codes = pyotp.TOTP(seed)
    now_step = now_ms // (_STEP_SECONDS * SECOND_MS)
    for step in (now_step - 1, now_step, now_step + 1):
        if step > after_step and pyotp.utils.strings_equal(codes.generate_otp(step), code):
            return step
    return None
