"""The plots of the report, each as SVG text; axes have names and units."""

from collections.abc import Callable
from textwrap import fill
from typing import Final, TypeAlias

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter
from numpy.typing import NDArray

from benchmarks.quality.costs import CURVE_BUDGETS, Accounts
from benchmarks.quality.drawing import COLOURS, FRAUD, HONEST, KINDS, draw, line_of
from benchmarks.quality.evaluate import volume_codes
from benchmarks.quality.slices import ORDINARY, Disturbed, Found, by_day
from benchmarks.quality.study import Study
from benchmarks.quality.trial import METHODS, OURS, Method, Trial
from benchmarks.quality.wording import look_alike_in_words, per_cent
from detectors.calibrate import score_1000
from detectors.ranking import Ranking
from risk.costs import cost_table

Plot: TypeAlias = Callable[[Study, list[str]], str]
"""A plot with one axis for each of some kinds."""

_POINTS: Final = 300
"""Points of a curve at the most: what a page can show."""
_HEAD: Final = 14
"""Letters to a line above a column."""
_LABEL: Final = 52
"""Letters to a line before a bar."""
_SCORE_BINS: Final = 40
_LEAST: Final = 1e-5
"""Where the axes of a reliability plot begin: a bin without a fraud stands there."""


def precision_recall(study: Study, kinds: list[str]) -> str:
    """Precision and recall of all methods on new campaigns, one axis a kind."""

    def paint(axes: list[Axes]) -> None:
        for axis, kind in zip(axes, kinds, strict=True):
            trial = study.trials[kind]
            kept = ~(trial.ongoing | (np.isin(trial.test["typology"], volume_codes(trial))))
            fraud = trial.fraud[kept]
            for method in trial.methods if fraud.any() else ():
                curve = Ranking(method.test[kept], fraud).curve(np.ones(int(fraud.sum())))
                recall, precision = (_thinned(part) for part in curve)
                recall, precision = np.r_[0.0, recall], np.r_[precision[0], precision]
                axis.plot(recall, precision, drawstyle="steps-pre", **line_of(method.name))
            share = float(fraud.mean())
            axis.axhline(share, color="#444", linewidth=0.8, linestyle=":", label="blind choice")
            axis.set(title=KINDS[kind], xlim=(0, 1), ylim=(0, 1.02))
            axis.set(xlabel="recall (share of frauds found)", ylabel="precision (frauds of alerts)")
            _per_cent(axis, "xy")

    return draw("pr", 5.2 * len(kinds), 4.3, paint, len(kinds))


def typologies(kind: str, cells: list[Found], methods: list[str]) -> str:
    """A heat map: recall of each method on each typology and level of stealth."""
    rows = [_row_label(cell) for cell in cells]
    values = np.array([[cell.recall[method] for method in methods] for cell in cells])

    def paint(axes: list[Axes]) -> None:
        axis = axes[0]
        axis.grid(visible=False)
        axis.imshow(values, cmap="Blues", vmin=0.0, vmax=1.0, aspect="auto")
        axis.set_xticks(range(len(methods)), [fill(METHODS[m], _HEAD) for m in methods])
        axis.set_yticks(range(len(rows)), rows)
        axis.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
        for at, value in np.ndenumerate(values):
            colour = "white" if value > 0.55 else "#222"
            axis.text(at[1], at[0], per_cent(value), ha="center", va="center", color=colour)
        axis.spines[:].set_visible(False)

    return draw(f"typologies-{kind}", 10.4, 1.0 + 0.3 * len(rows), paint)


def reliability(study: Study, kinds: list[str]) -> str:
    """Said and true probability, on logarithmic axes because fraud is rare."""

    def paint(axes: list[Axes]) -> None:
        for axis, kind in zip(axes, kinds, strict=True):
            for one in study.calibrated:
                if one.kind == kind and one.method != "score":
                    some = [(max(b.said, _LEAST), b.true) for b in one.bins if b.true]
                    none = [max(b.said, _LEAST) for b in one.bins if not b.true]
                    axis.plot(*zip(*some, strict=True), marker="o", ms=4, **line_of(one.method))
                    floor = [_LEAST] * len(none)
                    axis.scatter(none, floor, marker="v", s=14, color=COLOURS[one.method])
            axis.plot([_LEAST, 1], [_LEAST, 1], color="#444", linewidth=0.8, linestyle=":")
            axis.set(title=KINDS[kind], xscale="log", yscale="log")
            axis.set(xlabel="probability that was said", ylabel="share that was fraud")
            axis.set(xlim=(_LEAST, 1), ylim=(_LEAST * 0.8, 1))

    return draw("reliability", 5.2 * len(kinds), 4.3, paint, len(kinds))


