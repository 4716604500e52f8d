"""Reasons are there in both languages, and what is protected is told in the neutral one."""

import re

import pytest

from rules.credit_reasons import NEUTRAL, REASONS, told
from rules.wording import PROTECTED


def test_the_codes_are_those_of_the_domain() -> None:
    assert list(REASONS) == [f"C{number:02d}" for number in range(1, 11)]


@pytest.mark.parametrize("code", sorted(REASONS))
def test_a_reason_speaks_both_languages_and_names_nothing_protected(code: str) -> None:
    reason = REASONS[code]
    for words in (reason.internal, reason.customer, reason.bring):
        assert re.search(r"[\u4e00-\u9fff]", words.zh)
        assert not re.search(r"[\u4e00-\u9fff]", words.en)
        assert not PROTECTED.search(words.zh) and not PROTECTED.search(words.en)


def test_a_code_is_told_once() -> None:
    assert list(told(["C02", NEUTRAL, "C02"])) == [REASONS["C02"], REASONS[NEUTRAL]]
