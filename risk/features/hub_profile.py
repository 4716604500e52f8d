"""What the windows know of a shared identifier, as ``graph.hubs`` asks for it.

Read only where a walk has met a hub: other events pay nothing. Cost: a few binary searches for each of
28 days and three roles.
"""

from collections.abc import Callable
from typing import Final

from data.identifiers import kind_of
from data.instants import DAY_MS, local_day
from graph.hubs import Profile
from risk.features import facts
from risk.features.roles import APPLICANT, RECEIVER, SENDER
from risk.features.windows import D90, History

RHYTHM_DAYS: Final = 28
_THURSDAY: Final = 3
"""1970-01-01, counted from Monday."""
_SATURDAY: Final = 5


def profile_of(
    node: int, at_ms: int, get: Callable[[int], History | None], words: str = ""
) -> Profile:
    """The profile of an identifier at an instant.

    Args:
        node: the identifier.
        at_ms: the instant.
        get: a history by its key.
        words: kind of place that an address tells, where one is known.
    """
    received, sent = get(node << 3 | RECEIVER), get(node << 3 | SENDER)
    opened = get(node << 3 | APPLICANT)
    there = [history for history in (received, sent, opened) if history is not None]
    days = _days(there, at_ms)
    first_ms = min([history.first_ms for history in there], default=at_ms)
    return Profile(
        kind=kind_of(node),
        words=words,
        received=_count(received, at_ms),
        senders=_distinct(received, facts.SENDER, at_ms),
        takers=_distinct(received, facts.RECEIVER, at_ms),
        sent=_count(sent, at_ms),
        returned=0 if sent is None else sent.total(facts.RETURNED, sent.span(at_ms, D90)),
        names=_distinct(sent, facts.NAME, at_ms),
        reached=_distinct(sent, facts.RECEIVER, at_ms),
        opened=_count(opened, at_ms),
        applicants=_distinct(opened, facts.PERSON, at_ms),
        outlets=_distinct(opened, facts.OUTLET, at_ms),
        ended=sum([history.delivered + history.failed for history in there]),
        failed=sum([history.failed for history in there]),
        frauds=sum([_frauds(history, at_ms) for history in there]),
        span_days=max(at_ms - first_ms, 0) // DAY_MS,
        active_days=sum([1 for count in days if count]),
        in_28_days=sum(days),
        busiest_day=max(days),
        weekends=_weekends(days, at_ms),
    )


def _days(there: list[History], at_ms: int) -> list[int]:
    """What happened on each of the last 28 times 24 hours, the last first."""
    upto = [0] * (RHYTHM_DAYS + 1)
    for history in there:
        for day in range(1, RHYTHM_DAYS + 1):
            upto[day] += history.count(at_ms, day * DAY_MS)
    return [upto[day + 1] - upto[day] for day in range(RHYTHM_DAYS)]


def _weekends(days: list[int], at_ms: int) -> int:
    """Of the days, those that end on a Saturday or Sunday: a day is up to 24 hours off the calendar."""
    today = local_day(at_ms) + _THURSDAY
    return sum([count for ago, count in enumerate(days) if (today - ago) % 7 >= _SATURDAY])


def _count(history: History | None, at_ms: int) -> int:
    return 0 if history is None else history.count(at_ms, D90)


def _distinct(history: History | None, field: int, at_ms: int) -> int:
    return 0 if history is None else history.distinct(field, at_ms, D90)


def _frauds(history: History, at_ms: int) -> int:
    return 0 if history.frauds is None else history.frauds.known_in(at_ms, D90)
