"""Chinese numerals before the units of an address, written as digits."""

import re
from typing import Final

_DIGITS: Final = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_TENS: Final = {"十": 10, "拾": 10, "百": 100}
_NUMERAL: Final = "[零〇一二两三四五六七八九十百壹贰叁肆伍陆柒捌玖拾]"
# The first stands apart, so that the search may skip to a character of the set.
_BEFORE_UNIT: Final = re.compile(
    rf"{_NUMERAL}{_NUMERAL}*"
    r"(?:(?=[栋幢座室层号期组户弄]|单元|楼|队|社(?!区)|门(?![口牌]))"
    r"|(?<=[元栋幢座层楼梯][零〇一二两三四五六七八九]{3})\Z)"
)


def with_digits(text: str) -> str:
    """Numerals before 栋 幢 座 单元 室 层 号 期 组 楼 队 社 门 户 弄 as digits.

    >>> with_digits("三幢一单元五零二室"), with_digits("二十八号"), with_digits("八一路")
    ('3幢1单元502室', '28号', '八一路')
    """
    return _BEFORE_UNIT.sub(_as_digits, text)


def _as_digits(match: re.Match[str]) -> str:
    numeral = match[0]
    start = match.start()
    # A numeral behind a digit is the next part: 5693一楼 is 5693, floor 1.
    joint = "-" if start and match.string[start - 1].isdigit() else ""
    return joint + _value(numeral)


def _value(numeral: str) -> str:
    if not any(c in _TENS for c in numeral):
        return "".join(str(_DIGITS[c]) for c in numeral)
    total, digit = 0, -1
    for character in numeral:
        if character in _TENS:
            total += (1 if digit < 0 else digit) * _TENS[character]
            digit = -1
        else:
            digit = _DIGITS[character]
    return str(total + max(digit, 0))
