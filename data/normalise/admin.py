"""The administrative head of an address: province, city, district, town.

A walk over the text: at each place the longest known name that lies in what has been found so far.
Names may be missing (北京朝阳, 江苏南京江宁), short (浙江杭州), repeated, former (奉化市) or given
as a development zone; a full name that does not lie in the others is a conflict, and the last
chain wins.
"""

import re
from functools import lru_cache
from typing import Final, TypeAlias

from data.normalise import corps, traits
from data.normalise.traits import ALL
from data.reference.gazetteer import (
    FULL,
    NAME_LENGTHS,
    NAMES,
    NO_DISTRICT,
    SHORT,
    TOWN_HOLDERS,
    TOWN_LENGTHS,
    ZONES,
    town_stems,
    zone_class,
)

Places: TypeAlias = tuple[str, ...]

# What turns a short name into a part of something else: 北京路, 中山北路, 长安街, 浙江大学.
_NOT_SHORT: Final = re.compile(
    r"[东西南北中上下前后内外新老大小]{0,2}[一二三四五六七八九十\d]{0,2}(?:路|街|大道|道|巷|弄|胡同|里|线|桥"
    r"|站|村|镇|乡|湾|港|湖|山|城|大厦|广场|花园|花苑|公寓|新村|小区|大学|学院|医院|银行|饭店|酒店|宾馆)"
)
_NOT_FULL: Final = re.compile(r"场|民政|人民政府|政府|委|[东西南北中]?(?:路|街道|大道|街)")
_NOT_TOWN: Final = re.compile(r"[东西南北中]?(?:路|大道|街(?!道)|巷|口|政府)")
_TOWN: Final = re.compile(
    r"(?![路街道镇乡市区县])[\u4e00-\u9fff]{1,6}?(?:街道办事处|街道办|街道|民族乡|苏木|镇|乡|农场|林场|牧场)"
    r"(?![东西南北中]?(?:路|大道|街(?!道)|巷|口|村|政府|企业|湾|海))"
)
_BEFORE_STREET: Final = re.compile(r"[\u4e00-\u9fff]{1,6}?(?:路|街|大道|巷|村|社区)")
_ZONE: Final = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}?)(?:高新技术产业开发区|高新技术产业园区|高新技术开发区|高新区|经济技术开发区"
    r"|经济开发区|经济技术区|经开区|工业园区|开发区|产业集聚区|保税港?区|示范区|管理区)"
)
_LONGEST_ZONE: Final = 15
_NOISE: Final = re.compile(r"市辖区|城区(?=[\u4e00-\u9fff])")
# The characters that the patterns of the same name begin with, looked up before one is tried.
_NOT_SHORT_FIRST: Final = frozenset(
    "东西南北中上下前后内外新老大小一二三四五六七八九十路街大道巷弄胡里线桥站村镇乡湾港湖山城广花公学医银饭酒宾"
)
_NOISE_FIRST: Final = frozenset("市城")
_NOT_FULL_FIRST: Final = frozenset("场民人政委东西南北中路街大")
_NOT_TOWN_FIRST: Final = frozenset("东西南北中路大街巷口政")
_TOWN_TELLS: Final = re.compile(f"[{traits.TOWN_TELLS}]")

_KNOWN: Final = FULL.keys() | SHORT.keys()

# 城区, 郊区, 矿区: a name only below a city.
_NEVER_FIRST: Final = frozenset(
    sig for name, sigs in FULL.items() if len(name) == 2 and name[1] == "区" for sig in sigs
)


class Head:
    """What the head of an address says, and where the rest begins.

    Attributes:
        places: signatures that are still possible; one if the place is certain.
        zone: a development zone that the list of districts does not have.
        end: index of the first character after the head.
    """

    __slots__ = ("conflict", "end", "places", "town", "zone")

    def __init__(self, places: Places, zone: str, town: str, end: int, *, conflict: bool) -> None:
        self.places = places
        self.zone = zone
        self.town = town
        self.end = end
        self.conflict = conflict


