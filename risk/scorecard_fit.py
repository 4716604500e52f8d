"""A scorecard fitted on matured outcomes: bins by optbinning, then the points of all bins together. Offline.

For each variable optbinning finds bins, monotone where the direction is known, none under 5 % of the
cases; a missing value is a bin of its own. ``risk.scorecard_points`` gives every bin its log-odds beside
all the others; a variable against its own evidence is left out, and where the direction is known, bins
out of order get their mean. Points = factor x log-odds, rounded (DOMAIN 4.4). Needs the extra ``train``.
"""

import importlib
from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from risk.scorecard_points import fit_points, woe_of
from rules.model import Words
from rules.scorecard import (
    FACTOR,
    Bin,
    Direction,
    Scorecard,
    Variable,
    score_of_log_odds,
)

MIN_BAD: Final = 50
"""With fewer bad outcomes a card is judgement in disguise: the expert one serves."""
MIN_GOOD: Final = 500
IV_RANGE: Final = (0.02, 0.5)
"""Below it a variable says nothing, above it more than it should: look for a leak (DOMAIN 4.4)."""
MIN_BIN: Final = 0.05
SOURCE: Final = "[D] fitted on matured outcomes"
_TRENDS: Final[dict[Direction, str]] = {
    "rising": "descending",
    "falling": "ascending",
    "free": "auto",
}
"""Of points, and optbinning's word for the same trend of the bad rate."""


class Plan(Struct, frozen=True):
    """A variable that may enter a card, and what is known of it beforehand."""

    feature: str
    direction: Direction = "free"
    reason: str = "C10"
    missing_reason: str = "C10"
    history: bool = False


class Weighed(Struct, frozen=True):
    """One variable in bins.

    Attributes:
        plan: what was known beforehand.
        bounds: between the bins, in order; shape (n_bins - 1,).
        woe: of each bin; shape (n_bins,).
        missing: WOE of a missing value; 0 where none was seen.
        iv: information value.
        cases: of each bin, shape (n_bins,).
        bad: of them, shape (n_bins,).
        kept: whether it is part of the card.
    """

    plan: Plan
    bounds: tuple[float, ...]
    woe: tuple[float, ...]
    missing: float
    iv: float
    cases: tuple[int, ...]
    bad: tuple[int, ...]
    kept: bool = False


class FittedCard(Struct, frozen=True):
    """A card, and the table of information values behind it, the highest first."""

    card: Scorecard
    table: tuple[Weighed, ...]


def plans_of(card: Scorecard) -> list[Plan]:
    """The variables of a card, with their directions and reasons, to be fitted anew."""
    return [
        Plan(each.feature, each.direction, each.reason, each.missing_reason, each.history)
        for each in card.variables
    ]


def fit_scorecard(
    values: NDArray[np.float64],
    bad: NDArray[np.bool_],
    plans: Sequence[Plan],
    *,
    id_: str,
    title: Words,
    iv_range: tuple[float, float] = IV_RANGE,
) -> FittedCard | None:
    """The scorecard of some cases; None where no variable tells good from bad.

    Args:
        values: shape (n_cases, n_plans), NaN where missing.
        bad: shape (n_cases,).
        plans: one a column.
        id_: of the card.
        title: of the card.
        iv_range: information values that a variable may have.

    Raises:
        ImportError: the extra "train" is not installed.
        ValueError: all cases are good, or all are bad.
    """
    if bad.all() or not bad.any():
        raise ValueError("a scorecard needs good and bad cases")
    weighed = [_weighed(plan, values[:, at], bad) for at, plan in enumerate(plans)]
    least, most = iv_range
    # One bin alone tells whether a value is there at all: no table of points.
    chosen = [at for at, each in enumerate(weighed) if each.bounds and least <= each.iv <= most]
    if not chosen:
        return None
    bins = np.column_stack([_bins_of(weighed[at], values[:, at]) for at in chosen])
    fitted = fit_points(bins, [len(weighed[at].woe) + 1 for at in chosen], bad)
    if fitted is None:
        return None
    kept = {chosen[at]: part for at, part in zip(fitted.places, fitted.log_odds, strict=True)}
    variables = tuple(_variable(weighed[at], part) for at, part in kept.items())
    told = (replace(each, kept=at in kept) for at, each in enumerate(weighed))
    return FittedCard(
        Scorecard(id_, 1, title, round(score_of_log_odds(fitted.intercept)), variables),
        tuple(sorted(told, key=lambda each: -each.iv)),
    )


