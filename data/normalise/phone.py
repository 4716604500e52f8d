"""Telephone numbers: what kind a number is, its E.164 form, and whether it may link people.

A mask (``138****8000``) and a placeholder (``13800000000``) are looked for first, because a parser
of numbers reads both as telephones. Extensions follow as ``;ext=`` (RFC 3966), so that two desks
behind one switchboard stay two.
"""

import re
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from data.normalise.text import clean
from data.reference.phone_segments import (
    AREA_CODES,
    DATA_SIM_PREFIXES,
    MACHINE_PREFIX,
    VIRTUAL_OPERATOR_PREFIXES,
)

PhoneKind: TypeAlias = Literal[
    "mobile",
    "landline",
    "service",
    "privacy",
    "foreign",
    "iot",
    "masked",
    "placeholder",
    "invalid",
    "missing",
]

# A mobile as nearly all of them are written, with 86 or without, in one piece or as 3-4-4. Nothing
# in it is a mask or an extension: at most nine digits stand before its last dash.
_USUAL: Final = re.compile(r"(?:\+?86[ -]?)?(1[3-9][0-9])[ -]?([0-9]{4})[ -]?([0-9]{4})")
_MASK: Final = re.compile(r"[*•●○█]|X{2,}|[#?]{2,}")
_EXTENSION: Final = re.compile(r"(?:;EXT=|转分机|分机号?|转|EXT[.:]?|#|X|,|_)(\d{1,6})\D*$")
_MOBILE_EXTENSION: Final = re.compile(r"^(.*(?<!\d)1[3-9]\d{9})-(\d{3,4})$")
_LANDLINE_EXTENSION: Final = re.compile(r"^(.*\d{7,8})-(\d{1,5})$")
_FILLING: Final = re.compile(r"[-().~]")
_NUMBER: Final = re.compile(r"\+?\d{3,}")
_MOBILE: Final = re.compile(r"1[3-9]\d{9}\Z")
_SERVICE: Final = re.compile(r"(?:[48]00\d{7}|95\d{3,6}|96\d{3,6}|12\d{3}|100\d{2}|11\d|12[0-2])\Z")
_PRIVACY: Final = re.compile(r"95013\d{5,12}\Z")
_UP: Final = "0123456789012345"
_DOWN: Final = "9876543210987654"
# China Mobile's own top-up line: the number that forms are filled with most often.
_TOP_UP_LINE: Final = "13800138000"


class Phone(Struct, frozen=True, gc=False):
    """One telephone number.

    Attributes:
        canonical: E.164 (``+8613912345670``), with ``;ext=123`` if an extension was given; "" if
            there is no number that could be called from elsewhere.
        extension: digits after the switchboard or privacy number.
        virtual_operator: the range belongs to a virtual operator.
        linkable: equal canonical forms mean the same line of the same holder (for a time).
    """

    canonical: str = ""
    kind: PhoneKind = "missing"
    extension: str = ""
    virtual_operator: bool = False
    linkable: bool = False


def parse_phone(raw: str | None) -> Phone:
    """Reads one number; of several, the first.

    >>> parse_phone("+86 139-1234-5670").canonical
    '+8613912345670'
    >>> parse_phone("138****8000").kind, parse_phone("13800000000").kind
    ('masked', 'placeholder')
    >>> parse_phone("0571-8888 6666转123").canonical
    '+8657188886666;ext=123'
    """
    if not raw:
        return Phone()
    if len(raw) == 11 and raw[0] == "1" and raw[1] >= "3" and raw.isascii() and raw.isdigit():
        return _usual(raw)
    if usual := _USUAL.fullmatch(raw):
        return _usual("".join(usual.groups()))
    return _unusual(raw)


def _usual(digits: str) -> Phone:
    return Phone(kind="placeholder") if _is_placeholder(digits) else _mobile(digits, "")


def _unusual(raw: str) -> Phone:
    text = clean(raw)
    if not text:
        return Phone()
    if _MASK.search(text):
        return Phone(kind="masked")
    body, extension = _split_extension(text.translate(_DASHES))
    found = _NUMBER.search(_FILLING.sub("", body))
    if found is None:
        return Phone(kind="invalid")
    number = found[0]
    national = _national(number)
    if national is None:
        return _foreign(number)
    return _domestic(national, extension)


