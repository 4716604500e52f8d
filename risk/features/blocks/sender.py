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
from risk.features.roles import SENDER
from risk.features.windows import D7, D30, D90, H1, H24, History

# With its type: mypyc holds a tuple of known length unboxed, and takes this one for unset.
_UNKNOWN: Final[tuple[float, ...]] = (NAN,) * 28


def read(view: View, fact: Fact, history: History | None) -> tuple[float, ...]:
    """The values of the block, over the sender's busiest history."""
    account = _account_unseen(view, fact)
    if not view.touch.party:
        return (*_UNKNOWN, account)
    if history is None:
        return (*_first(fact), account)
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
        float(history.total(facts.RETURNED, week) + fact.returned),
        float(history.distinct_in(facts.NAME, week, at_ms - D7, fact.name)),
        float(history.claims),
        _told_share(history.complaints, history.delivered + history.failed),
        _told_share(history.signed_fast, history.delivered),
        (history.total(facts.LINKED, month) + fact.linked) / in_month,
        account,
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
        one(fact.returned),
        one(fact.name),
        0.0,
        NAN,
        NAN,
        one(fact.linked),
    )


def _told_share(told: int, parcels: int) -> float:
    """A share of the parcels whose delivery was told; some are told of twice."""
    return min(told / parcels, 1.0) if parcels else NAN


def _account_unseen(view: View, fact: Fact) -> float:
    """How many of outlet and phone the monthly account has not shown in 90 days; NaN for a new one."""
    account, at_ms = view.subject.account, view.at_ms
    history = view.history(SENDER, account) if account else None
    if history is None or not history.count(at_ms, D90):
        return NAN
    outlet, phone = fact.outlet, fact.phone
    unseen = 0
    if outlet and not history.has(facts.OUTLET, outlet, at_ms, D90):
        unseen += 1
    if phone and not history.has(facts.PHONE, phone, at_ms, D90):
        unseen += 1
    return float(unseen)


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
