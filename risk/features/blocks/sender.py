"""The sender's windows. See ``catalogue.SENDER``.

A sender has up to five identifiers (document, phone, room, merchant, monthly account). The windows are
those of the busiest one, the most facts at hand; of equals the surest: whoever changes the phone keeps
the room, whoever changes both keeps the account.
"""

from math import sqrt
from typing import Final

from data.instants import HOUR_MS
from risk.features import facts
from risk.features.blocks.view import NAN, View, failed_share, tenure_days
from risk.features.facts import Fact
from risk.features.windows import D7, D30, D90, H1, H24, History, Role

_NO_HISTORY: Final = History(0)


def read(view: View, fact: Fact) -> tuple[float, ...]:
    """The values of the block."""
    if not view.touch.party:
        return (NAN,) * 22
    history = busiest(view)
    at_ms = view.at_ms
    day = history.span(at_ms, H24)
    week = history.span(at_ms, D7)
    in_day, in_week = _size(day) + 1, _size(week) + 1
    in_month = history.count(at_ms, D30) + 1
    return (
        history.count(at_ms, H1) + 1,
        in_day,
        in_week,
        in_month,
        history.count(at_ms, D90) + 1,
        history.distinct(facts.RECEIVER, at_ms, H24, fact.receiver),
        history.distinct(facts.RECEIVER, at_ms, D7, fact.receiver),
        history.distinct(facts.RECEIVER, at_ms, D30, fact.receiver),
        history.distinct(facts.PROVINCE, at_ms, H24, fact.province),
        history.distinct(facts.OUTLET, at_ms, H24, fact.outlet),
        (history.total(facts.NOVEL, day) + fact.novel) / in_day,
        (history.total(facts.NOVEL, week) + fact.novel) / in_week,
        (history.total(facts.VAGUE, day) + fact.vague) / in_day,
        *_weights(history, fact, day, in_day),
        history.total(facts.COD, day) + fact.cod_fen,
        history.total(facts.DECLARED, day) + fact.declared_fen,
        tenure_days(history, at_ms),
        _gap_hours(history, at_ms),
        burst_z(in_day, in_month),
        failed_share(history),
        float(history.delivered),
    )


def busiest(view: View) -> History:
    """The history with most facts among the sender's identifiers; an empty one if there is none."""
    best = _NO_HISTORY
    for node in view.touch.party:
        history = view.history(Role.SENDER, node)
        if history is not None and (best is _NO_HISTORY or len(history.facts) > len(best.facts)):
            best = history
    return best


def burst_z(in_day: int, in_month: int) -> float:
    """Today's count against the mean of the 29 days before, in Poisson standard deviations."""
    mean = (in_month - in_day) / 29
    return (in_day - mean) / sqrt(mean + 1)


def _size(span: tuple[int, int]) -> int:
    return max(span[1] - span[0], 0)


def _weights(
    history: History, fact: Fact, day: tuple[int, int], in_day: int
) -> tuple[float, float]:
    """Coefficient of variation and mean of the day's weights; exact integers until the division."""
    total = history.total(facts.WEIGHT, day) + fact.weight_grams
    squares = history.total(facts.WEIGHT_SQUARED, day) + fact.weight_squared
    mean = total / in_day
    if in_day < 2 or total <= 0:
        return NAN, mean
    return sqrt(max(in_day * squares - total * total, 0)) / total, mean


def _gap_hours(history: History, at_ms: int) -> float:
    _, end = history.span(at_ms, D90)
    return (at_ms - history.facts[end - 1].at_ms) / HOUR_MS if end > 0 else NAN
