"""A COD parcel that does not fit in its merchant's limits is held, whatever rules and score say.

A full limit is no sign of fraud, so it is no rule: no score learns from it. It stands beside the ladder and
holds by construction: what is held reserves nothing.
"""

from typing import Final

import msgspec
from msgspec import Struct

from data.decisions import CounterText, CustomerText, Decision, Reason
from risk.decide import RANK
from risk.explain import APPEAL, MAX_REASONS
from rules.credit_reasons import GROUP_LIMIT, REASONS


class _Words(Struct, frozen=True):
    """What is said of a limit."""

    reason: Reason
    customer_zh: str
    customer_en: str


def _words(limit: str, zh: str, en: str) -> _Words:
    reason = Reason(
        f"cod_limit_{limit}", f"超出商户{zh}额度", f"over the merchant's limit {en}", 0.0
    )
    return _Words(
        reason,
        f"本件超出您的代收货款{zh}额度,可改为寄付。如需提高额度,请携带营业执照和近期订单记录提出申请。",
        f"This parcel is over your cash-on-delivery limit {en}; you may prepay it. To ask for a higher "
        "limit, bring your business licence and recent orders.",
    )


_SHARED: Final = REASONS[GROUP_LIMIT]
_BY_LIMIT: Final = {
    "parcel": _words("parcel", "单件", "of a parcel"),
    "day": _words("day", "当日", "of a day"),
    "outstanding": _words("outstanding", "在途", "of what is under way"),
    "group": _Words(
        Reason(GROUP_LIMIT, _SHARED.internal.zh, _SHARED.internal.en, 0.0),
        f"{_SHARED.customer.zh},本件可改为寄付。",
        f"{_SHARED.customer.en}; you may prepay this parcel.",
    ),
}
_COUNTER: Final = CounterText(
    "red",
    "代收货款额度不足,请改为寄付后收寄,或联系信用专员。",
    "The cash-on-delivery limit is used up: let the sender prepay, or call the credit desk.",
)


def held_at_limit(decision: Decision, breach: str) -> Decision:
    """The decision on a parcel that breaks a limit: at least a hold, and the limit among its reasons.

    Args:
        decision: by rules and score.
        breach: the limit, as ``risk.exposure_values.Claim`` names it.
    """
    words = _BY_LIMIT[breach]
    if RANK[decision.decision] >= RANK["hold"]:
        reasons = (*decision.reasons[: MAX_REASONS - 1], words.reason)
        return msgspec.structs.replace(decision, reasons=reasons)
    return msgspec.structs.replace(
        decision,
        decision="hold",
        reasons=(words.reason, *decision.reasons[: MAX_REASONS - 1]),
        counter=_COUNTER,
        customer=CustomerText(words.customer_zh, words.customer_en, APPEAL[decision.kind]),
    )