_DASHES: Final = str.maketrans("—–−‐‑_", "------")


def _split_extension(text: str) -> tuple[str, str]:
    """The number before and the digits of the extension after the last mark for one."""
    if match := _EXTENSION.search(text):
        before = text[: match.start()]
        return (before, match[1]) if _count_digits(before) >= 7 else (text, "")
    for pattern in (_MOBILE_EXTENSION, _LANDLINE_EXTENSION):
        match = pattern.match(text)
        if match and _count_digits(match[1]) >= 10:
            return match[1], match[2]
    return text, ""


def _count_digits(text: str) -> int:
    return sum(c.isdigit() for c in text)


def _national(number: str) -> str | None:
    """Digits within China without prefixes and trunk zero before a mobile; None: foreign."""
    if number.startswith("00"):
        number = "+" + number[2:]
    if number.startswith("+"):
        return _without_trunk_zero(number[3:]) if number.startswith("+86") else None
    if number.startswith("86") and len(number) >= 12:
        number = number[2:]
    return _without_trunk_zero(number)


def _without_trunk_zero(digits: str) -> str:
    return digits[1:] if digits[:1] == "0" and _MOBILE.match(digits[1:]) else digits


def _foreign(number: str) -> Phone:
    digits = number.lstrip("+")
    if number.startswith("00"):
        digits = number[2:]
    if _is_placeholder(digits):
        return Phone(kind="placeholder")
    if not 7 <= len(digits) <= 15 or digits.startswith("0"):
        return Phone(kind="invalid")
    return Phone(canonical="+" + digits, kind="foreign", linkable=True)


def _is_placeholder(digits: str) -> bool:
    """Whether somebody only filled the field: one digit again and again, or counting."""
    if len(digits) < 7:
        return False
    last = digits[-8:]
    if digits == _TOP_UP_LINE or last == last[0] * 8:
        return True
    if len(digits) < 10:
        return digits in _UP or digits in _DOWN
    first = digits[:8]
    return last in _UP or last in _DOWN or first in _UP or first in _DOWN


def _domestic(digits: str, extension: str) -> Phone:
    if _PRIVACY.match(digits):
        return _with_extension(digits, "privacy", extension)
    if _SERVICE.match(digits):
        return _with_extension(digits, "service", extension)
    if _is_placeholder(digits):
        return Phone(kind="placeholder")
    if digits.startswith(MACHINE_PREFIX) and len(digits) == 13:
        return Phone(canonical="+86" + digits, kind="iot", linkable=True)
    if _MOBILE.match(digits):
        return _mobile(digits, extension)
    return _landline(digits, extension)


def _mobile(digits: str, extension: str) -> Phone:
    """A mobile with an extension is a platform's number of short life, not the holder's."""
    virtual = digits[:3] in VIRTUAL_OPERATOR_PREFIXES
    if len(extension) >= 3:
        return _with_extension(digits, "privacy", extension, virtual=virtual)
    kind: PhoneKind = "iot" if digits[:3] in DATA_SIM_PREFIXES else "mobile"
    return Phone("+86" + digits, kind, "", virtual, linkable=True)


def _landline(digits: str, extension: str) -> Phone:
    """Area code and 7 or 8 digits; without its area code a number can't link."""
    local = digits.removeprefix("0")
    area = next((local[:n] for n in (2, 3) if local[:n] in AREA_CODES), "")
    if area and len(local) - len(area) in (7, 8) and local[len(area)] not in "01":
        return _with_extension(local, "landline", extension, linkable=True)
    if len(digits) in (7, 8) and digits[0] not in "01":
        return Phone(kind="landline", extension=extension)
    return Phone(kind="invalid")


def _with_extension(
    digits: str, kind: PhoneKind, extension: str, *, virtual: bool = False, linkable: bool = False
) -> Phone:
    canonical = f"+86{digits};ext={extension}" if extension else "+86" + digits
    return Phone(canonical, kind, extension, virtual, linkable)
