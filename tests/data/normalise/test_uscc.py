import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.normalise.uscc import parse_uscc, uscc_check_character

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize(
    ("raw", "kind", "linkable"),
    [
        ("91350100M000100Y43", "uscc", True),
        ("91350100m000100y43", "uscc", True),
        ("9135 0100 M000 100Y 43", "uscc", True),
        ("91350100M000100Y4Z", "invalid", False),
        ("91350100M000100Y44", "invalid", False),
        ("110000000000004", "business_licence_15", False),
        ("00000000-0", "invalid", False),
        ("913501****0100Y43", "masked", False),
        ("111111111111111111", "invalid", False),
        ("", "missing", False),
        (None, "missing", False),
    ],
)
def test_parse_uscc(raw: str | None, kind: str, *, linkable: bool) -> None:
    organisation = parse_uscc(raw)
    assert (organisation.kind, organisation.linkable) == (kind, linkable)


def test_old_numbers_link_only_if_they_check() -> None:
    # The organisation code inside the sample code of the standard, and a published licence sample.
    assert parse_uscc("M000100Y4").linkable
    assert not parse_uscc("M000100Y5").linkable
    assert parse_uscc("110108000000016").linkable != parse_uscc("110108000000017").linkable


@given(st.text(st.characters(exclude_categories=()), max_size=60) | st.text(ALPHABET, max_size=20))
def test_total_and_idempotent(raw: str) -> None:
    organisation = parse_uscc(raw)
    if organisation.canonical:
        assert parse_uscc(organisation.canonical) == organisation


@given(st.from_regex(rf"\A91[1-6][0-9]{{5}}[{ALPHABET}]{{9}}\Z"), st.integers(0, 16))
def test_a_changed_character_is_seen(first: str, at: int) -> None:
    code = first + uscc_check_character(first)
    assert parse_uscc(code).linkable
    other = ALPHABET[(ALPHABET.index(code[at]) + 1) % 31]
    assert not parse_uscc(code[:at] + other + code[at + 1 :]).linkable
