"""SM4-GCM: the vector of RFC 8998, and what it refuses."""

import pytest
from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm

from data import sm4
from data.errors import Failure
from data.sm4 import KEY_BYTES, Sm4Gcm, sm4_key_of
from data.vault import Vault

# RFC 8998, appendix A.1.
KEY = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
NONCE = bytes.fromhex("00001234567800000000ABCD")
PLAIN = bytes.fromhex(
    "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD"
    "EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA"
)
ASSOCIATED = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
SEALED = bytes.fromhex(
    "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
    "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
    "83DE3541E4C2B58177E065A9BF7B62EC"
)


def test_the_vector_of_rfc_8998() -> None:
    assert Sm4Gcm(KEY).encrypt(NONCE, PLAIN, ASSOCIATED) == SEALED
    assert Sm4Gcm(KEY).decrypt(NONCE, SEALED, ASSOCIATED) == PLAIN


@pytest.mark.parametrize("place", [0, 40, len(SEALED) - 1])
def test_a_changed_byte_is_refused(place: int) -> None:
    changed = bytearray(SEALED)
    changed[place] ^= 1
    with pytest.raises(InvalidTag):
        Sm4Gcm(KEY).decrypt(NONCE, bytes(changed), ASSOCIATED)
    with pytest.raises(InvalidTag):
        Sm4Gcm(KEY).decrypt(NONCE, SEALED, ASSOCIATED + b"x")


def test_a_derived_key_has_its_length_and_is_no_part_of_its_source() -> None:
    source = bytes(range(32))
    key = sm4_key_of(source)
    assert len(key) == KEY_BYTES
    assert key == sm4_key_of(source) != sm4_key_of(bytes(32))
    assert key not in (source[:16], source[16:])


@pytest.mark.parametrize("lacking", ["Cipher", "HKDF"])
def test_a_build_without_it_says_so_at_the_start(
    lacking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*_given: object, **_named: object) -> None:
        raise UnsupportedAlgorithm("")

    sealed = Vault({1: bytes(32)}, 1, "sm4").seal(b"x", b"")
    monkeypatch.setattr(sm4, lacking, unsupported)
    for use in (lambda: Vault({1: bytes(32)}, 1, "sm4"), lambda: _opened(sealed)):
        with pytest.raises(Failure, match="POSTRISK_CIPHER=aes") as caught:
            use()
        assert caught.value.code == "no_sm4"
    assert Vault({1: bytes(32)}, 1).seal(b"x", b"")


def _opened(sealed: bytes) -> bytes:
    return Vault({1: bytes(32)}, 1).open(sealed, b"")
