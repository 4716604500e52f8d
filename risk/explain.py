"""Three explanations of one decision: for the analyst, the clerk and the customer (DOMAIN 5.2).

The analyst sees the ledger and the rules. The clerk sees a colour, a sentence and an action. The
customer learns the reason, what to bring and where to appeal (AFTL art. 32); protected reasons (third
persons, lists) collapse to "needs to be checked by staff".
"""

from collections.abc import Iterator, Sequence
from typing import Final

from data.decisions import (
    Action,
    CounterText,
    CustomerText,
    Explanation,
    Reason,
)
from risk.features.catalogue import ANOMALY, LEDGER_BY_NAME, RULES
from risk.ledger import explanation_of
from rules.model import Rule

MAX_REASONS: Final = 4

_COUNTER: Final[dict[Action, CounterText]] = {
    "approve": CounterText("green", "可以办理。", "Go ahead."),
    "step_up": CounterText(
        "amber",
        "请再核对一次证件和电话,无误后办理。",
        "Check the document and the phone once more, then go on.",
    ),
    "review": CounterText(
        "amber",
        "需人工复核,请先受理并告知客户稍后答复。",
        "Staff will check this; take it in and tell the customer to expect an answer.",
    ),
    "hold": CounterText(
        "red", "请暂缓办理,先联系风控。", "Do not go on; call the risk desk first."
    ),
    "decline": CounterText(
        "red",
        "按规定不能办理,请向客户说明原因和申诉渠道。",
        "This can't be done under the rules; tell the customer why and where to appeal.",
    ),
}
_CUSTOMER_ZH: Final = "需工作人员进一步核实,请携带有效身份证件和相关证明。"
_CUSTOMER_EN: Final = "Staff need to check this; please bring a valid document and related papers."
APPEAL: Final = {
    "shipment": "可在受理网点或客服渠道申诉,7日内答复。 "
    "Appeal at this outlet or through customer service; answered within 7 days.",
    "account_opening": "可在受理网点或客服渠道申诉,15日内答复。 "
    "Appeal at this outlet or through customer service; answered within 15 days.",
    "cod_application": "可申请人工复核,7日内答复。 "
    "You may ask for a review by staff; answered within 7 days.",
}


def reasons_of(
    fired: Sequence[Rule], vector: bytes, ledger: bytes, *, flagged: bool
) -> list[Reason]:
    """At most four causes: rules that fired, most severe first, then the largest contributions.

    A decision that stops nobody gives no contributions: reasons are for those who have to act. What the
    rules add to the score is no reason beside the rules themselves.

    Args:
        fired: rules, most severe first.
        vector: the packed vector.
        ledger: the explanation of its score, packed.
        flagged: whether the decision stops anybody.
    """
    reasons = [Reason(r.reason.code, r.reason.zh, r.reason.en, 0.0) for r in fired[:MAX_REASONS]]
    if flagged and len(reasons) < MAX_REASONS:
        explanation = explanation_of(vector, ledger)
        reasons += list(_from_ledger(explanation, MAX_REASONS - len(reasons)))
    return reasons


def counter_text(action: Action, fired: Sequence[Rule]) -> CounterText:
    """What the clerk sees: the words of the rule that decided, else those of the action."""
    for rule in fired:
        if rule.action == action and rule.counter is not None:
            return CounterText(_COUNTER[action].colour, rule.counter.zh, rule.counter.en)
    return _COUNTER[action]


def customer_text(kind: str, action: Action, fired: Sequence[Rule]) -> CustomerText | None:
    """What the customer is told, where the customer is refused or held."""
    if action not in ("hold", "decline"):
        return None
    for rule in fired:
        if rule.action == action and rule.customer is not None:
            return CustomerText(rule.customer.zh, rule.customer.en, APPEAL[kind])
    return CustomerText(_CUSTOMER_ZH, _CUSTOMER_EN, APPEAL[kind])


def _from_ledger(explanation: Explanation, most: int) -> Iterator[Reason]:
    raising = [
        part
        for part in explanation.contributions
        if part.contribution > 0.0 and part.feature != RULES.name
    ]
    raising.sort(key=lambda part: -part.contribution)
    for part in raising[:most]:
        feature = LEDGER_BY_NAME[part.feature]
        if feature is ANOMALY:
            yield Reason(ANOMALY.name, ANOMALY.zh, ANOMALY.en, part.contribution)
            continue
        value = _plain(part.value)
        yield Reason(
            part.feature, f"{feature.zh}:{value[0]}", f"{feature.en}: {value[1]}", part.contribution
        )


def _plain(value: float | None) -> tuple[str, str]:
    if value is None:
        return "缺失", "missing"
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text, text