def parse_head(text: str, found: int = ALL) -> Head:
    """Reads the head of a cleaned address; an empty head where it begins with something else."""
    at, places, conflict = _walk(text, 0, ())
    zone = ""
    if places and text[at : at + 1] in _NOISE_FIRST and (noise := _NOISE.match(text, at)):
        at = noise.end()
    if places and (regiment := corps.regiment_of(text, at, places)):
        inside, zone, town, at = regiment
        return Head(inside, zone, town, at, conflict=False)
    zoned = _zone_at(text, at) if places and len(places[0]) >= 4 else None
    if zoned:
        at, places, zone = _enter_zone(zoned, places)
        at, places, again = _walk(text, at, places)
        conflict = conflict or again
    at, places, town = _town(text, at, places, found)
    if town and _full_name_follows(text, at):
        # The whole head once more behind the town: 西兴街道杭州市滨江区西兴街道.
        at, places, again = _walk(text, at, places)
        at, places, last = _town(text, at, places, found)
        town, conflict = last or town, conflict or again
    return Head(places, zone, town, at, conflict=conflict)


def names_of(head: Head) -> tuple[str, str, str, str]:
    """Province, city, district and six-digit code; "" for what is unknown or uncertain."""
    return _names(head.places, head.zone)


@lru_cache(32_768)
def _names(places: Places, zone: str) -> tuple[str, str, str, str]:
    if not places:
        return "", "", "", ""
    if len(places) > 1:
        return _shared(places)
    place = places[0]
    province = NAMES.get(place[:2], "")
    city = NAMES.get(place[:4], "") if len(place) >= 4 else ""
    if place[:2] in ("11", "12", "31", "50"):
        city = province
    district = NAMES.get(place, "") if len(place) == 6 else zone
    return province, city, district, place.ljust(6, "0")


def is_district(head: Head) -> bool:
    """Whether the place is as fine as a district (a city without districts counts)."""
    if len(head.places) != 1:
        return False
    place = head.places[0]
    return len(place) == 6 or place in NO_DISTRICT or bool(head.zone)


def _shared(places: Places) -> tuple[str, str, str, str]:
    """Several districts of one name (西湖区): the name is known, the code is not."""
    district = NAMES.get(places[0], "")
    return "", "", district if all(NAMES.get(p) == district for p in places) else "", ""


def _walk(text: str, at: int, places: Places) -> tuple[int, Places, bool]:
    conflict = False
    # Most texts that go on with something else part from all names at their first two characters.
    while lengths := NAME_LENGTHS.get(text[at : at + 2]):
        length, places, clashes = _step(text, at, places, lengths)
        if not length:
            break
        at += length
        conflict = conflict or clashes
    return at, places, conflict


def _step(text: str, at: int, places: Places, lengths: tuple[int, ...]) -> tuple[int, Places, bool]:
    """The longest name at a position: its length, the places after it, whether it clashes."""
    for length in lengths:
        name = text[at : at + length]
        if name not in _KNOWN:
            continue
        inside, inside_short, widest = _readings(places, name)
        if widest and _full_stands(text, at + length):
            if inside:
                return length, inside, False
            if length > 2:
                return length, widest, True
        if inside_short and _short_stands(text, at + length, inside_short, places):
            return length, inside_short, False
    return 0, places, False


@lru_cache(32_768)
def _readings(places: Places, name: str) -> tuple[Places, Places, Places]:
    """A name behind places: where it leads as a full name and as a short one, and all it may be."""
    full, short = FULL.get(name, ()), SHORT.get(name, ())
    return (
        _narrow(places, full) if full else (),
        _narrow(places, short) if short else (),
        _widest(full) if full else (),
    )


def _narrow(places: Places, known: Places) -> Places:
    """The places after a name: finer ones inside, or the same if the name is above or equal."""
    if not places:
        return tuple(k for k in _widest(known) if k not in _NEVER_FIRST)
    finer = tuple(k for k in known if any(k.startswith(p) and k != p for p in places))
    return finer or tuple(p for p in places if any(p.startswith(k) for k in known))


def _widest(known: Places) -> Places:
    size = len(known[0])
    return tuple(k for k in known if len(k) == size)


