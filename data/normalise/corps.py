"""Regiments of the Xinjiang production and construction corps, which have addresses of their own.

新疆生产建设兵团第八师121团, 石河子市121团: a division runs a city, a regiment stands where a town does.
"""

import re
from typing import Final

_CORPS: Final = re.compile(
    r"(?:新疆)?(?:生产建设兵团|兵团)?(?:(?:第|农)?(\d{1,2}|[一二三四五六七八九十]{1,3})师)?"
    r"(?:市|[\u4e00-\u9fff]{2,4}市)?(\d{1,3}|[一二三四五六七八九十]{1,4})团(?:场|镇)?"
)
_CORPS_MARK: Final = re.compile(
    r"(?:新疆)?(?:生产建设)?兵团|(?:第|农)[\d一二三四五六七八九十]{1,3}师"
)
# Divisions of the production and construction corps -> the city that each one runs.
_DIVISIONS: Final = {
    "1": "659002", "2": "659006", "3": "659003", "4": "659008", "5": "659007", "6": "659004",
    "7": "659010", "8": "659001", "9": "659012", "10": "659005", "11": "6501", "12": "6501",
    "13": "659011", "14": "659009",
}  # fmt: skip
_NUMERALS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def regiment_of(
    text: str, at: int, places: tuple[str, ...]
) -> tuple[tuple[str, ...], str, str, int] | None:
    """A regiment behind Xinjiang or one of its cities: places, zone, regiment, where it ends.

    >>> regiment_of("新疆第八师121团3连", 2, ("65",))
    (('659001',), '', '121团', 9)
    """
    if places[0][:2] != "65":
        return None
    mark = _CORPS_MARK.match(text, at)
    found = _CORPS.match(text, at)
    if not found or not (mark or places[0].startswith("6590")):
        return None
    division = _DIVISIONS.get(_digits(found[1] or ""))
    inside = (division,) if division else places
    zone = "兵团" if len(inside[0]) < 6 else ""
    return inside, zone, _digits(found[2]) + "团", found.end()


def _digits(numeral: str) -> str:
    """A small numeral as digits: 十二 -> 12, 八 -> 8, 一二一 -> 121."""
    if not numeral or numeral.isdigit():
        return numeral
    if "十" in numeral:
        tens, _, units = numeral.partition("十")
        return str(_NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(units, 0))
    return "".join(str(_NUMERALS[c]) for c in numeral)
