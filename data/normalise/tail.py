"""The tail of an address: building, unit, floor, room, in words (3栋1单元502室) or dashes (3-1-502)."""

import re
from string import ascii_uppercase
from typing import Final

_B: Final = r"[A-Z]{0,2}\d{1,4}[A-Z]?|[A-Z]{1,2}|[甲乙丙丁东西南北]"
_BUILDING_WORD: Final = r"号楼|栋楼|号院|栋|幢|座(?!标)"
_UNIT_WORD: Final = r"单元|门(?![口牌市诊面业店窗厅卫])|梯"
_FLOOR_WORD: Final = r"层|楼(?![下上盘道梯])|F"
_ROOM_WORD: Final = r"室|号房|房(?![产地屋])|户"
_DASHES: Final = r"[A-Z]?\d+[A-Z]?(?:-[A-Z]?\d+[A-Z]?)+"

_N: Final = r"[A-Z]{0,2}\d{1,5}[A-Z]?|[A-Z]{1,2}"

_START_WORDS: Final = (
    rf"(?:{_N})(?:{_BUILDING_WORD}|{_UNIT_WORD}|{_FLOOR_WORD}|{_ROOM_WORD})"
    rf"|[甲乙丙丁东西南北](?:{_BUILDING_WORD}|单元)|[底顶]层"
    rf"|{_DASHES}(?!区|期|组|米|路|街)"
    r"|[A-Z]?\d{3,6}[A-Z]?(?=号?$|[\u4e00-\u9fff]{4,}$)(?!号?[\u4e00-\u9fff]*[路街弄巷道])"
    r"|\d{0,2}[A-Z]\d{2,4}(?=[室号\u4e00-\u9fff]|$)"
    r"|\d+号(?=$|[A-Z]?\d|-)"
)
# The first character stands apart, so that the search may skip to one of the set; what a tail begins
# with is then looked for from before it. Only the start of the match means anything.
_START: Final = re.compile(rf"[A-Z\d甲乙丙丁东西南北底顶](?<=(?<![\dA-Z])(?={_START_WORDS}).)")
_BUILDING: Final = re.compile(rf"({_B})(?:{_BUILDING_WORD})|(\d{{1,3}})楼(?=[A-Z\d]+(?:单元|门))")
_DOOR: Final = re.compile(r"(\d{1,4})号(?=[A-Z]?\d|\Z)")
_UNIT: Final = re.compile(rf"({_N}|[甲乙丙丁])(?:{_UNIT_WORD})|([东西南北中])单元")
_FLOOR: Final = re.compile(rf"(负?\d{{1,2}}[A-Z]?|B\d|底|顶)(?:{_FLOOR_WORD})")
_ROOM: Final = re.compile(
    rf"([A-Z]{{0,2}}\d{{1,6}}(?:[A-Z]\d{{2,4}})?(?:[A-Z](?![A-Z]))?(?:-\d{{1,3}})?)"
    rf"(?:{_ROOM_WORD}|号)?(?![\d栋幢座])"
)
_RUN: Final = re.compile(rf"({_DASHES})(?![\d层楼])(?:{_ROOM_WORD}|号)?")


class Tail:
    """The parts of a tail, each "" if not given; ``begin`` to ``end`` is its place in the text."""

    __slots__ = ("begin", "building", "end", "floor", "room", "unit")

    def __init__(  # noqa: PLR0917  named values cost a compiled caller twice
        self,
        building: str = "",
        unit: str = "",
        floor: str = "",
        room: str = "",
        begin: int = -1,
        end: int = -1,
    ) -> None:
        self.building = building
        self.unit = unit
        self.floor = floor
        self.room = room
        self.begin = begin
        self.end = end


NO_TAIL: Final = Tail()


def parse_tail(text: str) -> Tail:
    """Finds the tail in what follows road and number; ``begin`` is -1 if there is none.

    >>> tail = parse_tail("幸福小区3-1-502")
    >>> tail.building, tail.unit, tail.room
    ('3', '1', '502')
    >>> parse_tail("3栋1单元5楼02室").room
    '502'
    """
    start = _START.search(text)
    if start is None:
        return NO_TAIL
    at = start.start()
    building, at = _take_building(text, at)
    unit, at = _take(_UNIT, text, at)
    floor, at = _take(_FLOOR, text, at)
    if "-" in text and (run := _RUN.match(text, at)):
        building, unit, floor, room = _by_dashes(run[1].split("-"), building, unit, floor)
        at = run.end()
    else:
        room, at = _take(_ROOM, text, at)
    if not floor:
        floor, at = _take(_FLOOR, text, at)
    return Tail(plain(building), plain(unit), plain(floor), _room(floor, room), start.start(), at)


def _take(pattern: re.Pattern[str], text: str, at: int) -> tuple[str, int]:
    """A part at this place, over a dash that joins it to the part before."""
    if at >= len(text):
        return "", at
    at += text.startswith("-", at)
    match = pattern.match(text, at)
    return (match[match.lastindex or 0], match.end()) if match else ("", at)


def _take_building(text: str, at: int) -> tuple[str, int]:
    if match := _BUILDING.match(text, at):
        return match[1] or match[2], match.end()
    match = _DOOR.match(text, at)
    if match and (len(match[1]) < 3 or match.end() < len(text)):
        return match[1], match.end()
    return "", at


def _by_dashes(parts: list[str], building: str, unit: str, floor: str) -> tuple[str, str, str, str]:
    """Numbers joined by dashes, from the coarse to the fine; what is known already is not among them."""
    if len(parts) == 2 and _is_room(parts[0]) and (building or unit or floor or len(parts[1]) < 3):
        return building, unit, floor, "-".join(parts)
    slots = [building, unit, floor]
    first_free = max((i + 1 for i, slot in enumerate(slots) if slot), default=0)
    *coarse, last = parts[:4]
    if len(coarse) + first_free > 3 or not (_is_room(last) or len(parts) >= 3 or first_free):
        return parts[0], parts[1], floor, "".join(parts[2:3])
    for i, part in enumerate(coarse, first_free):
        slots[i] = part
    return slots[0], slots[1], slots[2], last


def _is_room(part: str) -> bool:
    """Whether a number among dashes, which may have a letter at either end, has three digits."""
    return len(part.strip(ascii_uppercase)) >= 3


def _room(floor: str, room: str) -> str:
    """A short room behind its floor (5楼02室) is the usual long one (502)."""
    if room.isdigit() and floor.isdigit() and len(room) <= 2 and int(room) < 100:
        return str(int(floor) * 100 + int(room))
    return plain(room)


def plain(part: str) -> str:
    """A number without leading zeros, any other part as it is."""
    return part.lstrip("0") or part[:1] if part.isdigit() else part