def alerts_a_day(study: Study, kinds: list[str]) -> str:
    """Our alerts on each day of the test, at the threshold of tuning."""

    def paint(axes: list[Axes]) -> None:
        for axis, kind in zip(axes, kinds, strict=True):
            trial = study.trials[kind]
            days = by_day(trial, _ours(trial))
            at = [day.day + 1 for day in days]
            caught, wrong = [day.caught for day in days], [day.wrong for day in days]
            axis.bar(at, wrong, color=HONEST, label="honest")
            axis.bar(at, caught, bottom=wrong, color=FRAUD, label="fraud")
            axis.set(title=KINDS[kind], xlabel="day of the test", ylabel="alerts a day")
            axis.yaxis.set_major_locator(MaxNLocator(integer=True))

    return draw("alerts", 5.2 * len(kinds), 3.4, paint, len(kinds))


def scores(study: Study, kinds: list[str]) -> str:
    """How our score of 0 to 1000 falls on honest events and on frauds."""

    def paint(axes: list[Axes]) -> None:
        edges = np.linspace(0, 1000, _SCORE_BINS + 1)
        for axis, kind in zip(axes, kinds, strict=True):
            trial = study.trials[kind]
            points = _points(_ours(trial))
            for rows, colour, name in (
                (~trial.fraud, HONEST, "honest"),
                (trial.fraud, FRAUD, "fraud"),
            ):
                heights, _ = np.histogram(points[rows], edges)
                share = heights / max(1, int(rows.sum()))
                axis.stairs(share, edges, fill=True, color=colour, alpha=0.65, label=name)
            axis.set(title=KINDS[kind], xlabel="score (0–1000)", ylabel="share of its class")
            _per_cent(axis, "y")

    return draw("scores", 5.2 * len(kinds), 3.4, paint, len(kinds))


def look_alikes(kind: str, groups: list[Disturbed], methods: list[str]) -> str:
    """The share of each look-alike that is called, beside ordinary customers."""
    named = sorted((g for g in groups if g.decoy != ORDINARY), key=lambda g: -g.called[OURS])
    ordinary = next((g for g in groups if g.decoy == ORDINARY), None)
    rows = [*([ordinary] if ordinary else []), *named]

    def paint(axes: list[Axes]) -> None:
        axis, step = axes[0], min(0.4, 0.8 / len(methods))
        for number, method in enumerate(methods):
            at = [place + (number - (len(methods) - 1) / 2) * step for place in range(len(rows))]
            called = [row.called[method] for row in rows]
            axis.barh(at, called, step, color=COLOURS[method], label=METHODS[method])
        if ordinary:
            axis.axvline(ordinary.called[OURS], color=COLOURS[OURS], linewidth=0.9, linestyle=":")
        axis.set_yticks(range(len(rows)), [_sort_label(row) for row in rows])
        axis.set(xlabel="share called (false-positive rate)")
        axis.invert_yaxis()
        axis.grid(visible=False, axis="y")
        _per_cent(axis, "x", 1)

    return draw(f"look-alikes-{kind}", 10.4, 1.2 + 0.34 * len(rows), paint)


def savings(study: Study, kinds: list[str]) -> str:
    """Money saved at each review budget, at the prevalence nearest to real life."""

    def paint(axes: list[Axes]) -> None:
        for axis, kind in zip(axes, kinds, strict=True):
            trial, weight = study.trials[kind], study.weights[kind]["realistic"]
            accounts = Accounts(trial, "realistic", weight, cost_table())
            for method in trial.methods:
                axis.plot(CURVE_BUDGETS, accounts.curve(method), **line_of(method.name))
            axis.axhline(0.0, color="#444", linewidth=0.8)
            axis.set(title=KINDS[kind], xlabel="review budget (share of events)")
            axis.set(ylabel="yuan saved in the test")
            axis.yaxis.set_major_formatter("{x:,.0f}")
            _per_cent(axis, "x", 1)

    return draw("savings", 5.4 * len(kinds), 4.0, paint, len(kinds))


def _ours(trial: Trial) -> Method:
    return next(method for method in trial.methods if method.name == OURS)


def _points(method: Method) -> NDArray[np.float64]:
    """The score of 0 to 1000 that a decision carries."""
    probability = method.probability if method.probability is not None else np.zeros(0)
    return np.array([score_1000(p) for p in probability.tolist()], np.float64)


def _row_label(cell: Found) -> str:
    ongoing = ", ongoing" if cell.campaigns == "ongoing" else ""
    campaigns = "campaign" if cell.fraud_campaigns == 1 else "campaigns"
    events = f"{cell.events:,} events, {cell.fraud_campaigns} {campaigns}{ongoing}"
    return f"{cell.typology} {cell.stealth}: {events}"


def _sort_label(row: Disturbed) -> str:
    name = "ordinary customers" if row.decoy == ORDINARY else look_alike_in_words(row.decoy)
    return fill(f"{name} (n={row.events:,})", _LABEL)


def _thinned(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Few enough points, the first and the last among them."""
    if len(values) <= _POINTS:
        return values
    return values[np.linspace(0, len(values) - 1, _POINTS).astype(np.intp)]


def _per_cent(axis: Axes, which: str, decimals: int = 0) -> None:
    if "x" in which:
        axis.xaxis.set_major_formatter(PercentFormatter(1.0, decimals, "\u00a0%"))
    if "y" in which:
        axis.yaxis.set_major_formatter(PercentFormatter(1.0, decimals, "\u00a0%"))