def _short_stands(text: str, end: int, inside: Places, before: Places) -> bool:
    """Whether a short name is a place here and not the beginning of a road or a shop."""
    if len(inside[0]) == 6 and not before:
        # Without a city only a county-level city (余姚) is told by its short name.
        single = len(inside) == 1 and inside[0][4] in "89"
        return single and not _is_part(text, end)
    if _name_follows(text, end):
        return True
    if inside == before:
        return False  # said once more, and nothing below it follows: 浙江汽配城
    return not _is_part(text, end)


def _is_part(text: str, end: int) -> bool:
    """Whether what follows a short name makes it a part of something else."""
    following = text[end : end + 1]
    maybe = following in _NOT_SHORT_FIRST or following.isdigit()
    return maybe and _NOT_SHORT.match(text, end) is not None


def _full_stands(text: str, end: int) -> bool:
    """Whether a full name is not the beginning of something else (东方市场, 北京市政府)."""
    if text[end : end + 1] not in _NOT_FULL_FIRST:
        return True
    return not _NOT_FULL.match(text, end) or _full_name_follows(text, end)


def _full_name_follows(text: str, at: int) -> bool:
    return any(text[at : at + n] in FULL for n in NAME_LENGTHS.get(text[at : at + 2], ()))


def _name_follows(text: str, at: int) -> bool:
    return any(text[at : at + n] in _KNOWN for n in NAME_LENGTHS.get(text[at : at + 2], ()))


def _zone_at(text: str, at: int) -> re.Match[str] | None:
    """A zone that begins here; every one ends with 区."""
    if text.find("区", at, at + _LONGEST_ZONE) < 0:
        return None
    return _ZONE.match(text, at)


def _enter_zone(found: re.Match[str], places: Places) -> tuple[int, Places, str]:
    if len(places) > 1 or len(places[0]) == 6:
        return found.end(), places, ""
    listed = ZONES.get((places[0], zone_class(found[0])))
    if listed:
        return found.end(), (listed,), ""
    return found.end(), places, zone_class(found[0]) if "区" in found[0] else found[0]


def _town(text: str, at: int, places: Places, found: int) -> tuple[int, Places, str]:
    """A listed town (which may tell the district), a short one before a street, or any 镇."""
    # Where no listed name begins, no short one does.
    if lengths := TOWN_LENGTHS.get(text[at : at + 2]):
        if listed := _listed_town(text, at, places, lengths):
            return listed
        if len(places) == 1 and len(places[0]) == 6 and (short := _short_town(text, at, places)):
            return short
    # Looking for a first character of the kinds costs a fifth of trying the names before them.
    if not found & traits.TOWN or not _TOWN_TELLS.search(text, at, at + 7):
        return at, places, ""
    if match := _TOWN.match(text, at):
        name = match[0].replace("街道办事处", "街道").replace("街道办", "街道")
        return match.end(), _holding(places, name) or places, name
    return at, places, ""


def _listed_town(
    text: str, at: int, places: Places, lengths: tuple[int, ...]
) -> tuple[int, Places, str] | None:
    for length in lengths:
        name = text[at : at + length]
        if name not in TOWN_HOLDERS or _is_street(text, at + length):
            continue
        if inside := _holding(places, name):
            return at + len(name), inside, name
    return None


def _is_street(text: str, end: int) -> bool:
    """Whether what follows the name of a town makes it the name of a street."""
    following = text[end : end + 1]
    return following in _NOT_TOWN_FIRST and _NOT_TOWN.match(text, end) is not None


@lru_cache(32_768)
def _holding(places: Places, town: str) -> Places:
    """The places that have the town; without any place, only a name that is unique."""
    holders = TOWN_HOLDERS.get(town, ())
    if not places:
        return holders if len(holders) == 1 else ()
    inside = tuple(h for h in holders if any(h.startswith(p) or p.startswith(h) for p in places))
    return inside if len(inside) == 1 else ()


def _short_town(text: str, at: int, places: Places) -> tuple[int, Places, str] | None:
    stems = town_stems(places[0])
    for length in range(4, 1, -1):
        name = stems.get(text[at : at + length])
        if name and _before_street(text, at + length):
            return at + length, places, name
    return None


def _before_street(text: str, at: int) -> bool:
    return _BEFORE_STREET.match(text, at) is not None and not _is_part(text, at)
