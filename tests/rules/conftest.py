"""The vocabularies of the tests: a small one of our own, and the catalogue's."""

import pytest

from risk.features import catalogue
from rules.vocabulary import FactType, Vocabulary, VocabularyEntry

SHIPMENT = frozenset({"shipment"})
OPENING = frozenset({"account_opening"})
BOTH = SHIPMENT | OPENING


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    facts: tuple[tuple[str, FactType, frozenset[str]], ...] = (
        ("openings_7d", "number", OPENING),
        ("weight_grams", "number", SHIPMENT),
        ("amount_fen", "number", BOTH),
        ("score", "number", BOTH),
        ("vague", "flag", BOTH),
        ("inspected", "flag", SHIPMENT),
        ("channel", "text", BOTH),
        ("pay_mode", "text", SHIPMENT),
    )
    return {n: VocabularyEntry(n, i, t, kinds) for i, (n, t, kinds) in enumerate(facts)}


@pytest.fixture(scope="session")
def catalogue_vocabulary() -> Vocabulary:
    return catalogue.vocabulary()
