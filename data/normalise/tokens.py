"""Words in an address that are not its place: delivery notes, stations, fillers, kinds of POI.

Where a function takes the traits of its text, they spare the search for words that cannot be there.
"""

import re
from typing import Final, Literal, TypeAlias

from data.normalise import traits
from data.normalise.traits import ALL

PoiType: TypeAlias = Literal[
    "station",
    "locker",
    "dorm",
    "warehouse",
    "office",
    "factory",
    "hospital",
    "barracks",
    "village",
    "school",
    "secretary_registration",
    "consolidation",
    "",
]

_NOTE: Final = re.compile(
    r"(?:请|麻烦)?(?:直接)?(?:放|存|投|送|寄存|搁)(?:到|在|至|进|入)?(?:小区|单位|公司|楼下|一楼)?(?:的)?"
    r"(?:门口|门卫|前台|保安室?|传达室|物业|收发室|消防栓|鞋柜|楼下|(?:菜鸟|妈妈|兔喜)?驿站|快递柜|丰巢柜?|蜂巢"
    r"|自提柜|代收点|信箱)(?:就行|即可|谢谢|里|内)*"
    r"|(?:请|先|提前|到了|派送前|送货前|收货请?|务必|麻烦){0,2}(?:打?电话?联系?|打电话|致电)(?:通知|联系|收货)*(?:谢谢)?"
    r"|(?:请)?(?:勿|不要|不|别|禁止)放(?:驿站|快递柜|丰巢|门口|代收点)*|送货上门|送上门|必须上门"
    r"|(?:仅|只)?(?:工作日|周末|节假日|周[一二三四五六日])(?:不?(?:送货?|派送|在家|收货|休息))+|谢谢|易碎品?轻放"
)
# One character that words may begin with, so that the search may skip to it; what begins there is
# looked at from before it, and ends where its group does.
_NOTE_FIRST: Final = "请麻直放存投送寄搁先提到派收务打电致勿不别禁仅只工周节谢易必"
_NOTE_AHEAD: Final = re.compile(f"[{_NOTE_FIRST}](?<=(?=({_NOTE.pattern})).)")
_STATION_WORD: Final = re.compile(
    r"(?P<locker>丰巢|蜂巢|快递柜|智能柜|自提柜|速递易|快件箱)"
    r"|(?P<station>菜鸟|妈妈驿站|兔喜|驿站|自提点|代收点|代办点|快递超市|快递点|快递服务站|邮政便民|便民服务站)"
)
_PLACEHOLDER: Final = re.compile(
    r"测试|某某|某[省市区县路街]|X{2,}|×{2,}|不详|同上|自提(?![柜点])|随便|保密|未知|无地址|暂无|不知道|瞎写|乱写"
    r"|没有地址|^无$|^(?:NULL|NONE|UNKNOWN)+$|^N/?A$|^TEST|ASDF|QWER|^地址$|^收货地址$"
)
_MASK: Final = re.compile(r"[*•●○█]|[?]{2,}")
_REPEATED: Final = re.compile(r"([^\d\-*•●○█?])\1\1\1")
# The first is apart, so that the search may skip to a character of the set.
_CONSONANTS: Final = re.compile(r"[B-DF-HJ-NP-TV-XZ][B-DF-HJ-NP-TV-XZ]{4}")
_LATIN: Final = re.compile(r"[A-Z]")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")

