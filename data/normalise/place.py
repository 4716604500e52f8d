"""The middle of an address: village and group, road and number, estate or landmark."""

import re
from typing import Final

from data.normalise import traits
from data.normalise.tail import NO_TAIL, Tail, parse_tail, plain
from data.normalise.traits import ALL

_VILLAGE: Final = re.compile(
    r"([\u4e00-\u9fff]{1,9}?(?:村民委员会|村委会|居委会|行政村|自然村|社区|嘎查|(?<![新花山])村))"
    r"(?![东西南北中]?(?:路|街|大道|口|巷|花园|公寓|小区)|镇(?!政府)|乡(?!政府))"
)
_HAMLET: Final = re.compile(
    r"([\u4e00-\u9fff]{1,8}?(?:新村|屯|庄|寨|湾|坪|沟|岗|塘|头|家|巷|连|村)?)?"
    r"第?(\d{1,3})(?:村民小组|村民组|小组|组(?!团)|生产队|队|社(?!区)|屯|连)"
)
_DOOR: Final = re.compile(
    r"附?(\d{1,5}(?:-\d{1,4})?)号?附?(?:\Z|(?=[^\d号楼栋幢层室排区期弄巷米组路街]))"
)
_ROAD_WORD: Final = (
    r"大道|公路|国道|省道|县道|环路|马路|胡同|路|街|巷|弄|道(?!口)|线(?!路)|里(?=\d)"
)
_ROAD: Final = re.compile(
    rf"([\u4e00-\u9fffA-Z]{{0,10}}?(?:\d{{1,3}}(?=[号路街道]))?号?[\u4e00-\u9fff]{{0,4}}?(?:{_ROAD_WORD})"
    r"(?:[东西南北中]段?(?=\d))?(?:\d{1,2}(?:巷|弄(?=\d+弄)))?)"
    r"(?![\u4e00-\u9fff]?(?:街道|社区))"
)
_AREA_BEFORE_ROAD: Final = re.compile(
    r"^[\u4e00-\u9fff]{0,12}(?:工业园?区|开发区|园区|新区|示范区|保税区|小区|新村|社区|[东西南北]区)(?=[\u4e00-\u9fff\d]{2,})"
)
_AREA_TELLS: Final = re.compile(r"[区村]")
_NUMBER: Final = re.compile(
    r"(?:第|甲|乙)?(\d{1,5}[A-Z]?(?:-\d{1,5})*)(?:(号(?!楼)院?|弄|支弄)|(?![\d栋幢座层室组期区楼号米]|单元|-\d+(?![\d层楼])))(附\d+号?)?"
)
_LANE_DOOR: Final = re.compile(r"(?<=弄)(\d{1,4})号")
_JOIN: Final = re.compile(
    r"^(?:与|和|跟|近|靠近|及|交叉口|交汇处|口|的|对面|旁边?|附近|内|院内|处)+"
)
_TRAIL: Final = re.compile(
    r"(?:与|和|近|的|对面|旁边?|附近|内|院内|里面?|门口|隔壁|斜对面|[前后]面"
    r"|[东西南北]侧|交叉口|交汇处|路口|[东西南北]?\d+米)+$"
)
# First characters of what joins and last ones of what trails, looked up before a pattern is tried.
_JOIN_FIRST: Final = frozenset("与和跟近靠及交口的对旁附内院处")
_TRAIL_LAST: Final = frozenset("与和近的面旁边内里口壁侧处米")
# The two shapes of most addresses, free of every character that another reading might begin with.
_USUAL_VILLAGE: Final = re.compile(
    r"((?:(?![村居社嘎组队屯连政然])[\u4e00-\u9fff]){1,8}(?<![新花山])村)([0-9]{1,3})组(?:([0-9]{1,5})号)?\Z"
)
_USUAL_ROAD: Final = re.compile(
    r"((?![与和跟近靠及交口的对旁附内院处])(?:(?![道路同街巷弄线里区村居社嘎组队屯连])[\u4e00-\u9fff]){1,8}(?:路|街|大道))"
    r"([1-9][0-9]{0,4})号(?![楼院附])"
    r"(?:((?:(?![甲乙丙丁东西南北底顶号])[\u4e00-\u9fff]){2,14})([0-9]{1,3})"
    r"(?:(?:号楼|栋|幢|座)(?:([0-9]{1,2})单元)?([0-9]{3,4})室|-([0-9]{1,2})-([0-9]{3,4}))\Z)?"
)
_ESTATE_DOOR: Final = re.compile(r"(\d{1,5})号(?=\Z|(?![楼院库])[\u4e00-\u9fff])")


class Place:
    """The middle and tail of an address, each part "" if not given."""

    __slots__ = ("estate", "group", "number", "road", "tail", "village")

    def __init__(  # noqa: PLR0917  as in Tail
        self, village: str, group: str, road: str, number: str, estate: str, tail: Tail
    ) -> None:
        self.village = village
        self.group = group
        self.road = road
        self.number = number
        self.estate = estate
        self.tail = tail


