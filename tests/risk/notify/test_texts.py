import re
from string import Formatter
from typing import Any

import pytest

from data.notices import EVENTS, TEST, notice_of
from risk.case_routing import BANDS
from risk.notify.settings import Language
from risk.notify.texts import TEXTS, WORDS, sentence_of

CASE = {
    "case_id": "C-20250314-000001",
    "kind": "shipment",
    "typology": None,
    "band": "high",
    "decision": "hold",
    "stake_fen": 1_234_500,
    "due_at": "2025-03-14T10:00:00+00:00",
}
DATA: dict[str, dict[str, Any]] = {
    "case.high": CASE,
    "case.due": CASE,
    "appeal.due": {"appeal_id": 3, "case_id": "C-20250314-000001", "due_at": "2025-03-14T10:00Z"},
    "drift.score": {"kind": "shipment", "psi": 0.4, "limit": 0.25},
    "drift.reasons": {"kind": "account_opening", "psi": 0.4, "limit": 0.25},
    "hub.unknown": {"hub": "0" * 15 + "3", "kind": "phone", "event_id": "e-1"},
    "integrity.fault": {"check": "exposure", "code": "exposure_differs"},
    TEST: {},
}
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def test_both_catalogues_say_the_same_things() -> None:
    assert set(TEXTS["zh"]) == set(TEXTS["en"]) == {*EVENTS, TEST} == set(DATA)
    assert set(WORDS["zh"]) == set(WORDS["en"]) >= set(BANDS)
    for event in TEXTS["zh"]:
        fields = [
            {name for _, name, _, _ in Formatter().parse(TEXTS[language][event]) if name}
            for language in LANGUAGES
        ]
        assert fields[0] == fields[1], event


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("event", sorted(DATA))
def test_every_event_has_a_sentence(event: str, language: Language) -> None:
    said = sentence_of(notice_of(event, "x", 0, data=DATA[event]), language)
    assert said.endswith(f"#{event.replace('.', '_')}-x")
    assert "{" not in said
    assert bool(re.search("[一-鿿]", said)) == (language == "zh")
    if "stake_fen" in DATA[event] and event == "case.high":
        assert "12,345.00" in said