# Kinds of place in order of precedence, each with the characters that its words begin with: the first
# kind that occurs anywhere names the place.
_KINDS: Final[tuple[tuple[PoiType, str, str], ...]] = (
    ("consolidation", "集转", r"集运|转运仓|转运中心|转运"),
    (
        "secretary_registration",
        "商秘集住托",
        r"商务秘书|秘书公司|集群注册|集群登记|住所托管|托管地址",
    ),
    (
        "dorm",
        "宿寝学员职校院",
        r"宿舍|寝室|学生公寓|员工公寓|职工公寓|[学校院].{0,8}(?:公寓|舍区|斋\d|\d舍)",
    ),
    ("barracks", r"部营军武消\d", r"部队|营房|军营|武警|消防支队|\d{5}信箱"),
    (
        "warehouse",
        r"云仓物分配保\d",
        r"云仓|仓库|仓储|物流园|物流中心|分拨|分拣|配送中心|保税仓|\d号?仓",
    ),
    ("hospital", "医卫妇", r"医院|卫生院|卫生室|医疗中心|妇保院"),
    (
        "school",
        "大学中小幼一二三四五六七八九十校",
        r"大学|学院|中学|小学|学校|幼儿园|[一二三四五六七八九十]中(?:学|$)|校区",
    ),
    (
        "factory",
        "厂车工产生有",
        r"厂|车间|工业园|工业区|工业城|产业园|生产基地|有限责任公司(?:厂|车间)",
    ),
    (
        "office",
        "大写商科国公集办政派银法税管总",
        r"大厦|写字楼|商务楼|商务中心|科技园|国际中心|公司|集团|办公|政府|派出所|银行|法院|税务|管理局|总部",
    ),
)
# Skipping to a first character as in the notes.
_KIND_WORDS: Final = tuple(
    re.compile(f"[{firsts}](?<=(?={words}).)") for _, firsts, words in _KINDS
)
_KIND_PATTERN: Final = re.compile(
    f"[{''.join(firsts for _, firsts, _ in _KINDS)}](?<=(?="
    + "|".join(f"(?P<{name}>{words})" for name, _, words in _KINDS)
    + ").)"
)
_RANK: Final = {name: rank for rank, (name, _, _) in enumerate(_KINDS)}
_BY_NAME: Final[dict[str, PoiType]] = {name: name for name, _, _ in _KINDS}


def without_notes(text: str, found: int = ALL) -> tuple[str, bool]:
    """The text without wishes to the courier, and whether there were any.

    >>> without_notes("3栋1单元502室放门口")
    ('3栋1单元502室', True)
    """
    if not found & traits.NOTE:
        return text, False
    kept, end = "", 0
    for match in _NOTE_AHEAD.finditer(text):
        if match.start() >= end:
            kept += text[end : match.start()]
            end = match.end(1)
    return (kept + text[end:], True) if end else (text, False)


def station_of(text: str, found: int = ALL) -> PoiType:
    """``station`` or ``locker`` if the text names one, else ""."""
    match = _STATION_WORD.search(text) if found & traits.STATION else None
    if match is None:
        return ""
    return "locker" if match["locker"] else "station"


def kind_of(text: str, found: int = ALL) -> PoiType:
    """The kind of place that the words tell, the most telling first; "" if none."""
    maybe = found >> traits.KIND_SHIFT
    only = -1
    for rank, words in enumerate(_KIND_WORDS):
        if maybe >> rank & 1 and words.search(text):
            if only >= 0:
                return _kind_of_many(text)
            only = rank
    return _KINDS[only][0] if only >= 0 else ""


def _kind_of_many(text: str) -> PoiType:
    """The kind where words of several kinds occur, which may lie in each other."""
    best: PoiType = ""
    end = 0
    for match in _KIND_PATTERN.finditer(text):
        if match.start() < end:
            continue  # inside the words before: 大学 leaves no 学院 in 大学院
        name = _BY_NAME[match.lastgroup or "office"]
        end = match.end(name)
        if not best or _RANK[name] < _RANK[best]:
            best = name
    return best


def is_masked(text: str) -> bool:
    """Whether parts are hidden by stars or dots."""
    return _MASK.search(text) is not None


def is_placeholder(text: str) -> bool:
    """Whether the text holds words of one who only fills the field (测试, XX, 不详, 同上 …)."""
    return _PLACEHOLDER.search(text) is not None


def is_gibberish(text: str) -> bool:
    """Repeated characters, runs of consonants, or hardly any Chinese at all."""
    if _REPEATED.search(text) or _CONSONANTS.search(text):
        return True
    return not _HAN.search(text) and (not _LATIN.search(text) or len(text) < 8)
