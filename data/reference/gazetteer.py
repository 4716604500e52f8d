"""Names of provinces, cities, districts and towns, ready for parsing an address.

Places are told by *signatures*: the region code without its empty levels, so ``33`` is Zhejiang,
``3301`` Hangzhou, ``330106`` its Xihu district, and "lies in" is ``startswith``. Former names point
to the place that carries on (奉化市 to 奉化区); a district that was split keeps its old code.
"""

import gzip
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from data.reference.region_codes import REGIONS

# Cities without districts: their own code is the finest there is.
NO_DISTRICT: Final = frozenset({"4419", "4420", "4604", "6202"})
# Before 1997 names are county names of another age that no address uses.
_OLDEST_NAME_YEAR: Final = 1997
# Short forms that are common words, so that only the full name counts.
_WORDS: Final = frozenset({"市中", "城中", "开发", "郊区", "城区", "东方", "新市", "和平", "解放"})

_NATIONS: Final = (
    "各族|蒙古族?|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族"
    "|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族"
    "|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|阿昌族|普米族|塔吉克族?|怒族|乌孜别克族"
    "|俄罗斯族|鄂温克族|德昂族|保安族|裕固族|京族|塔塔尔族|独龙族|鄂伦春族|赫哲族|门巴族|珞巴族|基诺族"
)
_AUTONOMOUS: Final = re.compile(rf"^(.{{2,}}?)(?:{_NATIONS})+自治(?:区|州|县|旗)$")
_PLAIN: Final = re.compile(
    r"^(.{2,}?)(?:特别行政区|自治区|自治州|省|地区|林区|新区|特区|盟|区|县|市)$"
)
# Districts and counties that go on under another name (and code): former -> present.
_RENAMED: Final = {
    "120225": "120119",  # 蓟县, 蓟州区
    "130223": "130284",  # 滦县, 滦州市
    "140421": "140404",  # 长治县, 上党区
    "330227": "330212",  # 鄞县, 鄞州区
    "330621": "330603",  # 绍兴县, 柯桥区
    "340221": "340210",  # 芜湖县, 湾沚区
    "360421": "360404",  # 九江县, 柴桑区
    "361121": "361104",  # 上饶县, 广信区
    "411023": "411003",  # 许昌县, 建安区
    "430221": "430212",  # 株洲县, 渌口区
    "450127": "450181",  # 横县, 横州市
    "510124": "510117",  # 郫县, 郫都区
    "511521": "511504",  # 宜宾县, 叙州区
    "520222": "520281",  # 盘县, 盘州市
    "610125": "610118",  # 户县, 鄠邑区
    "610427": "610482",  # 彬县, 彬州市
}
_ZONE: Final = re.compile(r"高新|高技术|经济|经开|开发区")


def signature(code: str) -> str:
    """A six-digit code without its empty levels.

    >>> signature("330000"), signature("330100"), signature("330106")
    ('33', '3301', '330106')
    """
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


def zone_class(name: str) -> str:
    """The usual short name of a development zone, the key of :data:`ZONES`.

    >>> zone_class("石家庄高新技术产业开发区"), zone_class("经济技术开发区")
    ('高新区', '经开区')
    """
    return "高新区" if "高新" in name or "高技术" in name else "经开区"


@cache
def _short_forms(name: str) -> set[str]:
    """What people write for a place: its name without kind and nations, 2 characters or more."""
    if "自治" in name and (match := _AUTONOMOUS.match(name)):
        return {match[1], match[1] + ("省" if name[-1] == "区" else name[-1])}
    match = _PLAIN.match(name)
    return {match[1]} - _WORDS if match else set()


def _stem(name: str) -> str:
    return min(_short_forms(name), key=len, default=name)


def _current_names() -> dict[str, str]:
    names = {signature(row.code): row.name for row in REGIONS if not row.last_year}
    # A city that is listed as its own only district needs no second entry.
    return {sig: name for sig, name in names.items() if names.get(sig[:4]) != name or len(sig) < 6}


