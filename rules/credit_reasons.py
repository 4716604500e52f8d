"""Reasons of a credit decision (DOMAIN 4.5): what the analyst reads, and what the customer is told.

A protected reason (third persons, known frauds) is told to the customer as C10, the neutral one: a
person checks, and the customer may ask for that (AFTL art. 32; DOMAIN 5.2).
"""

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from rules.model import Words

NEUTRAL: Final = "C10"
SHORT_TENURE: Final = "C02"
GROUP_LIMIT: Final = "C07"


class CreditReason(Struct, frozen=True):
    """One reason.

    Attributes:
        internal: for analysts.
        customer: the sentence that the customer reads.
        bring: what the customer can bring or do.
    """

    internal: Words
    customer: Words
    bring: Words


_PAPERS: Final = Words(
    "营业执照和法定代表人身份证件", "the business licence and the legal representative's document"
)
_LEDGERS: Final = Words(
    "近三个月的订单和签收记录", "orders and delivery records of the last three months"
)

REASONS: Final[dict[str, CreditReason]] = {
    "C01": CreditReason(
        Words("近90天拒收率偏高", "refusal rate is high"),
        Words(
            "近三个月您寄出的代收货款包裹被拒收较多",
            "many of your cash-on-delivery parcels of the last three months were refused",
        ),
        _LEDGERS,
    ),
    "C02": CreditReason(
        Words("合作时间较短", "short tenure"),
        Words("您使用代收货款服务的时间还不长", "you have not used cash on delivery for long yet"),
        _LEDGERS,
    ),
    "C03": CreditReason(
        Words("发货量短期激增", "volume spike"),
        Words(
            "近期发货量增长过快,需要核实",
            "your parcels have grown fast of late and that needs to be checked",
        ),
        _LEDGERS,
    ),
    "C04": CreditReason(
        Words("投诉率偏高", "complaint rate is high"),
        Words("近期收件人投诉较多", "many receivers have complained of late"),
        Words("商品和售后说明", "papers on your goods and how you settle complaints"),
    ),
    "C05": CreditReason(
        Words("运费或货款逾期", "freight or a debt was overdue"),
        Words("有未按时结清的运费或货款", "freight or a debt was not paid in time"),
        Words("结清凭证", "proof of payment"),
    ),
    "C06": CreditReason(
        Words("收款账户近期变更", "settlement account changed of late"),
        Words(
            "收款账户近期有变更,需核实本人意愿",
            "your settlement account has changed of late; we need to hear from you that you wish it",
        ),
        Words(
            "收款账户证明和法定代表人身份证件",
            "proof of the account and the legal representative's document",
        ),
    ),
    "C07": CreditReason(
        Words("关联商户合并额度已用满", "group limit is used"),
        Words(
            "与您相关的商户共用额度已用完",
            "the limit that you share with related merchants is used up",
        ),
        _PAPERS,
    ),
    "C08": CreditReason(
        Words("证照信息不完整", "documents incomplete"),
        Words(
            "营业证照信息不完整,请补充",
            "the papers of your business are incomplete; please add them",
        ),
        _PAPERS,
    ),
    "C09": CreditReason(
        Words("地址无法核实", "address can't be verified"),
        Words(
            "寄件地址不够详细,请补充门牌号",
            "your sending address lacks detail; please add the door number",
        ),
        Words("租赁合同或仓库照片", "a lease or photographs of the warehouse"),
    ),
    "C10": CreditReason(
        Words("需人工核实", "needs a manual check"),
        Words(
            "需工作人员进一步核实,您可申请人工复核",
            "staff need to check this; you may ask for a review by a person",
        ),
        _PAPERS,
    ),
}


def told(codes: Iterable[str]) -> Iterator[CreditReason]:
    """The reasons of some codes, each once."""
    for code in dict.fromkeys(codes):
        yield REASONS[code]