def _weighed(plan: Plan, column: NDArray[np.float64], bad: NDArray[np.bool_]) -> Weighed:
    known = ~np.isnan(column)
    bounds = _bounds(column[known], bad[known], plan.direction)
    while True:
        at = np.searchsorted(bounds, column[known], side="right")
        n_bins = len(bounds) + 1
        cases = np.bincount(at, minlength=n_bins)
        bads = np.bincount(at, weights=bad[known], minlength=n_bins).astype(np.int64)
        woe = _woe(cases - bads, bads, bad)
        wrong = _against(woe, plan.direction)
        if wrong is None:
            break
        bounds = np.delete(bounds, wrong)
    gone, gone_bad = int((~known).sum()), int(bad[~known].sum())
    missing = _woe(np.array([gone - gone_bad]), np.array([gone_bad]), bad)[0] if gone else 0.0
    good_share = np.append(cases - bads, gone - gone_bad) / (~bad).sum()
    bad_share = np.append(bads, gone_bad) / bad.sum()
    iv = float(np.sum((good_share - bad_share) * np.append(woe, missing)))
    return Weighed(
        plan,
        tuple(bounds.tolist()),
        tuple(woe.tolist()),
        float(missing),
        iv,
        tuple(cases.tolist()),
        tuple(bads.tolist()),
    )


def _bounds(
    known: NDArray[np.float64], bad: NDArray[np.bool_], direction: Direction
) -> NDArray[np.float64]:
    """Bounds of the bins, found by optbinning; none where there is nothing to tell apart."""
    none = np.zeros(0)
    if len(np.unique(known)) < 2 or bad.all() or not bad.any():
        return none
    binning = importlib.import_module("optbinning").OptimalBinning(
        dtype="numerical",
        solver="cp",
        monotonic_trend=_TRENDS[direction],
        min_prebin_size=MIN_BIN,
        min_bin_size=MIN_BIN,
    )
    binning.fit(known, bad.astype(np.int64))
    return np.asarray(binning.splits, np.float64)


def _woe(
    good: NDArray[np.int64], bads: NDArray[np.int64], bad: NDArray[np.bool_]
) -> NDArray[np.float64]:
    cells = good.astype(np.float64), bads.astype(np.float64)
    return woe_of(*cells, float((~bad).sum()), float(bad.sum()))


def _against(woe: NDArray[np.float64], direction: Direction) -> int | None:
    """The first bound whose bins stand against the direction: smoothing can turn what was in order."""
    if direction == "free":
        return None
    steps = np.diff(woe) if direction == "rising" else -np.diff(woe)
    wrong = np.flatnonzero(steps < 0)
    return int(wrong[0]) if len(wrong) else None


def _bins_of(weighed: Weighed, column: NDArray[np.float64]) -> NDArray[np.int64]:
    """The place of each value's bin; a missing one is in the bin after the last."""
    at = np.searchsorted(np.array(weighed.bounds), column, side="right")
    return np.where(np.isnan(column), len(weighed.woe), at)


def _variable(weighed: Weighed, log_odds: NDArray[np.float64]) -> Variable:
    plan = weighed.plan
    known = _in_order(log_odds[:-1], weighed.cases, plan.direction)
    points = [round(FACTOR * each) for each in known.tolist()]
    bounds = [*weighed.bounds, None]
    return Variable(
        feature=plan.feature,
        direction=plan.direction,
        reason=plan.reason,
        missing_reason=plan.missing_reason,
        missing=round(FACTOR * float(log_odds[-1])),
        history=plan.history,
        source=SOURCE,
        bins=tuple(Bin(each, bound) for each, bound in zip(points, bounds, strict=True)),
    )


def _in_order(
    log_odds: NDArray[np.float64], cases: Sequence[int], direction: Direction
) -> NDArray[np.float64]:
    """Log-odds in the known direction: neighbours out of order get their mean, by cases."""
    if direction == "free":
        return log_odds
    isotonic = importlib.import_module("sklearn.isotonic").isotonic_regression
    rising = direction == "rising"
    return np.asarray(isotonic(log_odds, sample_weight=cases, increasing=rising), np.float64)
