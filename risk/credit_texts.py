"""The words of a credit answer: reasons for analysts, one action for the clerk, a notice for the customer.

The customer reads the reason, what to bring and where to appeal (AFTL art. 32). Protected reasons have
the code C10 in the scorecard already and read as "staff need to check this".
"""

from typing import Final

from data.decisions import Action, CounterText, CustomerText, Reason
from risk.credit import CreditAnswer
from risk.explain import APPEAL, MAX_REASONS, counter_text, customer_text
from risk.features.feature import COD
from rules.credit_reasons import REASONS, told
from rules.model import Rule
from rules.scorecard import FACTOR

MAX_TOLD: Final = 4
_REFUSED: Final = CounterText(
    "red",
    "暂不开通代收货款,请改用预付,客户有异议时转人工复核。",
    "Offer prepayment in place of cash on delivery; pass it to staff if the customer objects.",
)
_GRANTED: Final = CounterText(
    "green",
    "可以开通,请按所示额度、返款周期和保证金办理。",
    "Go ahead with the limits, pay-out cycle and deposit shown.",
)


def credit_reasons(answer: CreditAnswer) -> list[Reason]:
    """The reasons of a grade: contributions are the log-odds of a default that the lost points stand for."""
    return [
        Reason(loss.code, *_internal(loss.code), loss.points / FACTOR)
        for loss in answer.losses[:MAX_REASONS]
    ]


def among(reasons: list[Reason], of_rules: int, answer: CreditAnswer) -> list[Reason]:
    """All reasons of a decision: rules first, then the grade's, then those of the fraud score.

    Args:
        reasons: of rules and of the fraud score.
        of_rules: how many of them are of rules.
        answer: the grade's.
    """
    mixed = [*reasons[:of_rules], *credit_reasons(answer), *reasons[of_rules:]]
    return mixed[:MAX_REASONS]


def counter_of(
    action: Action, of_fraud: Action, ranked: list[Rule], credit: CreditAnswer | None
) -> CounterText:
    """The clerk's words: of the grade where it decides alone."""
    words = (
        None
        if credit is None or action == of_fraud != "approve"
        else credit_counter(action, credit)
    )
    return words or counter_text(action, ranked)


def customer_of(
    kind: str, of_fraud: Action, ranked: list[Rule], credit: CreditAnswer | None
) -> CustomerText | None:
    """The customer's words: what was found of fraud is never told as a matter of credit, nor the reverse."""
    if credit is None or of_fraud in ("hold", "decline"):
        return customer_text(kind, of_fraud, ranked)
    if credit.action == "hold" or (credit.limited and of_fraud != "review"):
        return credit_notice(credit)
    return None


def credit_counter(action: Action, answer: CreditAnswer) -> CounterText | None:
    """The clerk's sentence where the grade decides; None where the usual one says it."""
    if action == "hold" and answer.action == "hold":
        return _REFUSED
    return _GRANTED if action == "approve" else None


def credit_notice(answer: CreditAnswer) -> CustomerText:
    """What the customer is told of a grade that refuses or limits."""
    reasons = list(told(loss.code for loss in answer.losses))[:MAX_TOLD]
    bring = list(dict.fromkeys(reason.bring for reason in reasons))
    zh = f"{_terms_zh(answer)}原因:{';'.join(r.customer.zh for r in reasons) or _BY_VOLUME_ZH}。"
    en = (
        f"{_terms_en(answer)} Reason: {'; '.join(r.customer.en for r in reasons) or _BY_VOLUME_EN}."
    )
    if bring:
        zh += f"申请复核请携带:{'、'.join(words.zh for words in bring)}。"
        en += f" For a review please bring {', '.join(words.en for words in bring)}."
    return CustomerText(zh, en, APPEAL[COD])


_BY_VOLUME_ZH: Final = "额度按您的月均代收货款和等级核定"
_BY_VOLUME_EN: Final = "the limit follows your monthly volume and grade"


def _internal(code: str) -> tuple[str, str]:
    words = REASONS[code].internal
    return words.zh, words.en


def _terms_zh(answer: CreditAnswer) -> str:
    limits = answer.credit.limits
    if answer.action == "hold":
        return "暂不能开通代收货款,您可先使用预付方式。"
    if not limits.outstanding_fen:
        return "代收货款额度需工作人员核定后答复。"
    signed = "经审批后," if answer.action == "review" else ""
    return (
        f"{signed}代收货款额度为{yuan(limits.outstanding_fen)}元,单件{yuan(limits.per_parcel_fen)}元,"
        f"每日{yuan(limits.per_day_fen)}元,返款周期{answer.credit.payout_cycle_days}天,"
        f"保证金{yuan(answer.deposit_fen)}元。"
    )


def _terms_en(answer: CreditAnswer) -> str:
    limits = answer.credit.limits
    if answer.action == "hold":
        return "Cash on delivery can't be opened for now; you may use prepayment."
    if not limits.outstanding_fen:
        return "Staff will set your limit and answer you."
    signed = "Once it is signed, your" if answer.action == "review" else "Your"
    return (
        f"{signed} limit is {yuan(limits.outstanding_fen)} yuan, {yuan(limits.per_parcel_fen)} a parcel and "
        f"{yuan(limits.per_day_fen)} a day, paid out after {answer.credit.payout_cycle_days} days, with a "
        f"deposit of {yuan(answer.deposit_fen)} yuan."
    )


def yuan(fen: int) -> str:
    """Fen as yuan, for people.

    >>> yuan(123456)
    '1,234.56'
    """
    return f"{fen // 100:,}.{fen % 100:02d}"
