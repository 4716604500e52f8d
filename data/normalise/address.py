"""Postal addresses: parts, region code, keys for linking, and a quality that explains itself.

Recipe: clean, mark what is hidden or only filler, take out wishes to the courier, write numerals as
digits, read the administrative head from the gazetteer, then village, road, estate and tail. Texts
over 256 characters are read up to there. Cost: see ``benchmarks/addresses.py``.
"""

import re
from typing import Final

from msgspec import Struct

from data.normalise import tokens, traits
from data.normalise.admin import Head, is_district, names_of, parse_head
from data.normalise.keys import NO_KEYS, Keys, keys_of
from data.normalise.numerals import with_digits
from data.normalise.place import Place, parse_place
from data.normalise.quality import Parts, graded, quality_parts
from data.normalise.text import SIMPLIFIED_OF, clean
from data.normalise.tokens import PoiType
from data.normalise.traits import ALL, DASH_SIGNS, DROPPED, traits_of

LONGEST: Final = 256
"""Characters of an address that are read; the longest real ones have about 80."""

_SIGNS: Final = (
    SIMPLIFIED_OF
    | {ord(c): ord("-") for c in DASH_SIGNS}
    | dict.fromkeys(map(ord, DROPPED))
    | {ord("#"): ord("号")}
)
_GAP: Final = re.compile(r"(?<=\d)\s+(?=\d)")
_DOUBLE_DASH: Final = re.compile(r"-{2,}")
_LOOSE_DASH: Final = re.compile(r"(?<![A-Z0-9])-|-(?![A-Z0-9])")
_DOUBLE_NUMBER: Final = re.compile(r"号{2,}")
# Before any province, and what systems write for an empty field.
_COUNTRY: Final = re.compile(r"中华人民共和国|中国(?=[\u4e00-\u9fff]{2,3}(?:省|市|自治区))|NULL")
_DASH_LIKE_ONE: Final = re.compile(r"(?<=[\dA-Z])一(?=[\dA-Z])")
_POSTCODE: Final = re.compile(r"^(?:邮编)?\d{6}(?=[\u4e00-\u9fff]{2})|邮编\d{6}")

_MOST_BUILDINGS: Final = 200
_MOST_FLOORS: Final = 80
_BLOCKING: Final = frozenset({"placeholder", "masked", "gibberish"})


class Address(Struct, frozen=True, gc=False):
    """One address. Text parts are "" where not given.

    Attributes:
        province: canonical names of the three levels, with their kind (浙江省, 杭州市, 西湖区).
        adcode: six digits of the finest certain level; "" if not even the province is certain.
        town: town, township or street office; village: village or community; group: its group.
        number: door number at the road or in the village, without 号.
        estate: housing estate, landmark, company: the words beside road and tail.
        building: the tail, without its unit words; a short room behind a floor is the long one.
        poi_type: kind of place in the words; ``village`` for a village house.
        unit_key: keys under which equal places meet (see ``keys.py``); "" never links.
        quality: 0 to 0.85, the sum of what ``parts`` got.
        parts: (name, got, of at most).
        flags: ``conflict placeholder masked gibberish too_short too_long delivery_note
            station_word absurd_building latin zone ambiguous_district missing``.
    """

    province: str = ""
    city: str = ""
    district: str = ""
    adcode: str = ""
    town: str = ""
    village: str = ""
    group: str = ""
    road: str = ""
    number: str = ""
    estate: str = ""
    building: str = ""
    unit: str = ""
    floor: str = ""
    room: str = ""
    poi_type: PoiType = ""
    unit_key: str = ""
    building_key: str = ""
    estate_key: str = ""
    quality: float = 0.0
    parts: Parts = ()
    flags: tuple[str, ...] = ()


_MISSING: Final = Address(
    parts=quality_parts(depth=0, town=False, place=0, unit=0, length=0, flags=("placeholder",)),
    flags=("missing",),
)


def parse_address(raw: str | None) -> Address:
    """Reads one address as written; never fails.

    >>> parse_address("浙江省杭州市西湖区曙光路12号 3栋1单元5楼02室").unit_key
    '330106|曙光路12|3|1|502'
    >>> parse_address("杭州西湖区曙光路１２号三幢一单元五零二（放门口）").unit_key
    '330106|曙光路12|3|1|502'
    """
    if not raw:
        return _MISSING
    cleaned = raw[: 4 * LONGEST]
    found = traits_of(cleaned)
    if found & traits.ODD:
        cleaned = clean(_GAP.sub("-", cleaned))
        found = traits_of(cleaned)
        if not cleaned:
            return _MISSING
    marks = _marks(cleaned, found)
    text = tidy(cleaned, found)
    if text is not cleaned:
        found = traits_of(text)
    # What is taken out from here on takes its traits with it or leaves them to be looked at in vain.
    text, noted = tokens.without_notes(text, found)
    head = parse_head(text, found)
    rest = text[head.end :]
    place = parse_place(with_digits(rest) if found & traits.NUMERAL else rest, found)
    station = tokens.station_of(text, found)
    poi_type = _poi_type(text, found, place, station)
    flags = marks + _findings(head, place, noted=noted, station=bool(station))
    return _assemble(head, place, poi_type, flags, len(cleaned))


