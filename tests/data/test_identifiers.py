import doctest
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import identifiers
from data.identifiers import Kind, Tokeniser, kind_of

KEYS = st.binary(min_size=16, max_size=64)
KINDS = st.sampled_from(Kind)
ANY_TEXT = st.text(st.characters(codec=None))  # with lone surrogates, which JSON can carry


def test_the_examples_of_the_docstrings_hold() -> None:
    found = doctest.testmod(identifiers)
    assert found.failed == 0
    assert found.attempted > 0


@given(KEYS, KINDS, ANY_TEXT)
def test_a_token_is_hmac_sha256_cut_to_128_bits(key: bytes, kind: Kind, canonical: str) -> None:
    message = f"{kind.name}|{canonical}".encode("utf-8", "surrogatepass")
    expected = hmac.digest(key, message, "sha256")[:16]
    assert Tokeniser(key).token(kind, canonical) == expected


@given(KINDS, ANY_TEXT)
def test_a_token_does_not_depend_on_what_came_before(kind: Kind, canonical: str) -> None:
    used = Tokeniser(bytes(32))
    used.token(Kind.PHONE, "13800138000")
    assert used.token(kind, canonical) == Tokeniser(bytes(32)).token(kind, canonical)


@given(KINDS, ANY_TEXT)
def test_a_node_is_64_bits_and_tells_its_kind(kind: Kind, canonical: str) -> None:
    node = Tokeniser(bytes(32)).node(kind, canonical)
    assert 0 <= node < 2**64
    assert kind_of(node) is kind


@given(KINDS, ANY_TEXT)
def test_a_node_is_the_head_of_its_token(kind: Kind, canonical: str) -> None:
    tokeniser = Tokeniser(bytes(32))
    head = int.from_bytes(tokeniser.token(kind, canonical)[:8], "big")
    assert tokeniser.node(kind, canonical) >> 4 == head >> 4


def test_kinds_keys_and_texts_are_told_apart() -> None:
    nodes = {
        Tokeniser(key).node(kind, canonical)
        for key in (bytes(32), bytes(31) + b"\1")
        for kind in Kind
        for canonical in ("", "a", "b", "ab")
    }
    assert len(nodes) == 2 * len(Kind) * 4


@pytest.mark.parametrize("length", [0, 15, 65])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="16 to 64 bytes"):
        Tokeniser(bytes(length))


def test_kinds_fit_into_four_bits() -> None:
    assert sorted(Kind) == list(range(len(Kind)))
    assert len(Kind) <= 16
