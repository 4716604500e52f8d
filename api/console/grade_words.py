"""The mistakes of a grade table in words of its grid: the reader of the file says them in English only."""

import re
from typing import Final

from api.console.texts import Words

_FORMS: Final = {
    "grid.bad.whole": re.compile(
        r"\w+ must be a whole number from (?P<least>\S+) to (?P<most>\S+)"
    ),
    "grid.bad.number": re.compile(r"\w+ must be a number from (?P<least>\S+) to (?P<most>\S+)"),
    "grid.bad.digits": re.compile(r"\w+ has more than four digits"),
    "grid.bad.more": re.compile(r"(?P<worse>[A-F]) has more \w+ than (?P<better>[A-F])"),
    "grid.bad.less": re.compile(r"(?P<worse>[A-F]) has less \w+ than (?P<better>[A-F])"),
    "grid.bad.begins": re.compile(r"(?P<worse>[A-F]) begins where (?P<better>[A-F]) begins"),
    "grid.bad.mild": re.compile(r"(?P<worse>[A-F]) is decided more mildly than (?P<better>[A-F])"),
    "grid.bad.source": re.compile(r"the source has no mark|source is empty|source must be a text"),
    "grid.bad.grade": re.compile(r"value can't be .*|value is empty|value must be a text"),
}


def mistake_text(message: str, t: Words) -> str:
    """What is wrong with a cell; as the API says it where this version of the console knows no word."""
    for key, form in _FORMS.items():
        if found := form.fullmatch(message):
            return t(key, **found.groupdict())
    return message
