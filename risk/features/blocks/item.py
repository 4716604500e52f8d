"""The parcel itself. See ``catalogue.ITEM``."""

from functools import lru_cache
from typing import Final

from data.events import Shipment
from data.normalise.text import clean
from data.subject import Subject
from risk.features.blocks.view import NAN, flag, one, tri
from risk.features.facts import MAX_FEN, Fact, clamp

_VAGUE: Final = frozenset(
    [
        "日用品",
        "生活用品",
        "礼品",
        "礼物",
        "文件",
        "资料",
        "配件",
        "其他",
        "其它",
        "物品",
        "杂物",
        "东西",
        "货物",
        "样品",
        "百货",
        "包裹",
        "小件",
        "普货",
    ]
)
_VALUABLE: Final = ("黄金", "金条", "金饰", "首饰", "珠宝", "钻石", "现金", "人民币", "铂金", "玉")
_DOCUMENTS: Final = ("文件", "合同", "证件", "资料", "发票", "银行卡", "信函", "票据")


def read(event: Shipment, fact: Fact) -> tuple[float, ...]:
    """The values of the block."""
    item = event.item
    _, valuable, document = _words(item.text)
    declared, grams = fact.declared_fen, fact.weight_grams
    pay_mode, walk_in = event.pay_mode, one(fact.walk_in)
    freight = clamp(event.freight_fen, MAX_FEN)
    return (
        one(fact.vague),
        valuable,
        document,
        float(grams),
        float(declared),
        float(clamp(item.insured_value_fen, MAX_FEN)),
        float(fact.cod_fen),
        float(freight),
        freight / declared if declared > 0 else NAN,
        declared / grams if grams > 0 else NAN,
        flag(pay_mode == "cod"),
        flag(pay_mode == "collect"),
        tri(event.is_return),
        tri(event.id_verified),
        tri(event.inspected),
        1.0 - walk_in,
        walk_in,
    )


def is_vague(event: Shipment) -> bool:
    """Whether the item's text says nothing of what is in the parcel."""
    return _words(event.item.text)[0] == 1.0


@lru_cache(16_384)
def _words(raw: str) -> tuple[float, float, float]:
    """Vague, valuable, document: remembered, for a carrier's clerks write few different texts."""
    text = clean(raw)
    return (
        flag(not text or text in _VAGUE),
        flag(any(word in text for word in _VALUABLE)),
        flag(any(word in text for word in _DOCUMENTS)),
    )


def is_registered(subject: Subject) -> bool:
    """Agreement or registered customer: a monthly account, a merchant id or an organisation."""
    return bool(subject.account or subject.merchant or subject.party.organisation is not None)
