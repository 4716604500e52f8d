"""A model card as text for a terminal."""

from collections.abc import Iterator
from typing import Final

from risk.card import Card, Choice, HeldOutCard, KindCard
from risk.card_choices import NOBODY, USUAL

_MODELS: Final = {
    "boosted": "trees on matured labels, leant on the detectors",
    "detectors": "anomaly detectors",
}
_FEWEST: Final = 20
_MOST_LINES: Final = 8
"""Printed are the look-alikes that are called most, of those with enough events for a share to say
something. The card has all."""


def card_lines(card: Card) -> Iterator[str]:
    """The lines of a card, without newlines."""
    for kind, one in card.kinds.items():
        yield f"{kind}: {_MODELS[one.model]}"
        yield f"  data        {one.events:,} events from {_day(one.first)} to {_day(one.last)}"
        yield (
            f"  labels      {one.frauds:,} frauds, {one.honest:,} honest, {one.unknown:,} unknown; "
            f"mature after {one.maturity_days} days, as of {_day(card.as_of)}"
        )
        if one.held_out is None:
            yield "  held out    nothing to judge by: no frauds or no honest events are known"
        else:
            yield from _held_out(card, one, one.held_out)
        yield f"  drift       baselines of {len(one.baselines)} numbers are kept"


def _held_out(card: Card, kind: KindCard, held: HeldOutCard) -> Iterator[str]:
    ranked = held.ranked
    yield (
        f"  held out    {held.rows:,} known rows from {_day(held.first)} to {_day(held.last)}, "
        f"{held.frauds:,} frauds"
        + ("" if kind.model == "boosted" else "; all that are known, detectors learn no labels")
    )
    yield (
        f"  ranking     ROC-AUC {ranked.roc_auc:.4f}, PR-AUC {ranked.pr_auc:.4f}, "
        f"{per_cent(ranked.recall_at_5_fpr)} of frauds at 5 % false alarms"
    )
    yield from _calibrated(held)
    yield from _segments(held)
    yield from _choices(card, held)
    yield from _look_alikes(held)
    yield f"    (at or above a band; reviewed: within the budget of {per_cent(USUAL, 0)})"


def _calibrated(held: HeldOutCard) -> Iterator[str]:
    if not held.calibrated:
        yield "  calibration too few frauds to judge it"
        return
    yield f"  {'calibration':<26}{'ECE':>9}{'Brier':>10}{'gain':>11} (each half judged by the other)"
    for way in held.calibrated:
        name = f"{way.name} (served)" if way.served else way.name
        gain = "" if way.served else f"{way.gain:>+11.5f} ± {way.gain_error:.5f}"
        yield f"    {name:<24}{way.ece:>9.5f}{way.brier:>10.5f}{gain}"
    better = [way.name for way in held.calibrated if way.gain > 2.0 * way.gain_error]
    yield (
        f"    (better by two standard errors: {', '.join(better) or 'none'}; "
        "with platt the ledger adds up in calibrated log-odds)"
    )


def _segments(held: HeldOutCard) -> Iterator[str]:
    yield f"  {'segment':<32}{'rows':>9}{'fraud':>9}{'PR-AUC':>9}{'honest high':>13}{'reviewed':>10}"
    for one in held.segments:
        name = f"{one.flag} {'yes' if one.has_it else 'no'}"
        yield (
            f"    {name:<30}{one.rows:>9,}{per_cent(one.frauds / one.rows):>9}"
            f"{_number(one.pr_auc):>9}{per_cent(one.false_alarms):>13}{per_cent(one.reviewed):>10}"
        )


def _choices(card: Card, held: HeldOutCard) -> Iterator[str]:
    yield (
        f"  {'reviews':<14}{'from score':>11}{'reviewed':>10}{'precision':>11}{'recall':>9}"
        f"{'hours/week':>12}{'yuan saved per 1,000':>22}  ({card.review_minutes:g} minutes a review)"
    )
    for choice in held.choices:
        yield _choice(f"up to {per_cent(choice.budget, 1)}", choice)
    if held.cheapest is None:
        yield "    by cost     no review pays"
    else:
        yield _choice("by cost", held.cheapest)


def _choice(name: str, choice: Choice) -> str:
    score = "nobody" if choice.score == NOBODY else str(choice.score)
    return (
        f"    {name:<12}{score:>11}{per_cent(choice.alerts):>10}{per_cent(choice.precision):>11}"
        f"{per_cent(choice.recall):>9}{choice.hours_a_week:>12,.1f}{choice.saved_yuan:>22,.0f}"
    )


def _look_alikes(held: HeldOutCard) -> Iterator[str]:
    if not held.look_alikes:
        return
    yield f"  {'look-alike':<14}{'events':>9}{'medium':>9}{'high':>9}{'critical':>10}{'reviewed':>10}"
    everybody, *others = held.look_alikes
    enough = [one for one in others if one.events >= _FEWEST]
    called = sorted(enough, key=lambda one: (-one.reviewed, -one.medium, -one.events))
    for one in (everybody, *called[:_MOST_LINES]):
        yield (
            f"    {one.name:<12}{one.events:>9,}{per_cent(one.medium):>9}"
            f"{per_cent(one.high):>9}{per_cent(one.critical):>10}{per_cent(one.reviewed):>10}"
        )


def per_cent(share: float | None, decimals: int = 2) -> str:
    """A share as people read it; a dash where there is none.

    >>> per_cent(0.005, 1), per_cent(None)
    ('0.5 %', '-')
    """
    return "-" if share is None else f"{100.0 * share:.{decimals}f} %"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


def _day(instant: str) -> str:
    return instant[:10]
