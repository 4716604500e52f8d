"""Ids, kinds, order, evidence, and what is refused when policies are compiled."""

import math

import pytest
from msgspec.structs import replace

from data.decisions import Evidence
from data.errors import Failure
from rules.compile import compile_policies, policy_id
from rules.model import Example, Parameter, Policy, ReasonText, Rule, Words
from rules.vocabulary import Vocabulary

NAN = math.nan
EXAMPLE = Example("e", "shipment", {"vague": True}, {}, {}, None)


def rule(when: str, identifier: str = "T-1", kinds: tuple[str, ...] = ("shipment",)) -> Rule:
    reason = ReasonText("test", "测试", "test")
    return Rule(identifier, 2, None, "review", kinds, when, None, reason, None, None, (), ())


def policy(*rules: Rule, name: str = "t", version: int = 1) -> Policy:
    limit = Parameter("limit_fen", 500, "fen", "[D]")
    return Policy(name, version, Words("测试", "test"), (limit,), rules)


def evidence(when: str, vocabulary: Vocabulary, *numbers: float) -> tuple[Evidence, ...]:
    compiled = compile_policies([policy(rule(when))], vocabulary)
    texts = {"channel": "app", "pay_mode": None}
    extra = {"age": 17, "vip": True}
    assert compiled.evaluate("shipment", numbers, texts, extra) == [0]
    hit = compiled.hit(0, numbers, texts, extra)
    assert (hit.id, hit.version, hit.action) == ("T-1", 2, "review")
    return hit.evidence


def test_rules_fire_in_order_and_only_for_their_kinds(vocabulary: Vocabulary) -> None:
    first = policy(rule("vague", "A"), rule("score > 1", "B", ("account_opening",)), name="one")
    second = policy(rule("score > 1", "C", ("shipment", "account_opening")), name="two", version=3)
    compiled = compile_policies([first, second], vocabulary)
    numbers = [NAN, NAN, NAN, 5.0, 1.0, NAN]
    assert [r.id for r in compiled.rules] == ["A", "B", "C"]
    assert compiled.evaluate("shipment", numbers, {}, {}) == [0, 2]
    assert compiled.evaluate("account_opening", numbers, {}, {}) == [1, 2]
    assert compiled.evaluate("cod_application", numbers, {}, {}) == []
    assert compiled.evaluate("unheard_of", numbers, {}, {}) == []


def test_the_id_changes_with_content_but_not_with_examples(vocabulary: Vocabulary) -> None:
    plain = policy(rule("vague"))
    assert policy_id([plain]).startswith("t@1-")
    assert policy_id([plain, policy(name="u", version=4)]).startswith("postrisk-core@4-")
    assert compile_policies([plain], vocabulary).id == policy_id([plain])
    with_example = policy(replace(rule("vague"), hit=(EXAMPLE,)))
    assert policy_id([with_example]) == policy_id([plain])
    other_words = policy(replace(rule("vague"), reason=ReasonText("test", "别的", "test")))
    assert len({policy_id([p]) for p in (plain, policy(rule("not vague")), other_words)}) == 3


def test_no_policies_fire_nothing(vocabulary: Vocabulary) -> None:
    assert compile_policies([], vocabulary).evaluate("shipment", [], {}, {}) == []


@pytest.mark.parametrize(
    ("when", "message"),
    [("wrong > 1", "rule T-1: unknown name 'wrong'"), ("openings_7d > 1", "never there")],
)
def test_an_unchecked_expression_is_refused(
    when: str, message: str, vocabulary: Vocabulary
) -> None:
    with pytest.raises(Failure, match=message):
        compile_policies([policy(rule(when))], vocabulary)


def test_twins_are_refused(vocabulary: Vocabulary) -> None:
    with pytest.raises(Failure, match="two rules have the id T-1"):
        compile_policies([policy(rule("vague")), policy(rule("vague"))], vocabulary)


def test_evidence_of_each_comparison(vocabulary: Vocabulary) -> None:
    found = evidence(
        "0 < amount_fen <= limit_fen and 3 > score and vague and not inspected"
        ' and channel in ("app", "web") and known(score) and missing(pay_mode)'
        " and amount_fen / score > 10 and amount_fen > score and extra.age < 18",
        vocabulary,
        *(NAN, NAN, 400.0, 2.0, 1.0, NAN),
    )
    assert found == (
        Evidence("amount_fen", 400.0, 0.0),
        Evidence("amount_fen", 400.0, 500.0),
        Evidence("score", 2.0, 3.0),
        Evidence("vague", True, True),
        Evidence("inspected", None, False),
        Evidence("channel", "app", "app, web"),
        Evidence("score", 2.0, None),
        Evidence("pay_mode", None, None),
        Evidence("amount_fen / score", 200.0, 10.0),
        Evidence("amount_fen", 400.0, 2.0),
        Evidence("extra.age", 17.0, 18.0),
    )


def test_only_what_speaks_for_the_hit_is_shown_and_once(vocabulary: Vocabulary) -> None:
    when = "amount_fen > 1000 or score > 1 or score > 1 or not (vague or score < 0)"
    found = evidence(when, vocabulary, NAN, NAN, 5.0, 2.0, 1.0, NAN)
    assert found == (Evidence("score", 2.0, 1.0), Evidence("score", 2.0, 0.0))


def test_generated_code_reaches_no_builtins(vocabulary: Vocabulary) -> None:
    compiled = compile_policies([policy(rule("min(score, amount_fen) > 1 and vague"))], vocabulary)
    evaluate = compiled._evaluate["shipment"]
    assert evaluate.__globals__["__builtins__"] == {}


def test_a_text_of_the_rule_can_not_break_out_of_its_quotes(vocabulary: Vocabulary) -> None:
    when = "channel == \"a'); fired.append(99); ('\" or channel == 'x\"y'"
    compiled = compile_policies([policy(rule(when))], vocabulary)
    assert compiled.evaluate("shipment", [], {"channel": "app"}, {}) == []
    assert compiled.evaluate("shipment", [], {"channel": 'x"y'}, {}) == [0]
