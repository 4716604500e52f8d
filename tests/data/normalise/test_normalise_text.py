import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.normalise.text import SIMPLIFIED_OF, clean, comparison_form

# Any code points at all: lone surrogates, NULs, emoji, combining marks.
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=200)


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("　３号楼 ａ座\t", "3号楼A座"),
        ("张\u200b三\ufeff", "张三"),
        ("e\u200b\u0301", "É".lower()),  # removal lets the letter and its accent compose
        ("", ""),
        ("\x00\x07", ""),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(ANYTHING)
def test_clean_is_total_idempotent_and_normal(raw: str) -> None:
    cleaned = clean(raw)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFKC", cleaned)
    assert not any(c.isspace() for c in cleaned)


@given(ANYTHING)
def test_comparison_form_is_idempotent_and_keeps_length(raw: str) -> None:
    form = comparison_form(raw)
    assert comparison_form(form) == form
    assert len(form) == len(raw)


def test_the_table_is_as_large_as_it_says() -> None:
    assert 650 <= len(SIMPLIFIED_OF) <= 720
    assert comparison_form("廣東省東莞市長安鎮") == "广东省东莞市长安镇"
