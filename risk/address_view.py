"""An address as a screen may show it: as it was written, as it was read, and what it was worth.

Door, building and room are no part of it (GB/T 41833): of the written form only what names a province, city,
district, town, road or village is left, everything else is a star.
"""

from typing import Final

from msgspec import Struct

from data.normalise.address import Address

_PUBLIC: Final = ("province", "city", "district", "town", "road", "village")
_SUFFIXES: Final = (
    "特别行政区",
    "自治区",
    "自治州",
    "地区",
    "街道",
    "省",
    "市",
    "区",
    "县",
    "镇",
    "乡",
    "村",
)
_MOST_SHOWN: Final = 120
_SHORTEST: Final = 2


class AddressPart(Struct, frozen=True):
    """One part of the quality: what was got of what can be."""

    name: str
    got: float
    most: float


class AddressView(Struct, frozen=True):
    """One address.

    Attributes:
        written: as it came, with stars in place of what is nobody's business.
        canonical: the levels that were read, without door and room.
        quality: 0 to 0.85, the sum of what ``parts`` got.
        flags: what is odd about it, as codes.
        kind: of place, where its words tell one; "" else.
    """

    written: str
    canonical: str
    quality: float
    parts: list[AddressPart]
    flags: tuple[str, ...]
    kind: str


def address_view(text: str, address: Address) -> AddressView:
    """How an address was written and read.

    Args:
        text: as it came.
        address: what was read of it.
    """
    levels = [getattr(address, name) for name in _PUBLIC]
    return AddressView(
        starred(text[:_MOST_SHOWN], levels),
        "".join(dict.fromkeys(level for level in levels if level)),
        round(address.quality, 3),
        [AddressPart(name, got, most) for name, got, most in address.parts],
        address.flags,
        address.poi_type,
    )


def starred(text: str, public: list[str]) -> str:
    """A text in which only some words are left, long or short; no digit ever is.

    >>> starred("厦门市思明区湖滨南路1号3栋502室", ["厦门市", "思明区", "湖滨南路"])
    '厦门市思明区湖滨南路***********'
    """
    keep = [False] * len(text)
    for word in {form for level in public for form in (level, _short(level))}:
        at = text.find(word) if len(word) >= _SHORTEST else -1
        while at >= 0:
            keep[at : at + len(word)] = [True] * len(word)
            at = text.find(word, at + 1)
    return "".join(
        sign if kept and not sign.isdigit() else "*" for sign, kept in zip(text, keep, strict=True)
    )


def _short(level: str) -> str:
    """A name without the word of its level: people leave it out."""
    for suffix in _SUFFIXES:
        if level.endswith(suffix):
            return level.removesuffix(suffix)
    return level
