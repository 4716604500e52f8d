from array import array
from math import nan

import pytest

from data.decisions import LADDER, Action
from risk.explain import MAX_REASONS, counter_text, customer_text, reasons_of
from risk.features.catalogue import LEDGER_NAMES, NAMES
from risk.ledger import ledger_of, packed_places
from rules.model import Words
from tests.risk.builders import ALL_KINDS, rule

STOPPED = ("hold", "decline")
COLOURS = {
    "approve": "green",
    "step_up": "amber",
    "review": "amber",
    "hold": "red",
    "decline": "red",
}


def ledger(parts: dict[str, float]) -> bytes:
    places = packed_places(LEDGER_NAMES.index(name) for name in parts)
    return ledger_of(-7.0, -7.0 + sum(parts.values()), array("d", parts.values()).tobytes(), places)


def vector(values: dict[str, float]) -> bytes:
    return array("d", [values.get(name, nan) for name in NAMES]).tobytes()


def test_the_largest_raising_contributions_are_the_reasons_in_both_languages() -> None:
    parts = {"weight_grams": 0.5, "freight_fen": 0.75, "declared_value_fen": -2.0, "at_night": 0.0}
    values = {"weight_grams": 1450.5}
    light, unknown = reversed(reasons_of([], vector(values), ledger(parts), flagged=True))
    assert (light.code, light.contribution) == ("weight_grams", 0.5)
    assert light.zh.endswith(":1,450.5") and light.en.endswith(": 1,450.5")
    assert (unknown.code, unknown.contribution) == ("freight_fen", 0.75)
    assert unknown.zh.endswith(":缺失") and unknown.en.endswith(": missing")


def test_rules_come_before_contributions_and_both_are_few() -> None:
    parts = dict.fromkeys(NAMES[:9], 0.5)
    for count in range(7):
        fired = [rule(f"T-{number}") for number in range(count)]
        codes = [r.code for r in reasons_of(fired, vector({}), ledger(parts), flagged=True)]
        wanted = [f"code_T-{number}" for number in range(count)] + list(parts)
        assert codes == wanted[:MAX_REASONS]


def test_what_rules_add_is_no_reason_of_its_own_and_the_anomaly_is() -> None:
    parts = {"rules": 2.0, "anomaly": 1.0, "weight_grams": 0.5}
    said = reasons_of([rule("T-1")], vector({}), ledger(parts), flagged=True)
    assert [reason.code for reason in said] == ["code_T-1", "anomaly", "weight_grams"]


def test_a_decision_that_stops_nobody_gives_no_contributions() -> None:
    fired, parts = [rule("T-1")], {"weight_grams": 0.5}
    assert reasons_of([], vector({}), ledger(parts), flagged=False) == []
    (only,) = reasons_of(fired, vector({}), ledger(parts), flagged=False)
    assert (only.code, only.contribution) == ("code_T-1", 0.0)


@pytest.mark.parametrize("action", LADDER)
def test_the_clerk_always_has_a_colour_a_sentence_and_both_languages(action: Action) -> None:
    text = counter_text(action, [])
    assert text.colour == COLOURS[action]
    assert text.zh and text.en


def test_the_clerk_reads_the_words_of_the_rule_that_decided() -> None:
    fired = [rule("T-1", action="hold"), rule("T-2", action="review")]
    assert counter_text("hold", fired).zh == "柜面T-1"
    assert counter_text("hold", fired).colour == "red"
    assert counter_text("review", fired).zh == "柜面T-2"


def test_the_clerk_does_not_read_the_words_of_a_rule_that_did_not_decide() -> None:
    assert "T-1" not in counter_text("review", [rule("T-1", action="step_up")]).zh


@pytest.mark.parametrize("kind", ALL_KINDS)
@pytest.mark.parametrize("action", LADDER)
def test_the_customer_is_told_exactly_where_stopped(kind: str, action: Action) -> None:
    text = customer_text(kind, action, [])
    assert (text is not None) == (action in STOPPED)
    if text is not None:
        assert text.zh and text.en and text.appeal


def test_the_customer_reads_the_deciding_rule_and_where_to_appeal() -> None:
    fired = [rule("T-1", action="decline", customer=Words("带证件", "bring a document"))]
    text = customer_text("account_opening", "decline", fired)
    assert text is not None
    assert (text.zh, text.en) == ("带证件", "bring a document")
    assert "15" in text.appeal
