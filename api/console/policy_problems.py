"""The mistakes of a policy file as they are shown."""

from typing import Any

from api.console.client import ApiError
from api.console.parts import table
from api.console.seat import Seat
from api.console.shown import safe
from api.console.texts import Words


def problems_html(error: ApiError, seat: Seat) -> str:
    """Every mistake of a file with its line and a hint; another refusal in words."""
    t = seat.t
    if not error.problems:
        return f"<p>{safe(seat.words_of(error))}</p>"
    rows = [_problem(one, t) for one in error.problems]
    heads = (t("policy.at"), t("list.problem"), "")
    return f"<h2>{t('policy.mistakes', n=len(rows))}</h2>{table(heads, rows)}"


def _problem(one: dict[str, Any], t: Words) -> tuple[str, str, str]:
    line = f"<b>{t('policy.line', n=one['line'])}</b>"
    return line, safe(one["message"]), f"<span class=muted>{safe(one['hint'])}</span>"
