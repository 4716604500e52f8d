"""How people write: the same slips for everybody, fraud included (shares: docs/simulator.md)."""

import random
import re
from typing import Final

from data.synthetic.draws import chance
from data.synthetic.places import Address

_BUILDING_WORDS: Final = ("栋", "幢", "号楼", "座")
_USUAL_WORD: Final = {"dorm": "号楼", "factory": "号楼", "warehouse": "号仓", "office": "号楼"}
_NOTES: Final = ("（放门口）", "（请电联）", " 放快递柜", "，到了打电话", "(送货上门)", " 放物业")
_HOMOPHONES: Final = {"锦": "景", "珞": "洛", "源": "园", "华": "花", "阳": "洋", "保": "宝"}
_LOOK_ALIKES: Final = {"未": "末", "村": "材", "东": "车", "人": "入", "大": "太"}
_TRADITIONAL: Final = str.maketrans("华东园区号楼国阳龙镇", "華東園區號樓國陽龍鎮")
_DIGITS: Final = str.maketrans("0123456789", "零一二三四五六七八九")
_FULL_WIDTH: Final = str.maketrans("0123456789-()", "０１２３４５６７８９－（）")
_COURTESY: Final = ("先生", "女士", "老师")
_NICKNAMES: Final = (
    "哆啦A梦",
    "小鱼儿",
    "阳光",
    "爱吃瓜的猫",
    "一米阳光",
    "大白",
    "豆豆妈",
    "Lucky",
)
_NUMBER: Final = re.compile(r"\d+")


def address_text(rng: random.Random, address: Address) -> str:
    """An address as typed."""
    tail = address.street + address.site + _rooms(rng, address)
    text = _admin(rng, address) + _misspelt(rng, tail)
    if chance(rng, 0.10):
        text += rng.choice(_NOTES)
    return _other_script(rng, text)


def _admin(rng: random.Random, address: Address) -> str:
    district = address.district
    province = "" if chance(rng, 0.35) else district.province
    city = "" if chance(rng, 0.15) else district.city
    name = "" if chance(rng, 0.06) else district.name
    return (province if province != city else "") + city + name


def _rooms(rng: random.Random, address: Address) -> str:
    if not address.building:
        return ""
    unit = 0 if chance(rng, 0.12) else address.unit
    room = "" if chance(rng, 0.08) else address.room
    word = rng.choice(_BUILDING_WORDS) if chance(rng, 0.25) else _usual_word(address)
    if chance(rng, 0.20):
        return "-".join(str(part) for part in (address.building, unit, room) if part)
    numbers = (f"{address.building}", f"{unit}", room)
    if chance(rng, 0.04):
        building, entrance, number = (part.translate(_DIGITS) for part in numbers)
    else:
        building, entrance, number = numbers
    text = f"{building}{word}" + (f"{entrance}单元" if unit else "")
    return text + (f"{number}室" if number else "")


def _usual_word(address: Address) -> str:
    return _USUAL_WORD.get(address.kind, "栋")


def _misspelt(rng: random.Random, text: str) -> str:
    draw = rng.random()
    if draw < 0.015:
        return _replace_one(rng, text, _HOMOPHONES)
    if draw < 0.020:
        return _replace_one(rng, text, _LOOK_ALIKES)
    return _digits_swapped(rng, text) if draw < 0.027 else text


def _replace_one(rng: random.Random, text: str, slips: dict[str, str]) -> str:
    places = [i for i, letter in enumerate(text) if letter in slips]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + slips[text[at]] + text[at + 1 :]


def _digits_swapped(rng: random.Random, text: str) -> str:
    runs = [m for m in _NUMBER.finditer(text) if len(m[0]) > 1]
    if not runs:
        return text
    at = rng.choice(runs).start()
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _other_script(rng: random.Random, text: str) -> str:
    draw = rng.random()
    if draw < 0.01:
        return text.translate(_FULL_WIDTH)
    return text.translate(_TRADITIONAL) if draw < 0.012 else text


def confirmed_phone_text(rng: random.Random, phone: str) -> str:
    """A phone that a bank confirmed by text message: whole, though in any spelling."""
    return _spelt(rng, phone)


def phone_text(rng: random.Random, phone: str, *, platform: bool = False) -> str | None:
    """A phone as typed; ``platform``: a shop order, which may hide the number behind its own."""
    draw = rng.random()
    if draw < 0.005:
        return None
    if draw < 0.035:
        return f"{phone[:3]}****{phone[-4:]}"
    if platform and chance(rng, 0.18):
        return f"{rng.randrange(18400000000, 18500000000)}-{rng.randrange(1000, 10000)}"
    return _spelt(rng, phone)


def _spelt(rng: random.Random, phone: str) -> str:
    if chance(rng, 0.08):
        split = f"{phone[:3]}-{phone[3:7]}-{phone[7:]}"
        return rng.choice((f"+86 {phone}", split, split.replace("-", " "), f"+86{phone}"))
    return phone


def name_text(rng: random.Random, name: str) -> str:
    """A name as typed on a label: nicknames, courtesy, masks and slips."""
    draw = rng.random()
    if draw < 0.04:
        return rng.choice(_NICKNAMES)
    if draw < 0.07:
        return name[0] + rng.choice(_COURTESY)
    if draw < 0.09:
        return name[0] + "*" * (len(name) - 1)
    return _replace_one(rng, name, _HOMOPHONES) if draw < 0.095 else name


def document_text(rng: random.Random, document: str) -> str:
    """A document number as read: 0.2 % with one digit misread, 5 % of the X in lower case."""
    if chance(rng, 0.002):
        at = rng.randrange(len(document) - 1)
        if document[at].isdigit():
            document = f"{document[:at]}{(int(document[at]) + 5) % 10}{document[at + 1 :]}"
    return document.lower() if document.endswith("X") and chance(rng, 0.05) else document
