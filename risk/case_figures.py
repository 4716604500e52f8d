"""Figures of the reviewers' work (DOMAIN 6.2) and how far two reviewers agree."""

from collections.abc import Mapping
from statistics import quantiles

from msgspec import Struct

from data.case_figures import CaseFigures, Window
from data.instants import DAY_MS, MINUTE_MS
from risk.case_requests import FRAUD_LABELS


class Metrics(Struct, frozen=True):
    """Figures of the days asked for; a share of nothing is None.

    Attributes:
        open_cases: waiting now, at any age.
        oldest_open_minutes: the age of the oldest of them.
        alert_precision: alerts of closed cases that were confirmed, of all alerts closed.
        sla_met: cases closed before they were due, of those closed.
        override_rate: closed cases of a hold or decline that a person called honest or an error.
        tier_1_share: closed by the first tier.
        first_touch_minutes_p50, first_touch_minutes_p90: from opening to the first claim.
        appeal_success: appeals lifted, of those decided.
        second_looks: blind ones that were made.
        kappa: Cohen's κ of their labels.
    """

    days: int
    open_cases: int
    overdue_cases: int
    oldest_open_minutes: int | None
    opened: int
    closed: int
    alerts_closed: int
    alert_precision: float | None
    precision_by_band: dict[str, float | None]
    sla_met: float | None
    override_rate: float | None
    tier_1_share: float | None
    first_touch_minutes_p50: float | None
    first_touch_minutes_p90: float | None
    appeals_open: int
    appeals_overdue: int
    appeal_success: float | None
    second_looks: int
    kappa: float | None


def metrics_of(figures: CaseFigures, now_ms: int, days: int, bands: tuple[str, ...]) -> Metrics:
    """The figures of the last days."""
    window = Window(now_ms - days * DAY_MS, now_ms)
    waiting, overdue, oldest_ms = figures.waiting(now_ms)
    closed = figures.closed(window)
    by_band = figures.alerts_by_band(window, FRAUD_LABELS)
    alerts = sum(of_band[0] for of_band in by_band.values())
    confirmed = sum(of_band[1] for of_band in by_band.values())
    touches = [touch / MINUTE_MS for touch in figures.first_touches_ms(window)]
    appeals = figures.appeals(window)
    pairs = figures.label_pairs(window)
    return Metrics(
        days=days,
        open_cases=waiting,
        overdue_cases=overdue,
        oldest_open_minutes=None if oldest_ms is None else (now_ms - oldest_ms) // MINUTE_MS,
        opened=figures.opened(window),
        closed=closed.cases,
        alerts_closed=alerts,
        alert_precision=share(confirmed, alerts),
        precision_by_band={
            name: share(*reversed(by_band.get(rank, (0, 0)))) for rank, name in enumerate(bands)
        },
        sla_met=share(closed.in_time, closed.cases),
        override_rate=share(closed.overridden, closed.stopped),
        tier_1_share=share(closed.tier_1, closed.cases),
        first_touch_minutes_p50=_quantile(touches, 0.5),
        first_touch_minutes_p90=_quantile(touches, 0.9),
        appeals_open=appeals.open,
        appeals_overdue=appeals.overdue,
        appeal_success=share(appeals.lifted, appeals.decided),
        second_looks=sum(pairs.values()),
        kappa=kappa(pairs),
    )


def share(part: int, whole: int) -> float | None:
    """A part of a whole; None of nothing."""
    return None if whole == 0 else part / whole


def kappa(pairs: Mapping[tuple[str, str], int]) -> float | None:
    """Cohen's κ of two reviewers (Cohen 1960): agreement beyond what chance alone would give.

    Args:
        pairs: how often the one said the first label and the other the second.

    Returns:
        1 for full agreement, 0 for that of chance; None without pairs, and where both said one and the
        same label always, of which chance explains all.

    >>> kappa({("a", "a"): 20, ("a", "b"): 5, ("b", "a"): 10, ("b", "b"): 15})
    0.4
    """
    total = sum(pairs.values())
    if not total:
        return None
    first: dict[str, int] = {}
    second: dict[str, int] = {}
    for (one, other), count in pairs.items():
        first[one] = first.get(one, 0) + count
        second[other] = second.get(other, 0) + count
    agreed = sum(count for (one, other), count in pairs.items() if one == other) / total
    by_chance = sum(first[label] * second.get(label, 0) for label in first) / total**2
    if by_chance == 1.0:
        return None
    return round((agreed - by_chance) / (1.0 - by_chance), 9)


def _quantile(values: list[float], at: float) -> float | None:
    if len(values) < 2:
        return values[0] if values else None
    return quantiles(values, n=10, method="inclusive")[round(at * 10) - 1]
