"""What is in a parcel: category, text, weight and value.

Median weights and the share of vague texts: DOMAIN 7.3. Vague texts are as common with honest
senders, or vagueness alone would give a fraud away.
"""

import math
import random
from dataclasses import dataclass
from typing import Final

from data.events import Item
from data.synthetic.draws import Weighted, chance

VAGUE_TEXTS: Final = ("日用品", "其他", "文件", "礼品", "配件")
VAGUE_SHARE: Final = 0.30
DUTY_FREE_FEN: Final = 100_000
"""Up to this value a private parcel from abroad pays no duty: 1,000 yuan."""


@dataclass(frozen=True, slots=True)
class Trade:
    """A kind of goods.

    Attributes:
        median_grams: median weight of a parcel; the spread is log-normal.
        spread: standard deviation of the logarithm of the weight.
        median_value_fen: median declared value.
    """

    category: str
    texts: tuple[str, ...]
    median_grams: int
    spread: float
    median_value_fen: int


TRADES: Final = {
    "fashion": Trade("服装鞋帽", ("连衣裙", "T恤", "运动鞋", "牛仔裤", "帽子"), 550, 0.55, 9_900),
    "daily": Trade("日用百货", ("洗衣液", "纸巾", "收纳盒", "拖把", "水杯"), 800, 0.65, 4_900),
    "fresh": Trade("生鲜食品", ("荔枝", "杨梅", "茶叶", "腊肉", "鸡蛋"), 2_600, 0.45, 8_800),
    "electronics": Trade("数码电器", ("充电器", "耳机", "手机壳", "键盘"), 350, 0.70, 19_900),
    "cosmetics": Trade("美妆个护", ("面膜", "洗面奶", "口红", "防晒霜"), 300, 0.50, 12_900),
    "books": Trade("图书音像", ("图书", "教材", "绘本", "试卷"), 900, 0.60, 5_500),
    "home": Trade("家居家装", ("四件套", "台灯", "窗帘", "地垫"), 2_200, 0.65, 15_900),
    "jewellery": Trade("珠宝首饰", ("黄金首饰", "金手镯", "翡翠", "银饰"), 150, 0.50, 180_000),
    "collectibles": Trade("收藏品", ("邮票", "纪念币", "钱币", "邮册"), 300, 0.60, 60_000),
    "liquor": Trade("酒水饮料", ("白酒", "红酒", "黄酒"), 2_800, 0.45, 45_000),
    "ceramics": Trade("工艺陶瓷", ("茶具", "花瓶", "瓷器"), 2_000, 0.60, 22_000),
    "phones": Trade("手机通讯", ("手机", "旧手机", "电话卡", "充电宝"), 450, 0.45, 150_000),
    "document": Trade("文件", ("合同", "证件材料", "发票", "贺卡", "宣传册"), 120, 0.45, 0),
}
_BY_CATEGORY: Final = {trade.category: trade for trade in TRADES.values()}
MERCHANT_TRADES: Final = Weighted(
    (
        *("fashion", "daily", "fresh", "electronics", "cosmetics", "books", "home"),
        *("jewellery", "collectibles", "liquor", "ceramics", "phones"),
    ),
    (30, 20, 15, 5, 8, 4, 10, 1.5, 1, 2.5, 2, 1),
)
PRIVATE_TRADES: Final = Weighted(
    (
        *("document", "fashion", "daily", "fresh", "books", "electronics", "home"),
        *("jewellery", "collectibles", "liquor", "ceramics", "phones"),
    ),
    (22, 20, 18, 17, 8, 6, 6, 0.3, 0.7, 1, 0.5, 0.5),
)


@dataclass(frozen=True, slots=True)
class Goods:
    """One parcel's content as declared and weighed."""

    item: Item
    weight_grams: int


def goods(
    rng: random.Random, trade_name: str, *, vague_share: float = VAGUE_SHARE, text: str = ""
) -> Goods:
    """The content of one parcel of a trade.

    Args:
        rng: the stream to draw from.
        trade_name: a key of ``TRADES``.
        vague_share: probability that the text says nothing.
        text: the text when it is not vague; one of the trade's own if empty.
    """
    trade = TRADES[trade_name]
    clear = text or rng.choice(trade.texts)
    shown = rng.choice(VAGUE_TEXTS) if chance(rng, vague_share) else clear
    value = _value_fen(rng, trade)
    insured = value if value > 30_000 and chance(rng, 0.25) else 0
    return Goods(Item(trade.category, shown, value, insured), weight_grams(rng, trade))


def valued_goods(
    rng: random.Random,
    trade_name: str,
    value_fen: int,
    *,
    insured: bool = False,
    vague_share: float = VAGUE_SHARE,
) -> Goods:
    """The content of a parcel whose sender states its value, in whole yuan, and may insure it."""
    content = goods(rng, trade_name, vague_share=vague_share)
    value = max(100, round(value_fen / 100) * 100)
    item = Item(content.item.category, content.item.text, value, value if insured else 0)
    return Goods(item, content.weight_grams)


def insured(rng: random.Random, content: Goods) -> Goods:
    """The same goods with a declared value that is insured in full; by the trade if it had none."""
    trade = _BY_CATEGORY[content.item.category]
    value = content.item.declared_value_fen
    while value <= 30_000:
        value = _lognormal_value_fen(rng, trade)
    item = Item(content.item.category, content.item.text, value, value)
    return Goods(item, content.weight_grams)


def weight_grams(rng: random.Random, trade: Trade) -> int:
    """A log-normal weight, rounded by the scale to 10 g, or to 100 g by three outlets in ten."""
    return on_scale(rng, rng.lognormvariate(math.log(trade.median_grams), trade.spread))


def on_scale(rng: random.Random, grams: float) -> int:
    """A weight as the outlet's scale shows it; whatever is weighed again goes through here too."""
    step = 100 if chance(rng, 0.3) else 10
    return max(step, round(grams / step) * step)


def _value_fen(rng: random.Random, trade: Trade) -> int:
    if not trade.median_value_fen or chance(rng, 0.6):
        return 0
    return _lognormal_value_fen(rng, trade)


def _lognormal_value_fen(rng: random.Random, trade: Trade) -> int:
    value = rng.lognormvariate(math.log(trade.median_value_fen), 0.7)
    return max(100, round(value / 100) * 100)
