"""The words of a credit answer: true, in both languages, silent about third persons."""

import doctest

import msgspec
import pytest

from data.decisions import Action, Reason
from risk import credit_texts
from risk.credit import CreditAnswer
from risk.credit_texts import among, counter_of, credit_notice, credit_reasons, customer_of
from risk.features.feature import COD
from rules.credit_reasons import REASONS
from rules.scorecard import FACTOR, Loss
from rules.wording import PROTECTED
from tests.risk.builders import rule
from tests.risk.test_credit import FAILING, answer


def test_the_docstrings_hold() -> None:
    assert doctest.testmod(credit_texts).failed == 0


def test_contributions_are_the_log_odds_of_the_lost_points() -> None:
    found = answer(merchant_failed_share=0.4)
    reasons = credit_reasons(found)
    assert reasons[0].code == "C01"
    assert reasons[0].contribution == pytest.approx((45 + 26) / FACTOR)


def test_rules_come_first_then_the_grade_then_the_fraud_score() -> None:
    of_rule, of_score = Reason("r", "规则", "rule", 0.0), Reason("s", "分", "score", 0.5)
    mixed = among([of_rule, of_score], 1, answer(**FAILING))
    assert [each.code for each in mixed] == ["r", "C01", "C05", "C10"]


def test_a_notice_tells_terms_reasons_what_to_bring_and_where_to_appeal() -> None:
    found = answer(merchant_failed_share=0.2, requested_limit_fen=100_000_000.0)
    notice = credit_notice(found)
    assert REASONS["C01"].customer.zh in notice.zh
    assert REASONS["C01"].customer.en in notice.en
    assert REASONS["C01"].bring.zh in notice.zh
    assert credit_texts.yuan(found.credit.limits.outstanding_fen) in notice.zh
    assert "人工复核" in notice.appeal


def test_a_limit_by_volume_alone_says_so() -> None:
    notice = credit_notice(answer(requested_limit_fen=100_000_000.0))
    assert "月均代收货款" in notice.zh and "monthly volume" in notice.en


def test_nothing_protected_is_told() -> None:
    for changes in (FAILING, {"merchant_frauds_90d": 40.0}, {"settle_account_merchants_90d": 9.0}):
        notice = credit_notice(answer(**changes))
        assert not PROTECTED.search(notice.zh) and not PROTECTED.search(notice.en)
        assert REASONS["C10"].customer.zh in notice.zh


@pytest.mark.parametrize(
    ("of_fraud", "told"), [("approve", True), ("step_up", True), ("review", False)]
)
def test_a_limited_customer_is_told_unless_fraud_is_looked_into(
    of_fraud: Action, told: bool
) -> None:
    limited = answer(requested_limit_fen=100_000_000.0)
    assert (customer_of(COD, of_fraud, [], limited) is not None) is told


def test_who_gets_what_was_asked_for_is_told_nothing() -> None:
    assert customer_of(COD, "approve", [], answer()) is None


@pytest.mark.parametrize("of_fraud", ["hold", "decline"])
def test_what_a_rule_found_is_told_in_the_rule_s_words(of_fraud: Action) -> None:
    fired = [rule("T-1", action=of_fraud)]
    said = customer_of(COD, of_fraud, fired, answer(**FAILING))
    assert said is not None and said.zh == "客户T-1"


@pytest.mark.parametrize(
    ("of_fraud", "action", "changes", "colour"),
    [
        ("approve", "approve", {}, "green"),
        ("approve", "hold", FAILING, "red"),
        ("review", "review", {}, "amber"),
    ],
)
def test_the_clerk_has_one_sentence_of_who_decides(
    of_fraud: Action, action: Action, changes: dict[str, float], colour: str
) -> None:
    text = counter_of(action, of_fraud, [], answer(**changes))
    assert text.colour == colour
    if changes:
        assert "预付" in text.zh


def test_four_reasons_at_most() -> None:
    losses = tuple(Loss(code, 10) for code in REASONS)
    crowded: CreditAnswer = msgspec.structs.replace(answer(), losses=losses)
    assert len(credit_reasons(crowded)) == 4
    assert credit_notice(crowded).zh.count(";") == 3
