"""Documents of persons: resident identity card, residence and travel permits, passports.

Whether a number may link two events is decided here: a masked, placeholder or misread number
(wrong check digit) never does, an absurd birth date with the right check digit does, for the same
text is the same document, however it came about.
"""

import re
from datetime import date
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from data.normalise.text import clean
from data.reference import region_codes

DocumentKind: TypeAlias = Literal[
    "resident",
    "hmt_residence",
    "foreigner_2023",
    "foreigner_2017",
    "hmt_permit",
    "taiwan_permit",
    "passport",
    "other",
    "invalid",
    "masked",
    "placeholder",
    "missing",
]

# GB 11643-1999 (ISO 7064 MOD 11-2).
_WEIGHTS: Final = bytes((7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2))
_CHECKS: Final = "10X98765432"

_RESIDENCE_REGIONS: Final = frozenset({"810000", "820000", "830000"})
_FILLING: Final = re.compile(r"[-–—_.·:：()（）/\\]|身份证号?码?|证件号码?")
_MASK: Final = re.compile(r"[*•●○█?]|X{2,}|#{2,}")
_WORDS: Final = re.compile(r"^(?:无|没有|未知|不详|暂无|保密|测试|NULL|NONE|NIL|NA|N/A|TEST)$")
# The number as most are written: nothing to clean, fill or unmask in it.
_USUAL: Final = re.compile(r"[0-9]{17}[0-9X]")
_EIGHTEEN: Final = re.compile(r"\d{17}[\dX]\Z")
_FIFTEEN: Final = re.compile(r"\d{15}\Z")
_FOREIGNER_2017: Final = re.compile(r"[A-Z]{3}\d{12}\Z")
_HMT_PERMIT: Final = re.compile(r"([HM]\d{8})(?:\d{2})?\Z")
_TAIWAN_PERMIT: Final = re.compile(r"(?:\d{8}|\d{10}[A-Z]?)\Z")
_PASSPORT: Final = re.compile(r"(?:[A-Z]{1,2}\d{6,8}|[A-Z]\d{7}[A-Z]?|\d{9})\Z")
_COUNTING: Final = ("01234567890123456789", "98765432109876543210")


class Document(Struct, frozen=True, gc=False):
    """A person's document.

    Attributes:
        canonical: the number without separators, 18 digits where an old one has 15; "" if none.
        birth_date: the date in the number, if there is one and it is in the calendar.
        region: the six digits of the region in a resident's number, else "".
        linkable: equal canonical forms mean the same document.
        flags: ``checksum`` (does not check), ``legacy_15``, ``birth_invalid``, ``birth_future``,
            ``birth_before_1900``, ``region_unknown`` (the table has gaps), and
            ``region_before_or_after_validity`` (the code ended before the birth: a soft signal).
    """

    canonical: str = ""
    kind: DocumentKind = "missing"
    birth_date: date | None = None
    region: str = ""
    linkable: bool = False
    flags: tuple[str, ...] = ()


def parse_document(raw: str | None, id_type: str | None, on: date) -> Document:
    """Reads a number as it stood on the day ``on``.

    Args:
        raw: what was typed.
        id_type: the contract's type, a hint where the number alone does not tell.
        on: the day of the event; births after it are flagged.

    >>> parse_document("11010519491231002x", None, date(2026, 1, 1)).kind
    'resident'
    >>> parse_document("110105194912310021", None, date(2026, 1, 1)).flags
    ('checksum',)
    """
    if not raw:
        return Document()
    if _USUAL.fullmatch(raw):
        return Document(kind="placeholder") if _is_filler(raw) else _eighteen(raw, (), on)
    return _unusual(raw, id_type, on)


def _unusual(raw: str, id_type: str | None, on: date) -> Document:
    text = _FILLING.sub("", clean(raw))
    if not text:
        return Document()
    if _MASK.search(text):
        return Document(kind="masked")
    if _is_placeholder(text):
        return Document(kind="placeholder")
    if _EIGHTEEN.match(text):
        return _eighteen(text, (), on)
    if _FIFTEEN.match(text) and id_type in (None, "resident_id"):
        return _fifteen(text, on)
    return _others(text, id_type)