def tidy(cleaned: str, found: int = ALL) -> str:
    """One sign for each purpose: dashes between numbers, 号 for #, no other punctuation.

    >>> tidy("中國浙江省,杭州市:3#楼-502")
    '浙江省杭州市3号楼502'
    """
    text = cleaned[:LONGEST]
    if found & traits.SIGN:
        text = text.translate(_SIGNS)
        found = traits_of(text)
    # Each step is tried only where its own character is: most texts need none of them.
    if found & traits.NUMERAL and "一" in text:
        text = _DASH_LIKE_ONE.sub("-", text)
    if found & (traits.DASH | traits.NUMERAL) and "-" in text:
        text = _LOOSE_DASH.sub("", _DOUBLE_DASH.sub("-", text))
    if "号号" in text:
        text = _DOUBLE_NUMBER.sub("号", text)
    if found & traits.COUNTRY:
        text = _COUNTRY.sub("", text)
    if text[:1].isdigit() or found & traits.POSTCODE:
        text = _POSTCODE.sub("", text)
    return text


def _marks(cleaned: str, found: int) -> tuple[str, ...]:
    """Flags that the bare text tells."""
    flags = []
    # 无 alone fills a field, and is in too many names to be a trait.
    if found & traits.DOUBT or len(cleaned) < 8:
        if tokens.is_masked(cleaned):
            flags.append("masked")
        if tokens.is_placeholder(cleaned):
            flags.append("placeholder")
    strange = found & (traits.FOURFOLD | traits.LATIN) or not found & traits.HAN
    if (strange or len(cleaned) > LONGEST) and tokens.is_gibberish(cleaned[:LONGEST]):
        flags.append("gibberish")
    if len(cleaned) < 8:
        flags.append("too_short")
    if len(cleaned) > LONGEST:
        flags.append("too_long")
    return tuple(flags)


def _findings(head: Head, place: Place, *, noted: bool, station: bool) -> tuple[str, ...]:
    """Flags that the parts tell."""
    flags = []
    if head.conflict:
        flags.append("conflict")
    if head.zone:
        flags.append("zone")
    if len(head.places) > 1:
        flags.append("ambiguous_district")
    if noted:
        flags.append("delivery_note")
    if station:
        flags.append("station_word")
    if _absurd(place.tail.building, _MOST_BUILDINGS) or _absurd(place.tail.floor, _MOST_FLOORS):
        flags.append("absurd_building")
    return tuple(flags)


def _absurd(number: str, most: int) -> bool:
    return number.isdigit() and int(number) > most


def _poi_type(text: str, found: int, place: Place, station: PoiType) -> PoiType:
    """A station word beside a room is where to leave the parcel, not where the person is."""
    if station and not place.tail.room:
        return station
    if kind := tokens.kind_of(text, found):
        return kind
    if place.group and not place.village and not place.road:
        return "village"
    rural = place.village and not place.village.endswith(("社区", "居委会")) and not place.road
    return "village" if rural and not place.tail.room else ""


def _assemble(
    head: Head, place: Place, poi_type: PoiType, flags: tuple[str, ...], length: int
) -> Address:
    province, city, district, adcode = names_of(head)
    tail = place.tail
    keys = _keys(head, place, district, adcode, flags)
    filler = bool(flags) and ("placeholder" in flags or "gibberish" in flags)
    parts, quality = graded(
        _depth(head, district),
        0.0 if filler else _place_share(place, head.town),
        0.0 if filler else _unit_share(place, poi_type),
        town=bool(head.town),
        length=length,
        flags=flags,
    )
    return Address(
        province, city, district, adcode, head.town, place.village, place.group, place.road,
        place.number, place.estate, tail.building, tail.unit, tail.floor, tail.room, poi_type,
        keys.unit, keys.building, keys.estate, quality, parts, flags,
    )  # fmt: skip


def _keys(head: Head, place: Place, district: str, adcode: str, flags: tuple[str, ...]) -> Keys:
    if flags and not _BLOCKING.isdisjoint(flags):
        return NO_KEYS
    if adcode and not adcode.endswith("0000"):
        return keys_of(adcode, head.town, place)
    if district:
        # Two cities have a district of this name: enough for a room at a door, not for an estate.
        keys = keys_of(district, head.town, place)
        return Keys(keys.unit, keys.building, "")
    return NO_KEYS


def _depth(head: Head, district: str) -> float:
    """How far the head leads towards a district."""
    if is_district(head):
        return 1.0
    if len(head.places) == 1:
        return 0.6 if len(head.places[0]) == 4 else 0.2
    return 0.6 if district else 0.0


def _place_share(place: Place, town: str) -> float:
    if (place.road and place.number) or place.estate:
        return 1.0
    if place.village or place.group:
        return 1.0 if place.group or place.number else (0.8 if town else 0.6)
    return 0.5 if place.road or place.number else 0.0


def _unit_share(place: Place, poi_type: PoiType) -> float:
    rural = place.group or (place.village and place.number)
    if place.tail.room or rural or poi_type not in ("", "village"):
        return 1.0
    return 0.6 if place.tail.building or place.tail.floor else 0.0
