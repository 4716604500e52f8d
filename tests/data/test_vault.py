import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import Failure
from data.vault import FORMAT, KEY_BYTES, SM4_FORMAT, CipherName, Vault, random_bytes

KEY_1 = bytes(range(32))
KEY_2 = bytes(range(32, 64))
CIPHERS: tuple[CipherName, ...] = ("aes", "sm4")


@pytest.mark.parametrize("cipher", CIPHERS)
@given(plain=st.binary(max_size=300), associated=st.binary(max_size=40))
def test_what_is_sealed_opens(cipher: CipherName, plain: bytes, associated: bytes) -> None:
    vault = Vault({1: KEY_1}, 1, cipher)
    assert vault.open(vault.seal(plain, associated), associated) == plain


@pytest.mark.parametrize("cipher", CIPHERS)
@given(plain=st.binary(max_size=100), place=st.integers(0), flip=st.integers(1, 255))
def test_any_changed_byte_is_refused(
    cipher: CipherName, plain: bytes, place: int, flip: int
) -> None:
    vault = Vault({1: KEY_1}, 1, cipher)
    sealed = bytearray(vault.seal(plain, b"row 1"))
    sealed[place % len(sealed)] ^= flip
    with pytest.raises(Failure):
        vault.open(bytes(sealed), b"row 1")


@pytest.mark.parametrize("cipher", CIPHERS)
@given(plain=st.binary(min_size=1, max_size=100), end=st.integers(0))
def test_a_cut_value_is_refused(cipher: CipherName, plain: bytes, end: int) -> None:
    vault = Vault({1: KEY_1}, 1, cipher)
    sealed = vault.seal(plain, b"")
    with pytest.raises(Failure) as caught:
        vault.open(sealed[: end % len(sealed)], b"")
    assert caught.value.code == "tampered"


def test_a_value_moved_elsewhere_is_refused() -> None:
    vault = Vault({1: KEY_1}, 1)
    with pytest.raises(Failure, match="changed, moved, or sealed under another key"):
        vault.open(vault.seal(b"x", b"row 1"), b"row 2")


def test_old_values_open_after_a_new_key_has_come() -> None:
    old = Vault({1: KEY_1}, 1).seal(b"x", b"")
    both = Vault({1: KEY_1, 2: KEY_2}, 2)
    assert both.open(old, b"") == b"x"
    assert both.seal(b"x", b"")[1:5] == (2).to_bytes(4, "big")


def test_values_of_either_cipher_and_any_key_open_whatever_seals_now() -> None:
    keys = {1: KEY_1, 2: KEY_2}
    sealed = [
        Vault(keys, version, cipher).seal(b"x", b"") for version in keys for cipher in CIPHERS
    ]
    assert [value[0] for value in sealed] == [FORMAT, SM4_FORMAT] * 2
    for cipher in CIPHERS:
        vault = Vault(keys, 2, cipher)
        assert [vault.open(value, b"") for value in sealed] == [b"x"] * 4


def test_a_cipher_can_not_be_relabelled() -> None:
    vault = Vault({1: KEY_1}, 1)
    for cipher, other in (("aes", SM4_FORMAT), ("sm4", FORMAT)):
        sealed = bytearray(Vault({1: KEY_1}, 1, cipher).seal(b"x", b""))  # type: ignore[arg-type]  # its two names
        sealed[0] = other
        with pytest.raises(Failure) as caught:
            vault.open(bytes(sealed), b"")
        assert caught.value.code == "tampered"


def test_a_version_can_not_be_relabelled() -> None:
    same_key = Vault({1: KEY_1, 2: KEY_1}, 1)
    sealed = bytearray(same_key.seal(b"x", b""))
    sealed[4] = 2
    with pytest.raises(Failure) as caught:
        same_key.open(bytes(sealed), b"")
    assert caught.value.code == "tampered"


def test_a_missing_key_is_named_by_its_version() -> None:
    sealed = Vault({7: KEY_1}, 7).seal(b"x", b"")
    with pytest.raises(Failure, match="version 7") as caught:
        Vault({1: KEY_1}, 1).open(sealed, b"")
    assert caught.value.code == "unknown_key"


def test_the_layout_is_as_described() -> None:
    sealed = Vault({258: KEY_1}, 258).seal(b"abc", b"")
    assert sealed[0] == FORMAT
    assert sealed[1:5] == bytes([0, 0, 1, 2])
    assert len(sealed) == 1 + 4 + 12 + 3 + 16


def test_equal_values_are_sealed_differently() -> None:
    vault = Vault({1: KEY_1}, 1)
    assert len({vault.seal(b"x", b"") for _ in range(100)}) == 100


@pytest.mark.parametrize(
    ("keys", "current"),
    [({}, 1), ({1: KEY_1}, 2), ({1: KEY_1[:16]}, 1), ({-1: KEY_1}, -1), ({2**32: KEY_1}, 2**32)],
)
def test_malformed_keys_are_refused(keys: dict[int, bytes], current: int) -> None:
    with pytest.raises(Failure) as caught:
        Vault(keys, current)
    assert caught.value.code == "bad_key"


def test_random_bytes_have_their_length_and_differ() -> None:
    assert len(random_bytes(KEY_BYTES)) == KEY_BYTES
    assert random_bytes(KEY_BYTES) != random_bytes(KEY_BYTES)