def check_character(first: str) -> str:
    """The 18th character for the first 17 digits of a resident's number.

    >>> check_character("11010519491231002")
    'X'
    """
    if not first.isascii() or len(first) != 17:
        return _CHECKS[sum(w * int(d) for w, d in zip(_WEIGHTS, first, strict=True)) % 11]
    weighted = 0
    for at in range(17):
        weighted += _WEIGHTS[at] * (ord(first[at]) - ord("0"))
    return _CHECKS[weighted % 11]


def _is_filler(eighteen: str) -> bool:
    """Whether 17 digits of a number are one digit or counting, as in :func:`_is_placeholder`."""
    begin = eighteen[:15]
    return eighteen[:17] == eighteen[0] * 17 or begin in _COUNTING[0] or begin in _COUNTING[1]


def _is_placeholder(text: str) -> bool:
    if _WORDS.match(text) or len(set(text)) == 1:
        return True
    if len(set(text[:17])) == 1 and len(text) == 18:
        return True
    return len(text) >= 8 and any(text in line or text[:15] in line for line in _COUNTING)


def _fifteen(digits: str, on: date) -> Document:
    """The number before 1999: the century is the 19th hundred, the check digit is added."""
    longer = digits[:6] + "19" + digits[6:]
    return _eighteen(longer + check_character(longer), ("legacy_15",), on)


def _eighteen(text: str, flags: tuple[str, ...], on: date) -> Document:
    if check_character(text[:17]) != text[17]:
        return Document(canonical=text, kind="invalid", flags=(*flags, "checksum"))
    birth = _date(text[6:14])
    if birth is None:
        return Document(canonical=text, kind="invalid", flags=(*flags, "birth_invalid"))
    kind, region = _kind_and_region(text)
    flags = flags + _birth_flags(birth, on) + _region_flags(kind, region, birth)
    return Document(text, kind, birth, region, True, flags)  # noqa: FBT003  half the price of names


def _kind_and_region(text: str) -> tuple[DocumentKind, str]:
    """A first 9 marks the permanent residence card of 2023: country digits, no region."""
    if text[0] == "9":
        return "foreigner_2023", ""
    region = text[:6]
    return ("hmt_residence" if region in _RESIDENCE_REGIONS else "resident"), region


def _date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _birth_flags(birth: date, on: date) -> tuple[str, ...]:
    if birth > on:
        return ("birth_future",)
    return ("birth_before_1900",) if birth.year < 1900 else ()


def _region_flags(kind: DocumentKind, region: str, birth: date) -> tuple[str, ...]:
    if kind != "resident":
        return ()
    if not region_codes.is_known(region):
        return ("region_unknown",)
    ended = region_codes.last_year(region)
    return ("region_before_or_after_validity",) if 0 < ended < birth.year else ()


def _others(text: str, id_type: str | None) -> Document:
    """Numbers without a public check digit; the type decides where shapes overlap."""
    if _FOREIGNER_2017.match(text):
        return Document(text, "foreigner_2017", linkable=True)
    if id_type != "passport" and (match := _HMT_PERMIT.match(text)):
        return Document(match[1], "hmt_permit", linkable=True)
    if id_type == "hmt_permit" and _TAIWAN_PERMIT.match(text):
        return Document(text, "taiwan_permit", linkable=True)
    if id_type in (None, "passport") and _PASSPORT.match(text):
        return Document(text, "passport", linkable=True)
    return _free(text, id_type)


def _free(text: str, id_type: str | None) -> Document:
    """Army cards, household books, rarer passports: any number of 6 to 20 characters links."""
    if id_type in (None, "resident_id", "foreigner_card", "uscc"):
        return Document(canonical=text[:32], kind="invalid")
    plausible = 6 <= len(text) <= 20 and any(c.isdigit() for c in text)
    kind: DocumentKind = "passport" if id_type == "passport" and plausible else "other"
    return Document(text[:32], kind, linkable=plausible)
