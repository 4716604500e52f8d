"""Unified social credit codes of organisations, and the two numbers that they replaced."""

import re
from operator import mul
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from data.normalise.text import clean
from data.reference import region_codes

OrganisationKind: TypeAlias = Literal[
    "uscc", "business_licence_15", "organisation_code_9", "invalid", "masked", "missing"
]

# GB 32100-2015: the alphabet leaves out I O S V Z, weights are powers of 3 modulo 31.
_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES: Final = {character: value for value, character in enumerate(_ALPHABET)}
_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_USCC: Final = re.compile(rf"[{_ALPHABET}]{{2}}[0-9]{{6}}[{_ALPHABET}]{{10}}\Z")
# The code as most are written: nothing to clean, fill or unmask in it (it has no X{4,}).
_USUAL: Final = re.compile(r"[0-9A-WYZ]{9,18}")

# GB 11714-1997: letters count from A = 10.
_OLD_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_CODE: Final = re.compile(r"[0-9A-Z]{8}[0-9X]\Z")
_LICENCE: Final = re.compile(r"\d{15}\Z")
_FILLING: Final = re.compile(r"[-–—_.·:：()]|统一社会信用代码|信用代码|税号")
_MASK: Final = re.compile(r"[*•●○█?]|X{4,}")


class Organisation(Struct, frozen=True, gc=False):
    """An organisation's code.

    Attributes:
        canonical: the code without separators in upper case; "" if it can't be one.
        linkable: equal codes mean the same organisation.
        flags: ``checksum`` (does not check), ``region_unknown``, ``legacy``, ``placeholder``.
    """

    canonical: str = ""
    kind: OrganisationKind = "missing"
    linkable: bool = False
    flags: tuple[str, ...] = ()


def parse_uscc(raw: str | None) -> Organisation:
    """Reads a code of 18 characters, an old business licence of 15 or organisation code of 9.

    >>> parse_uscc("91350100m000100y43").kind
    'uscc'
    >>> parse_uscc("91350100M000100Y4Z").kind
    'invalid'
    """
    if not raw:
        return Organisation()
    if _USUAL.fullmatch(raw):
        return _by_shape(raw)
    text = _FILLING.sub("", clean(raw))
    if not text:
        return Organisation()
    return Organisation(kind="masked") if _MASK.search(text) else _by_shape(text)


def _by_shape(text: str) -> Organisation:
    if text == text[0] * len(text):
        return Organisation(kind="invalid", flags=("placeholder",))
    if _USCC.match(text):
        return _current(text)
    if _LICENCE.match(text):
        return _legacy(text, "business_licence_15", checks=_licence_checks(text))
    if _ORGANISATION_CODE.match(text):
        return _legacy(text, "organisation_code_9", checks=_organisation_checks(text))
    return Organisation(kind="invalid")


def uscc_check_character(first: str) -> str:
    """The 18th character for the first 17: 31 minus the weighted sum modulo 31, with 31 as 0.

    >>> uscc_check_character("91350100M000100Y4")
    '3'
    """
    if len(first) != 17:
        raise ValueError("a code has 17 characters before its check character")
    return _ALPHABET[-sum(map(mul, _WEIGHTS, map(_VALUES.__getitem__, first))) % 31]


def _current(code: str) -> Organisation:
    if uscc_check_character(code[:17]) != code[17]:
        return Organisation(canonical=code, kind="invalid", flags=("checksum",))
    # The national registries issue codes of region 100000.
    known = code[2:8] == "100000" or region_codes.is_known(code[2:8])
    return Organisation(code, "uscc", True, () if known else ("region_unknown",))  # noqa: FBT003  cheap


def _legacy(code: str, kind: OrganisationKind, *, checks: bool) -> Organisation:
    flags = ("legacy",) if checks else ("legacy", "checksum")
    return Organisation(code, kind, linkable=checks, flags=flags)


def _licence_checks(digits: str) -> bool:
    """ISO 7064 MOD 11,10, as GB/T 17710 sets it for licence numbers."""
    product = 10
    for digit in digits[:14]:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (product + int(digits[14])) % 10 == 1


def _organisation_checks(code: str) -> bool:
    total = sum(w * int(c, 36) for w, c in zip(_OLD_WEIGHTS, code[:8], strict=True))
    return "0123456789X"[-total % 11] == code[8]
