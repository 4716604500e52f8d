"""How values are shown: money, times that are left, features with their unit."""

import html
from datetime import datetime, timedelta, timezone
from typing import Any, Final

from api.console.texts import CHINESE, Words
from risk.features.catalogue import LEDGER_BY_NAME

_BEIJING: Final = timezone(timedelta(hours=8))
_MINUTE: Final = 60
_HOUR: Final = 3_600
_DAY: Final = 86_400


def yuan(fen: int, t: Words) -> str:
    """An amount of money.

    >>> yuan(123456, Words("en"))
    '1,234.56 yuan'
    """
    return f"{fen / 100:,.2f} {t('unit.yuan')}"


def moment(text: str) -> str:
    """An instant of the API in Beijing time, to the minute.

    >>> moment("2025-03-14T09:26:53+00:00")
    '2025-03-14 17:26'
    """
    return datetime.fromisoformat(text).astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M")


def span(seconds: float, t: Words) -> str:
    """A length of time in its largest unit.

    >>> span(7300, Words("en"))
    '2 h'
    """
    for unit, size in (("d", _DAY), ("h", _HOUR)):
        if seconds >= 2 * size:
            return t(f"time.{unit}", n=int(seconds // size))
    return t("time.min", n=int(seconds // _MINUTE))


def left(due_at: str, now: datetime, t: Words) -> tuple[str, bool]:
    """How long until an instant, in words, and whether it is past."""
    seconds = (datetime.fromisoformat(due_at) - now).total_seconds()
    late = seconds < 0
    return t("queue.late" if late else "queue.left", time=span(abs(seconds), t)), late


def feature_text(name: str, t: Words) -> str:
    """What a feature or a field of the event is, in words; its name where it is not of this version."""
    feature = LEDGER_BY_NAME.get(name)
    if feature is None:
        return t.of("field", name)
    return feature.zh if t.language == CHINESE else feature.en


def typology_text(code: str | None, t: Words) -> str:
    """A typology by its code and its words; a dash where there is none."""
    if code is None:
        return "–"
    words = t.known(f"typology.{code}")
    return code if words is None else f"{code} {words}"


def family_of(name: str) -> str:
    """The group under which a feature is shown."""
    feature = LEDGER_BY_NAME.get(name)
    return "other" if feature is None else feature.family


def value_text(name: str, value: Any, t: Words) -> str:
    """A value with the unit that its name ends in; None is missing data."""
    if value is None:
        return t("case.value_none")
    if isinstance(value, bool):
        return t("unit.yes" if value else "unit.no")
    if isinstance(value, str):
        return value
    if name.endswith("_fen"):
        return yuan(int(value), t)
    if name.endswith("_share"):
        return f"{value:.0%}"
    number = (
        f"{value:,.0f}"
        if float(value).is_integer()
        else f"{value:,.1f}"
        if abs(value) >= 10
        else f"{value:,.2f}"
    )
    return f"{number} g" if name.endswith("_grams") else number


def safe(text: object) -> str:
    """A text as HTML."""
    return html.escape(str(text))
