"""Which telling characters a text holds, found in one pass, so that few patterns need be tried.

A pattern can only match where one of its own characters stands. Looking for them one pattern after
another costs more than the reading itself; one walk over the text with a table answers for all. A
trait that is missing is certain, one that is there says no more than that the pattern is worth a
try.
"""

from typing import Final

from data.normalise.text import SIMPLIFIED_OF

HAN: Final = 1 << 0
ODD: Final = 1 << 1
SIGN: Final = 1 << 2
DASH: Final = 1 << 3
LATIN: Final = 1 << 4
FOURFOLD: Final = 1 << 5
COUNTRY: Final = 1 << 6
POSTCODE: Final = 1 << 7
NUMERAL: Final = 1 << 8
DOUBT: Final = 1 << 9
NOTE: Final = 1 << 10
STATION: Final = 1 << 11
RURAL: Final = 1 << 12
ROAD: Final = 1 << 13
TOWN: Final = 1 << 14
KIND_SHIFT: Final = 15
"""From this bit on one bit for each kind of place, in the order of ``tokens.KINDS``."""
ALL: Final = (1 << 32) - 1
"""Says nothing: every pattern is tried."""

# What an address is tidied of: signs that stand for a dash, and those that stand for nothing.
DASH_SIGNS: Final = "—–−‐‑~_/、,，"
DROPPED: Final = "*•●○█?？。.;；:：!！'\"“”‘’·|\\()（）[]【】<>《》{}^&=+@$%`"

TOWN_TELLS: Final = "街民苏镇乡农林牧"
"""No kind of town is written without one of these."""

_TABLE_SIZE: Final = 0x10000
_TELLS: Final = (
    (SIGN, "".join(map(chr, SIMPLIFIED_OF)) + DASH_SIGNS + DROPPED + "#"),
    (DASH, "-"),
    (LATIN, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    (COUNTRY, "中N"),
    (POSTCODE, "邮"),
    (NUMERAL, "零〇一二两三四五六七八九十百壹贰叁肆伍陆柒捌玖拾"),
    (DOUBT, "*•●○█?×试某详同提随密知暂写址XNTFQ"),
    (NOTE, "放存投送搁电须日周谢"),
    (STATION, "丰蜂柜速箱菜妈兔驿点超递便"),
    (RURAL, "村居社嘎组队屯连"),
    (ROAD, "道路同街巷弄线里"),
    (TOWN, TOWN_TELLS),
)
KIND_TELLS: Final = (
    "运", "秘群托", "舍寝寓斋", "队营警箱", "仓流拨拣配", "医卫妇", "学幼校中", "厂车业基",
    "厦写务技际司团办府派银法税局总",
)  # fmt: skip
"""Of each kind of place, in the order of ``tokens.KINDS``: no word is written without one of these."""


def _bits() -> dict[int, int]:
    """Code point -> traits, of all characters that have another than to be Chinese."""
    kinds = ((1 << KIND_SHIFT + rank, tells) for rank, tells in enumerate(KIND_TELLS))
    bits = {code: 0 if 0x21 <= code <= 0x7E else ODD for code in range(0x80)}
    bits |= {ord(lower): ODD for lower in "abcdefghijklmnopqrstuvwxyz"}
    for trait, characters in (*_TELLS, *kinds):
        for code in map(ord, characters):
            han = HAN if 0x3400 <= code <= 0x9FFF else ODD * (code > 0x7F)
            bits[code] = bits.get(code, 0) | han | trait
    return bits


def _tables() -> tuple[bytes, list[int]]:
    """Code point -> class, class -> traits; class 0 is a Chinese character without any other."""
    bits = _bits()
    classes = [HAN, ODD, HAN | ODD, *sorted(set(bits.values()) - {HAN, ODD, HAN | ODD})]
    table = bytearray(b"\1") * _TABLE_SIZE
    table[0x3400:0x4E00] = b"\2" * (0x4E00 - 0x3400)
    table[0x4E00:0xA000] = bytes(0xA000 - 0x4E00)
    class_of = {traits: number for number, traits in enumerate(classes)}
    for code, traits in bits.items():
        table[code] = class_of[traits]
    return bytes(table), classes


_BUILT: Final = _tables()
_CLASS: Final[bytes] = _BUILT[0]
_TRAITS: Final[list[int]] = _BUILT[1]


def traits_of(text: str) -> int:
    """The traits of a text, a set of bits.

    >>> bool(traits_of("曙光路12号") & ROAD), bool(traits_of("曙光路12号") & (ODD | DASH | LATIN))
    (True, False)
    """
    found, last, run = 0, 0, 0
    for at in range(len(text)):
        code = ord(text[at])
        if code == last:
            run += 1
            if run == 3:
                found |= FOURFOLD
        else:
            run = 0
        last = code
        of = _CLASS[code] if code < _TABLE_SIZE else 1
        found |= _TRAITS[of] if of else HAN
    return found
