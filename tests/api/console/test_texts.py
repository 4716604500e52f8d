"""Both catalogues hold the same keys and values to put in, and every key that a page asks for."""

import re
from pathlib import Path
from string import Formatter

import pytest

from api.console import look_alikes
from api.console.texts import CATALOGUES, CHINESE, ENGLISH, Words
from data.api_keys import ROLES

_PAGES = Path(look_alikes.__file__).parent
_ASKED = re.compile(r"""\bt\(\s*"([a-z0-9_.]+)"|\("((?:act|nav|guide|step)\.[a-z0-9_]+)\"""")


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_catalogues_hold_the_same_keys_and_values() -> None:
    chinese, english = CATALOGUES[CHINESE], CATALOGUES[ENGLISH]
    assert chinese.keys() == english.keys()
    assert {key: _names(text) for key, text in chinese.items()} == {
        key: _names(text) for key, text in english.items()
    }


def test_every_key_that_a_page_asks_for_is_there() -> None:
    asked = {
        found
        for page in _PAGES.glob("*.py")
        for pair in _ASKED.findall(page.read_text(encoding="utf-8"))
        for found in pair
        if found
    }
    assert len(asked) > 80
    assert asked <= CATALOGUES[CHINESE].keys()


def test_english_holds_no_chinese_but_for_the_way_back() -> None:
    chinese = re.compile(r"[一-鿿]")
    found = {key for key, text in CATALOGUES[ENGLISH].items() if chinese.search(text)}
    assert found == {"nav.language"}


@pytest.mark.parametrize("language", [CHINESE, ENGLISH])
def test_every_role_has_a_word(language: str) -> None:
    words = Words(ENGLISH if language == ENGLISH else CHINESE)
    assert all(words.of("role", role) != role for role in ROLES)
    assert words.of("role", "a_new_one") == "a_new_one"


def test_look_alikes_are_the_33_of_the_domain() -> None:
    assert list(look_alikes.look_alikes(Words(CHINESE))) == [f"L{n:02d}" for n in range(1, 34)]


def test_no_page_names_another_host() -> None:
    foreign = re.compile(r"https?://(?!127\.0\.0\.1)[\w.]+|//cdn|@import|url\(")
    for page in _PAGES.glob("*.py"):
        assert not foreign.search(page.read_text(encoding="utf-8")), page.name