def parse_place(text: str, found: int = ALL) -> Place:
    """Reads what follows the administrative head.

    Args:
        text: with its numerals as digits.
        found: the traits of the text or of a longer one that it is a part of.

    >>> place = parse_place("石雅村3组17号")
    >>> place.village, place.group, place.number
    ('石雅村', '3', '17')
    >>> place = parse_place("江南大道创业大道288号4栋502室")
    >>> place.road, place.number
    ('创业大道', '288')
    """
    if found & traits.RURAL and (match := _USUAL_VILLAGE.match(text)):
        return Place(match[1], match[2], "", match[3] or "", "", NO_TAIL)
    if found & traits.ROAD and (match := _USUAL_ROAD.match(text)):
        return _usual(text, match)
    return _unusual(text, found)


def _usual(text: str, match: re.Match[str]) -> Place:
    """Road and number; then estate, building, unit and room in words or dashes, or anything."""
    road, number, words, building, unit, room, dashed_unit, dashed_room = match.groups()
    if not words:
        rest = text[match.end() :]
        tail = parse_tail(rest)
        return Place("", "", road, number, _estate(rest, tail), tail)
    tail = Tail(plain(building), plain(dashed_unit or unit or ""), "", plain(dashed_room or room))
    return Place("", "", road, number, _trim(words), tail)


def _unusual(text: str, found: int) -> Place:
    village, group, at = _village(text) if found & traits.RURAL else ("", "", 0)
    road, number, after = _road(text, at) if found & traits.ROAD else ("", "", at)
    if village and not road and (door := _DOOR.match(text, at)):
        number, after = door[1], door.end()
    rest = text[after:]
    if not (road or number or group) and (door := _ESTATE_DOOR.search(rest)):
        return _with_door(village, rest, door)
    if number and "-" in number and road and not text.startswith("号", after - 1):
        number, rest = _split_run(number, rest)
    tail = parse_tail(rest)
    return Place(village, group, road, number, _estate(rest, tail), tail)


def _village(text: str) -> tuple[str, str, int]:
    at, village = 0, ""
    if match := _VILLAGE.match(text):
        village, at = _plain_village(match[1]), match.end()
        if again := _VILLAGE.match(text, at):
            village, at = _plain_village(again[1]), again.end()
    if match := _HAMLET.match(text, at):
        return village + (match[1] or ""), match[2], match.end()
    return village, "", at


def _plain_village(name: str) -> str:
    for word in ("村民委员会", "村委会", "行政村", "自然村"):
        if name.endswith(word):
            return name.removesuffix(word).removesuffix("村") + "村"
    return name


def _road(text: str, at: int) -> tuple[str, str, int]:
    """The road next to a number if there is one, else the first road; where the rest begins."""
    road, number, end = "", "", at
    position = at
    for _ in range(4):
        match = _ROAD.match(text, position)
        if match is None:
            break
        position = match.end()
        found = _NUMBER.match(text, position)
        if found:
            return _bare_road(match[1]), _plain_number(found), found.end()
        if not road:
            road, end = _bare_road(match[1]), position
        else:
            end = position
    return road, number, end


def _bare_road(road: str) -> str:
    """The road without joining words and without the zone or village it lies in."""
    if road[:1] in _JOIN_FIRST:
        road = _JOIN.sub("", road)
    return _AREA_BEFORE_ROAD.sub("", road) if _AREA_TELLS.search(road) else road


def _plain_number(match: re.Match[str]) -> str:
    suffix = match[2] if match[2] in ("弄", "支弄") else ""
    return match[1].lstrip("0") + suffix + (match[3] or "").rstrip("号")


def _split_run(number: str, rest: str) -> tuple[str, str]:
    """路12-3-502 is door 12, building 3, room 502; 路212-220 stays a range of doors."""
    parts = number.split("-")
    if len(parts) >= 3:
        return parts[0], "-".join(parts[1:]) + rest
    if len(parts[1]) >= 3 and len(parts[0]) < 3:
        return parts[0], parts[1] + rest
    return number, rest


def _with_door(village: str, rest: str, door: re.Match[str]) -> Place:
    """An estate or shop street with a door number and no road: 上冯新村136号."""
    tail = parse_tail(rest)
    if 0 <= tail.begin < door.start() or (tail.building and tail.room):
        return Place(village, "", "", "", _estate(rest, tail), tail)
    behind = parse_tail(rest[door.end() :])
    estate = _trim(rest[: door.start()])
    if not estate:
        estate = _trim(rest[door.end() :])
    return Place(village, "", "", door[1].lstrip("0"), estate, behind)


def _estate(rest: str, tail: Tail) -> str:
    """The words before the tail, or those behind it if there are none before."""
    if tail.begin < 0:
        return _trim(rest)
    return _trim(rest[: tail.begin]) or _trim(rest[tail.end :])


def _trim(words: str) -> str:
    words = words.strip("-号")
    if words[:1] in _JOIN_FIRST:
        words = _JOIN.sub("", words)
    return (_TRAIL.sub("", words) if words[-1:] in _TRAIL_LAST else words)[:64]
