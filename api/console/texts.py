"""Words by key and language: Chinese first, English by one click."""

from typing import Final, Literal, TypeAlias

from api.console.texts_admin import TEXTS as ADMIN
from api.console.texts_case import TEXTS as CASE
from api.console.texts_credit import TEXTS as CREDIT
from api.console.texts_domain import TEXTS as DOMAIN
from api.console.texts_en import TEXTS as ENGLISH_TEXTS
from api.console.texts_grid import TEXTS as GRID
from api.console.texts_rules import TEXTS as RULES
from api.console.texts_zh import TEXTS as CHINESE_TEXTS

Language: TypeAlias = Literal["zh", "en"]
CHINESE: Final[Language] = "zh"
ENGLISH: Final[Language] = "en"
_PAIRS: Final = CREDIT | RULES | ADMIN | CASE | GRID | DOMAIN
"""Newer pages keep both languages of a word in one line."""
CATALOGUES: Final[dict[Language, dict[str, str]]] = {
    CHINESE: CHINESE_TEXTS | {key: pair[0] for key, pair in _PAIRS.items()},
    ENGLISH: ENGLISH_TEXTS | {key: pair[1] for key, pair in _PAIRS.items()},
}


class Words:
    """The words of one language.

    Args:
        language: which.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self._texts = CATALOGUES[language]

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key, with values put in.

        Raises:
            KeyError: there is no such key.
        """
        text = self._texts[key]
        return text.format(**values) if values else text

    def known(self, key: str) -> str | None:
        """The text of a key, None where there is no such key."""
        return self._texts.get(key)

    def of(self, group: str, name: str | None, other: str | None = None) -> str:
        """The word for a name of a closed list of the API; the name itself where it is new."""
        return self._texts.get(f"{group}.{name}") or other or name or ""
