from math import nan

import pytest

from data.decisions import LADDER, Action, Contribution, Explanation
from risk.explain import counter_text, customer_text, explanation_of
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


def test_the_ledger_leaves_out_what_has_no_part_and_marks_the_missing() -> None:
    names = ("weight_grams", "freight_fen", "declared_value_fen")
    found = explanation_of(names, (450.0, nan, 1.0), (0.5, -0.25, 0.0), -7.0, -6.75)
    assert found == Explanation(
        -7.0,
        -6.75,
        (Contribution("weight_grams", 450.0, 0.5), Contribution("freight_fen", None, -0.25)),
    )


def test_a_ledger_of_other_length_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        explanation_of(("weight_grams",), (1.0, 2.0), (0.5,), 0.0, 0.5)


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
