"""The sender's windows. See ``catalogue.SENDER``.

A sender has up to five identifiers (document, phone, room, merchant, monthly account). The windows are
those of the busiest one, the most facts at hand; of equals the surest: whoever changes the phone keeps
the room, whoever changes both keeps the account.
"""

from math import sqrt

from data.instants import HOUR_MS
from risk.features import facts
from risk.features.blocks.view import NAN, View, failed_share, tenure_days
from risk.features.facts import Fact
from risk.features.windows import D7, D30, D90, H1, H24, History, Role


def read(view: View, fact: Fact) -> tuple[float, ...]:
    """The values of the block."""
    if not view.touch.party:
        return (NAN,) * 22
    history = busiest(view)
    if history is None:
        return _first(fact)
    at_ms = view.at_ms
    day, week, month = (history.span(at_ms, length_ms) for length_ms in (H24, D7, D30))
    in_day, in_week, in_month = (end - start + 1 for start, end in (day, week, month))
    since_ms = at_ms - H24
    return (
        history.count(at_ms, H1) + 1,
        in_day,
        in_week,
        in_month,
        history.count(at_ms, D90) + 1,
        history.distinct_in(facts.RECEIVER, day, since_ms, fact.receiver),
        history.distinct_in(facts.RECEIVER, week, at_ms - D7, fact.receiver),
        history.distinct_in(facts.RECEIVER, month, at_ms - D30, fact.receiver),
        history.distinct_in(facts.PROVINCE, day, since_ms, fact.province),
        history.distinct_in(facts.OUTLET, day, since_ms, fact.outlet),
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


def _first(fact: Fact) -> tuple[float, ...]:
    """The same for a sender who was never seen: most senders of a day are new."""
    receiver, province, outlet = (
        1 if value else 0 for value in (fact.receiver, fact.province, fact.outlet)
    )
    habits = (fact.novel, fact.novel, fact.vague, NAN, float(fact.weight_grams))
    amounts = (fact.cod_fen, fact.declared_fen)
    past = (0.0, NAN, burst_z(1, 1), NAN, 0.0)
    return (1, 1, 1, 1, 1, receiver, receiver, receiver, province, outlet, *habits, *amounts, *past)


def busiest(view: View) -> History | None:
    """The history with most facts among the sender's identifiers, or None."""
    best: History | None = None
    for node in view.touch.party:
        history = view.get(node << 3 | Role.SENDER)
        if history is not None and (best is None or len(history.facts) > len(best.facts)):
            best = history
    return best


def burst_z(in_day: int, in_month: int) -> float:
    """Today's count against the mean of the 29 days before, in Poisson standard deviations."""
    mean = (in_month - in_day) / 29
    return (in_day - mean) / sqrt(mean + 1)


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
