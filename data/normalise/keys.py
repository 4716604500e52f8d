"""Keys under which addresses meet: unit, building, estate.

The rule. A key needs a city or finer, and an honest text: nothing masked, no placeholder, no
gibberish. Then the *spot* is road and number; else the estate (with its door number); else town,
village, group and number.

- ``unit_key`` needs a room at a spot, or a spot that ends at a door: a village house with a number,
  a road number with nothing behind it (a house or a shop front), an estate's door. A residential
  estate needs its building for a room to count; a door of an industrial estate is a building.
- ``building_key`` is the spot with its building, or a road number, a village group or a house,
  or the one tower that a room is in.
- ``estate_key`` is the estate if named, else road and number, else the village. Words that every
  town has (村委会, 菜鸟驿站, 工业园) name nothing, nor does a landmark in a village (老供销社旁).

The town is left out where road or estate tell the spot, for people leave it out; it stays in village
keys and in keys of a bare door, because every rural town has its 人民路. Homophones and look-alike
characters (保和/宝和) are not merged here: 中山路 and 中山北路 are just as near to each other.
"""

import re
from typing import Final

from data.normalise.place import Place

_RESIDENTIAL: Final = re.compile(
    r"(?:小区|花园|花苑|家园|家苑|苑|新村|公寓|里|庭|府|湾|城|郡|\d区|[A-Z]区)$"
)
_INDUSTRIAL: Final = re.compile(r"园区?$|工业|产业|广场$|大厦$|[城区]$")
_GENERIC: Final = re.compile(
    r"(?:村|镇|乡|县|区|市)?(?:委会|村委会|居委会|村部|政府|菜鸟|驿站|菜鸟驿站|妈妈驿站|兔喜|丰巢|快递柜|自提柜|自提点|代收点"
    r"|门口|学校|宿舍|医院|卫生院|超市|车站|工业园区?|工业区|开发区|小区|商铺|门面房?|仓库|中心|邮局|银行|网吧|饭店"
    r"|幼儿园|小学|中学|新村|市场|广场|公司|店)*(?:快递柜|智能柜|旁|内)?\Z"
)
# The characters that the generic words begin with, looked up before the pattern is tried.
_GENERIC_FIRST: Final = frozenset(
    "村镇乡县区市委居政菜驿妈兔丰快自代门学宿医卫超车工开小商仓中邮银网饭幼新广公店智旁内"
)
_RURAL_TOWN: Final = ("镇", "乡", "苏木")
_URBAN_VILLAGE: Final = ("社区", "居委会")


class Keys:
    """The three keys, each "" where too little is known."""

    __slots__ = ("building", "estate", "unit")

    def __init__(self, unit: str, building: str, estate: str) -> None:
        self.unit = unit
        self.building = building
        self.estate = estate


NO_KEYS: Final = Keys("", "", "")


def keys_of(prefix: str, town: str, place: Place) -> Keys:
    """The keys of a place under its region ``prefix`` (six digits, or a district's name).

    >>> from data.normalise.place import parse_place
    >>> keys_of("330106", "", parse_place("曙光路12号3-1-502")).unit
    '330106|曙光路12|3|1|502'
    """
    if not prefix:
        return NO_KEYS
    named = _named(place.estate)
    estate = _estate_key(prefix, town, place, named=named)
    spot = _spot(town, place, named=named)
    if not spot:
        return Keys("", "", estate)
    return Keys(_unit_key(prefix, spot, town, place), _building_key(prefix, spot, place), estate)


def _spot(town: str, place: Place, *, named: bool) -> str:
    if place.road and place.number:
        return place.road + place.number
    if place.road and place.tail.building and not place.estate:
        return place.road
    if named and not (place.group or (place.village and place.number)):
        return place.estate + (f"#{place.number}" if place.number else "")
    if (place.village and place.number) or (place.group and (place.village or town)):
        return f"{town}/{place.village}/{place.group}/{place.number}"
    return ""


def _is_landmark(place: Place) -> bool:
    """Whether the words only say where in a village a house stands: every village has an 老供销社."""
    rural = place.village and not place.road and not place.village.endswith(_URBAN_VILLAGE)
    return bool(rural) and not (place.tail.building or place.tail.room)


def _named(estate: str) -> bool:
    """Whether the words name one place and not a kind of place that every town has."""
    if len(estate) < 2:
        return False
    return estate[0] not in _GENERIC_FIRST or not _GENERIC.match(estate)


def _unit_key(prefix: str, spot: str, town: str, place: Place) -> str:
    tail = place.tail
    if tail.room:
        if _needs_building(place):
            return ""
        return f"{prefix}|{spot}|{tail.building}|{tail.unit}|{tail.room}"
    if tail.building or tail.unit or tail.floor or not place.number:
        return ""
    return _door_key(prefix, spot, town, place)


def _needs_building(place: Place) -> bool:
    """Whether a room says nothing: a housing estate of many buildings, and none is given."""
    alone = not place.number and not place.tail.building
    return alone and _RESIDENTIAL.search(place.estate) is not None


def _door_key(prefix: str, spot: str, town: str, place: Place) -> str:
    if place.road:
        rural = town if town.endswith(_RURAL_TOWN) else ""
        return "" if place.estate else f"{prefix}|{rural}{spot}|||"
    if place.village:
        return f"{prefix}|{spot}|||"
    return "" if _INDUSTRIAL.search(place.estate) else f"{prefix}|{spot}|||"


def _building_key(prefix: str, spot: str, place: Place) -> str:
    if place.tail.building:
        return f"{prefix}|{spot}|{place.tail.building}"
    known = place.number or place.group or (place.tail.room and not _needs_building(place))
    return f"{prefix}|{spot}|" if known else ""


def _estate_key(prefix: str, town: str, place: Place, *, named: bool) -> str:
    if named and not _is_landmark(place):
        return f"{prefix}|{place.estate}"
    if place.road and place.number:
        return f"{prefix}|{place.road}{place.number}"
    return f"{prefix}|{town}/{place.village}" if place.village else ""