def _successors(names: dict[str, str]) -> dict[str, str]:
    """Former signature -> the signature of the place that carries its name on today, or its own."""
    by_stem: defaultdict[tuple[int, str, str], list[str]] = defaultdict(list)
    for sig, name in names.items():
        by_stem[len(sig), sig[:2], _stem(name)].append(sig)
    found: dict[str, str] = {}
    for row in _FORMER:
        sig = signature(row.code)
        if sig in _RENAMED:
            found[sig] = _RENAMED[sig]
            continue
        heirs = by_stem[len(sig), sig[:2], _stem(row.name)]
        # A county-level city that became a city without districts (儋州).
        heirs = heirs or [s for s in NO_DISTRICT if names.get(s) == row.name]
        near = [heir for heir in heirs if heir[:4] == sig[:4]] or heirs
        found[sig] = sig if sig in names or len(near) != 1 else near[0]
    return found


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Name -> its signatures, the widest places first."""
    held: defaultdict[str, set[str]] = defaultdict(set)
    for name, sig in pairs:
        held[name].add(sig)
    return {name: tuple(sorted(sigs, key=lambda s: (len(s), s))) for name, sigs in held.items()}


def _zones(names: dict[str, str]) -> dict[tuple[str, str], str]:
    """(city, usual zone name) -> the one listed zone of that kind in the city."""
    held: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for sig, name in names.items():
        if len(sig) == 6 and sig[4] == "7" and _ZONE.search(name):
            held[sig[:4], zone_class(name)].append(sig)
    return {key: sigs[0] for key, sigs in held.items() if len(sigs) == 1}


def _lengths(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """First character -> the lengths of the names that begin with it, longest first."""
    held: defaultdict[str, set[int]] = defaultdict(set)
    for name in names:
        held[name[0]].add(len(name))
    return {first: tuple(sorted(found, reverse=True)) for first, found in held.items()}


def _prefix_lengths(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """First two characters -> the lengths of the names that begin with them, longest first."""
    # Lengths as bits, for 23,000 beginnings share a few dozen tuples.
    held: defaultdict[str, int] = defaultdict(int)
    for name in names:
        held[name[:2]] |= 1 << len(name)
    lengths = {
        bits: tuple(n for n in range(bits.bit_length(), 0, -1) if bits >> n & 1)
        for bits in set(held.values())
    }
    return {begin: lengths[bits] for begin, bits in held.items()}


def _town_holders() -> dict[str, tuple[str, ...]]:
    """Town name -> signatures of the districts that have a town of this name."""
    held: dict[str, tuple[str, ...]] = {}
    for district, towns in _TOWNS.items():
        own = (district,)
        for town in towns:
            held[town] = held[town] + own if town in held else own
    return held


def _towns() -> dict[str, list[str]]:
    """Signature of a district -> names of its towns."""
    packed = Path(__file__).with_name("towns.csv.gz").read_bytes()
    held: defaultdict[str, list[str]] = defaultdict(list)
    for line in gzip.decompress(packed).decode("utf-8").splitlines():
        code, *towns = line.split(",")
        held[signature(code)] += towns
    return dict(held)


_TOWNS: Final = _towns()
_CURRENT: Final = _current_names()
_FORMER: Final = [row for row in REGIONS if row.last_year >= _OLDEST_NAME_YEAR]
_HEIRS: Final = _successors(_CURRENT)

NAMES: Final = {signature(row.code): row.name for row in _FORMER} | _CURRENT
"""Signature -> the name that the place carries now (or carried last)."""

FULL: Final = _index(
    [(name, sig) for sig, name in _CURRENT.items()]
    + [(row.name, _HEIRS[signature(row.code)]) for row in _FORMER]
)
"""Full names, present and former -> signatures."""

SHORT: Final = _index(
    (short, sig)
    for sig, name in NAMES.items()
    if _HEIRS.get(sig, sig) == sig
    for short in _short_forms(name)
)
"""Names as people shorten them (浙江, 杭州, 恩施州) -> signatures."""

LENGTHS: Final = _lengths([*FULL, *SHORT])
ZONES: Final = _zones(_CURRENT)
TOWN_HOLDERS: Final = _town_holders()

LONGEST_TOWN: Final = 12
"""Characters of a town's name that are looked for; the few longer ones have several readings."""

# A county of two characters (横县) keeps the lengths of its first: where it ends the text, a slice of
# any of them finds it, and a length over two lets it clash with what stands before it.
NAME_LENGTHS: Final = _prefix_lengths([*FULL, *SHORT]) | {
    name: LENGTHS[name[0]] for name in FULL if len(name) == 2
}
"""First two characters -> the lengths of the names of regions that begin so, longest first."""

TOWN_LENGTHS: Final = _prefix_lengths(name for name in TOWN_HOLDERS if len(name) <= LONGEST_TOWN)
"""The same for names of towns."""


@lru_cache(4_096)
def town_stems(district: str) -> dict[str, str]:
    """Names of a district's towns without their kind -> in full; a street office comes first.

    >>> town_stems("330106")["三墩"]
    '三墩镇'
    """
    found: dict[str, str] = {}
    for kind in ("街道", "镇", "乡"):
        for name in _TOWNS.get(district, ()):
            stem = name.removesuffix(kind)
            if stem != name:
                found.setdefault(stem, name)
    return found
