"""Other ways of writing one and the same address, for counting which keys survive them."""

import re
from collections.abc import Callable
from typing import Final


def _full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isdigit() and c.isascii() else c for c in text)


def _spaced(text: str) -> str:
    return re.sub(r"(?<=[省市区县镇道路号])(?=[\u4e00-\u9fff\d])", " ", text)


def _short_names(text: str) -> str:
    return re.sub(
        r"^([\u4e00-\u9fff]{2})省([\u4e00-\u9fff]{2})市(?=[\u4e00-\u9fff]{2,3}[区县市])",
        r"\1\2",
        text,
    )


def _han_numerals(text: str) -> str:
    return re.sub(
        r"(?<!\d)([1-9])(?=幢|栋|单元|号楼)", lambda m: "零一二三四五六七八九"[int(m[1])], text
    )


SPELLINGS: Final[dict[str, Callable[[str], str]]] = {
    "full-width digits": _full_width,
    "spaces between parts": _spaced,
    "province and city shortened": _short_names,
    "province left out": lambda text: re.sub(
        r"^[\u4e00-\u9fff]{2}省(?=[\u4e00-\u9fff]{2,3}市)", "", text
    ),
    "country put before": lambda text: "中国" + text if re.match(r"^..省", text) else text,
    "numerals for buildings and units": _han_numerals,
    "栋 for 幢": lambda text: text.replace("幢", "栋"),
    "room without 室": lambda text: text.removesuffix("室"),
    "courier note": lambda text: text + "（放门口）",
    "punctuation": lambda text: re.sub(r"(?<=[市区县])(?=[\u4e00-\u9fff]{3})", ",", text),
}
"""Name of a way of writing -> the same address written that way (or unchanged)."""
