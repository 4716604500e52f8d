"""Encryption of what names a person, and the only source of random bytes.

AES-256-GCM (NIST SP 800-38D), or SM4-GCM (GB/T 32907, RFC 8998) where the settings say so: who lacks the
key reads nothing, and a changed byte is refused rather than read. Cipher and version of the key stand in
every sealed value, so that old rows stay readable after a new key or another cipher has come (PIPL
article 51: encryption, de-identification).
"""

import os
from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from data.errors import Failure
from data.sm4 import Sm4Gcm, sm4_key_of

CipherName: TypeAlias = Literal["aes", "sm4"]
KEY_BYTES: Final = 32
FORMAT: Final = 1
"""Of a value that AES-256-GCM sealed."""
SM4_FORMAT: Final = 2
_HEADER_BYTES: Final = 5
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
_SHORTEST: Final = _HEADER_BYTES + _NONCE_BYTES + _TAG_BYTES
_LAST_VERSION: Final = 2**32 - 1
_Cipher: TypeAlias = AESGCM | Sm4Gcm


def random_bytes(count: int) -> bytes:
    """Secret bytes from the operating system, for keys and for secrets shown once."""
    return os.urandom(count)


class Vault:
    """Seals and opens bytes under versioned keys.

    A sealed value is 1 byte of format, which tells the cipher, 4 bytes of key version (big-endian), 12
    bytes of nonce, then the ciphertext with its 16-byte tag. Format and version are authenticated with
    the rest.

    Nonces are random: by SP 800-38D 8.3 one key may seal 2^32 values before the chance of a
    repeated nonce passes 2^-32. At 500 events a second that is 99 days: bring a new current key
    before then.

    Args:
        keys: 32-byte keys by version, 0 to 2^32 - 1; SM4 has 16 bytes derived of each.
        current: the version that seals; every version opens.
        cipher: that seals; both open.

    Raises:
        Failure: there is no key of the current version, a key or a version is malformed, or SM4 is asked
            for and this build has none.
    """

    def __init__(self, keys: Mapping[int, bytes], current: int, cipher: CipherName = "aes") -> None:
        for version, key in keys.items():
            _check_key(version, key)
        if current not in keys:
            raise Failure(f"there is no vault key of the current version {current}", code="bad_key")
        self._keys = dict(keys)
        self._ciphers: dict[tuple[int, int], _Cipher] = {}
        form = FORMAT if cipher == "aes" else SM4_FORMAT
        self._header = bytes([form]) + current.to_bytes(4, "big")
        self._current = self._made(form, current)
        self.seal(b"", b"")  # a cipher that this build lacks is told now, not at the first event

    def seal(self, plain: bytes, associated: bytes) -> bytes:
        """The sealed form of some bytes.

        Args:
            plain: what to hide.
            associated: what the value belongs to; needed again to open, and not kept in it. A
                sealed value moved to another row is refused there.
        """
        nonce = os.urandom(_NONCE_BYTES)
        header = self._header
        return header + nonce + self._current.encrypt(nonce, plain, header + associated)

    def open(self, sealed: bytes, associated: bytes) -> bytes:
        """What was sealed.

        Raises:
            Failure: the value was changed, belongs elsewhere, or its key is not here.
        """
        cipher = self._cipher_of(sealed)
        header, nonce = sealed[:_HEADER_BYTES], sealed[_HEADER_BYTES:][:_NONCE_BYTES]
        try:
            return cipher.decrypt(
                nonce, sealed[_HEADER_BYTES + _NONCE_BYTES :], header + associated
            )
        except InvalidTag:
            raise Failure(
                "a sealed value was changed, moved, or sealed under another key", code="tampered"
            ) from None

    def _cipher_of(self, sealed: bytes) -> _Cipher:
        if len(sealed) < _SHORTEST or sealed[0] not in (FORMAT, SM4_FORMAT):
            raise Failure("a sealed value is cut short or of an unknown format", code="tampered")
        version = int.from_bytes(sealed[1:_HEADER_BYTES], "big")
        return self._ciphers.get((sealed[0], version)) or self._made(sealed[0], version)

    def _made(self, form: int, version: int) -> _Cipher:
        """The cipher of a format and a key, made once."""
        key = self._keys.get(version)
        if key is None:
            raise Failure(f"there is no vault key of version {version}", code="unknown_key")
        cipher = AESGCM(key) if form == FORMAT else Sm4Gcm(sm4_key_of(key))
        self._ciphers[form, version] = cipher
        return cipher


def _check_key(version: int, key: bytes) -> None:
    if not 0 <= version <= _LAST_VERSION:
        raise Failure(f"a vault key has the impossible version {version}", code="bad_key")
    if len(key) != KEY_BYTES:
        raise Failure(f"vault key {version} has not {KEY_BYTES} bytes", code="bad_key")
