"""The sender's windows. See ``catalogue.SENDER``.

A sender has up to five identifiers (document, phone, room, merchant, monthly account). The windows are
those of the busiest one, the most facts at hand; of equals the surest: whoever changes the phone keeps
the room, whoever changes both keeps the account.
"""

from math import sqrt
from typing import Final

from data.instants import HOUR_MS
from risk.features import facts
from risk.features.blocks.view import NAN, View, failed_share, one, tenure_days
from risk.features.facts import Fact
from risk.features.windows import D7, D30, D90, H1, H24, History

# With its type: mypyc holds a tuple of known length unboxed, and takes this one for unset.
_UNKNOWN: Final[tuple[float, ...]] = (NAN,) * 22


def read(view: View, fact: Fact, history: History | None) -> tuple[float, ...]:
    """The values of the block, over the sender's busiest history."""
    if not view.touch.party:
        return _UNKNOWN
    if history is None:
        return _first(fact)
    at_ms = view.at_ms
    day, week, month = (
        history.span(at_ms, H24),
        history.span(at_ms, D7),
        history.span(at_ms, D30),
    )
    in_day, in_week, in_month = day[1] - day[0] + 1, week[1] - week[0] + 1, month[1] - month[0] + 1
    weight_cv, weight_mean = _weights(history, fact, day, in_day)
    since_ms = at_ms - H24
    return (
        float(history.count(at_ms, H1) + 1),
        float(in_day),
        float(in_week),
        float(in_month),
        float(history.count(at_ms, D90) + 1),
        float(history.distinct_in(facts.RECEIVER, day, since_ms, fact.receiver)),
        float(history.distinct_in(facts.RECEIVER, week, at_ms - D7, fact.receiver)),
        float(history.distinct_in(facts.RECEIVER, month, at_ms - D30, fact.receiver)),
        float(history.distinct_in(facts.PROVINCE, day, since_ms, fact.province)),
        float(history.distinct_in(facts.OUTLET, day, since_ms, fact.outlet)),
        (history.total(facts.NOVEL, day) + fact.novel) / in_day,
        (history.total(facts.NOVEL, week) + fact.novel) / in_week,
        (history.total(facts.VAGUE, day) + fact.vague) / in_day,
        weight_cv,
        weight_mean,
        float(history.total(facts.COD, day) + fact.cod_fen),
        float(history.total(facts.DECLARED, day) + fact.declared_fen),
        tenure_days(history, at_ms),
        _gap_hours(history, at_ms, day[1]),
        burst_z(in_day, in_month),
        failed_share(history),
        float(history.delivered),
    )


def _first(fact: Fact) -> tuple[float, ...]:
    """The same for a sender who was never seen: most senders of a day are new."""
    receiver, novel = one(fact.receiver), one(fact.novel)
    return (
        1.0,
        1.0,
        1.0,
        1.0,
        1.0,
        receiver,
        receiver,
        receiver,
        one(fact.province),
        one(fact.outlet),
        novel,
        novel,
        one(fact.vague),
        NAN,
        float(fact.weight_grams),
        float(fact.cod_fen),
        float(fact.declared_fen),
        0.0,
        NAN,
        burst_z(1, 1),
        NAN,
        0.0,
    )


def burst_z(in_day: int, in_month: int) -> float:
    """Today's count against the mean of the 29 days before, in Poisson standard deviations."""
    mean = (in_month - in_day) / 29
    return (in_day - mean) / sqrt(mean + 1)


def _weights(
    history: History, fact: Fact, day: tuple[int, int], in_day: int
) -> tuple[float, float]:
    """Coefficient of variation and mean of the day's weights; exact integers until the division."""
    grams = fact.weight_grams
    total = history.total(facts.WEIGHT, day) + grams
    squares = history.total(facts.WEIGHT_SQUARED, day) + grams * grams
    mean = total / in_day
    if in_day < 2 or total <= 0:
        return NAN, mean
    return sqrt(max(in_day * squares - total * total, 0)) / total, mean


def _gap_hours(history: History, at_ms: int, end: int) -> float:
    """Hours since the last of the ``end`` facts that are no later than the event."""
    return (at_ms - history.facts[end - 1].at_ms) / HOUR_MS if end > 0 else NAN
