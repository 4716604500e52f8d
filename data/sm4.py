"""SM4 in Galois counter mode (GB/T 32907, RFC 8998), in the form of the library's own AESGCM."""

from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from data.errors import Failure

KEY_BYTES: Final = 16
_TAG_BYTES: Final = 16
_PURPOSE: Final = b"postrisk|sm4-gcm"


class Sm4Gcm:
    """Encrypts and authenticates under one key.

    Args:
        key: 16 bytes.
    """

    def __init__(self, key: bytes) -> None:
        self._key = SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """The ciphertext with its 16-byte tag behind.

        Raises:
            Failure: this build of OpenSSL has no SM4 in GCM.
        """
        try:
            encryptor = Cipher(self._key, GCM(nonce)).encryptor()
        except UnsupportedAlgorithm:
            raise _not_here() from None
        encryptor.authenticate_additional_data(associated_data or b"")
        return encryptor.update(data) + encryptor.finalize() + encryptor.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """What was encrypted.

        Raises:
            InvalidTag: it was changed, or belongs elsewhere.
            Failure: as ``encrypt``.
        """
        tag = data[-_TAG_BYTES:]
        try:
            decryptor = Cipher(self._key, GCM(nonce, tag)).decryptor()
        except UnsupportedAlgorithm:
            raise _not_here() from None
        decryptor.authenticate_additional_data(associated_data or b"")
        return decryptor.update(data[:-_TAG_BYTES]) + decryptor.finalize()


def sm4_key_of(vault_key: bytes) -> bytes:
    """The SM4 key that belongs to a vault key: HKDF over SM3, so that no key serves two ciphers.

    Raises:
        Failure: this build of OpenSSL has no SM3.
    """
    try:
        derivation = HKDF(algorithm=SM3(), length=KEY_BYTES, salt=None, info=_PURPOSE)
        return derivation.derive(vault_key)
    except UnsupportedAlgorithm:
        raise _not_here() from None


def _not_here() -> Failure:
    return Failure(
        "SM4-GCM is set, but the OpenSSL that cryptography was built with has no SM3 or SM4 in GCM: "
        "set POSTRISK_CIPHER=aes or install a build that has them",
        code="no_sm4",
    )
