"""Numbers with a unit into the integers of the contract: exactly, by decimal arithmetic.

Units: the jin is 500 g by the State Council's order of 1984 on units of measurement; wan is 10,000.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final, TypeAlias

from msgspec import Struct

from data.importing.faults import BadValue

MAX_WHOLE: Final = 10**18
"""Beyond this a signed 64-bit integer ends; no amount or weight is near it."""

_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3}){1,6}|\d{1,20})?(?:\.\d{0,20})?")
_EXACT: Final = Context(prec=60)


class Unit(Struct, frozen=True):
    """How a column counts.

    Attributes:
        factor: how many of the field's own unit (fen, gram) one of the column's is.
        signs: what may stand beside the number in the cell; any other word is a fault.
    """

    factor: Decimal
    signs: tuple[str, ...] = ()


Units: TypeAlias = Mapping[str, Unit]

_YUAN: Final = ("人民币", "CNY", "RMB", "¥", "元")
MONEY: Final[Units] = {
    "yuan": Unit(Decimal(100), _YUAN),
    "wan_yuan": Unit(Decimal(1_000_000), ("万元",)),
    "fen": Unit(Decimal(1), ("分",)),
}
WEIGHT: Final[Units] = {
    "kg": Unit(Decimal(1000), ("KG", "公斤", "千克")),
    "jin": Unit(Decimal(500), ("市斤", "斤")),
    "g": Unit(Decimal(1), ("G", "克")),
}
SHARE: Final[Units] = {
    "ratio": Unit(Decimal(1)),
    "percent": Unit(Decimal("0.01"), ("%",)),
}
COUNT: Final = Unit(Decimal(1))


def units_for(path: str) -> Units | None:
    """The units of which a mapping must state one for this field, or None: it is a plain number.

    >>> list(units_for("item.declared_value_fen") or ()), units_for("existing_cards")
    (['yuan', 'wan_yuan', 'fen'], None)
    """
    if path.endswith("_fen"):
        return MONEY
    if path.endswith("_grams"):
        return WEIGHT
    return SHARE if path == "face_score" else None


def whole(unit: Unit, *, rounded: bool) -> Callable[[str], int]:
    """A converter to a whole number.

    Args:
        unit: of the column.
        rounded: half a unit and more is rounded up (scales show parts of a gram); otherwise parts
            of a unit are a fault (nobody pays parts of a fen).

    >>> whole(MONEY["yuan"], rounded=False)("￥1,234.50")
    123450
    """

    def convert(text: str) -> int:
        exact = _scaled(text, unit)
        value = exact.to_integral_value(ROUND_HALF_UP)
        if value != exact and not rounded:
            raise BadValue("unparsable", "not a whole number of the field's unit")
        return int(value)

    return convert


def real(unit: Unit) -> Callable[[str], float]:
    """A converter to a number that may have a fraction."""
    return lambda text: float(_scaled(text, unit))


def any_number(text: str) -> int | float:
    """A number as it stands, for free attributes: an integer where it has no fraction."""
    exact = _scaled(text, COUNT)
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _scaled(text: str, unit: Unit) -> Decimal:
    digits = _without_sign(unicodedata.normalize("NFKC", text).upper().replace(" ", ""), unit)
    if not _NUMBER.fullmatch(digits) or not any(map(str.isdigit, digits)):
        raise BadValue("unparsable", "not a number" + (" of the stated unit" if unit.signs else ""))
    value = _EXACT.multiply(Decimal(digits.replace(",", "")), unit.factor)
    if abs(value) > MAX_WHOLE:
        raise BadValue("out_of_range", "too large to be kept")
    return value


def _without_sign(text: str, unit: Unit) -> str:
    for sign in unit.signs:
        bare = text.removesuffix(sign).removeprefix(sign)
        if bare != text:
            return bare
    return text
