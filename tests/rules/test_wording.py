"""Words for clerks and customers: there, in both languages, and silent where they must be."""

import msgspec
import pytest

from data.decisions import Action
from rules.model import ReasonText, Rule, Words
from rules.wording import MAX_WORDS, wording_mistakes

FINE = Words("请核实。", "Please check.")


def rule(action: Action, counter: Words | None, customer: Words | None) -> Rule:
    reason = ReasonText("test", "测试", "test")
    kinds = ("shipment",)
    return Rule("T", 1, None, action, kinds, "vague", None, reason, counter, customer, (), ())


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("approve", set()),
        ("step_up", {"counter"}),
        ("review", {"counter"}),
        ("hold", {"counter", "customer"}),
        ("decline", {"counter", "customer"}),
    ],
)
def test_who_must_be_told(action: Action, fields: set[str]) -> None:
    assert {note[0] for note in wording_mistakes(rule(action, None, None))} == fields
    assert list(wording_mistakes(rule(action, FINE, FINE))) == []


@pytest.mark.parametrize(
    "words",
    [
        Words("该客户在黑名单上。", "Please check."),
        Words("已报告公安机关。", "Please check."),
        Words("请核实。", "The sender is on a watch-list."),
        Words("请核实。", "A suspicious transaction was reported."),
        Words("请核实。", "An STR was filed."),
    ],
)
def test_protected_words(words: Words) -> None:
    (counter,) = wording_mistakes(rule("review", words, None))
    (customer,) = wording_mistakes(rule("hold", FINE, words))
    assert (counter[0], customer[0]) == ("counter", "customer")
    assert "protected" in counter[1]


def test_protected_words_in_a_reason() -> None:
    told = msgspec.structs.replace(
        rule("approve", None, None), reason=ReasonText("x", "疑似可疑交易", "odd")
    )
    (note,) = wording_mistakes(told)
    assert note[0] == "reason"
    assert "protected" in note[1]


def test_ordinary_words_that_look_like_protected_ones() -> None:
    words = Words("请出示物品清单。", "Please listen to the customer; a strong box helps.")
    assert list(wording_mistakes(rule("review", words, None))) == []


def test_a_sentence_has_a_length() -> None:
    words = Words("请核实。" * MAX_WORDS, "Please check.")
    assert [note[1] for note in wording_mistakes(rule("review", words, None))] == [
        f"counter is longer than {MAX_WORDS} characters"
    ]
