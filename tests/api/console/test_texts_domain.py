"""Nobody has to know a code by heart: typologies and event fields that a page may show have words."""

import re
from importlib import resources

from api.console.shown import feature_text, typology_text
from api.console.texts import CHINESE, ENGLISH, Words
from api.console.texts_domain import TEXTS
from risk.features.catalogue import vocabulary


def test_every_typology_of_the_shipped_rules_has_its_words() -> None:
    folder = resources.files("rules") / "policies"
    text = "".join(one.read_text("utf-8") for one in folder.iterdir() if one.name.endswith(".yaml"))
    codes = set(re.findall(r"typology: ([A-Z]{2}-\d{2})", text))
    assert len(codes) > 20
    assert [code for code in codes if f"typology.{code}" not in TEXTS] == []


def test_a_typology_is_its_code_and_its_words() -> None:
    assert typology_text("AO-01", Words(CHINESE)) == "AO-01 一人多户"
    assert typology_text("AO-01", Words(ENGLISH)) == "AO-01 one person, many accounts"
    assert typology_text("XX-99", Words(CHINESE)) == "XX-99"
    assert typology_text(None, Words(CHINESE)) == "–"


def test_every_value_that_a_rule_may_name_has_words() -> None:
    t = Words(CHINESE)
    assert [name for name in vocabulary() if feature_text(name, t) == name] == []
    assert feature_text("of_another_version", t) == "of_another_version"
