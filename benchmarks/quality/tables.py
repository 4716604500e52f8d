"""The tables of the report, as HTML."""

from collections.abc import Iterable, Sequence
from html import escape
from math import isnan
from typing import Final

from benchmarks.quality.costs import Saving
from benchmarks.quality.evaluate import Question, Result
from benchmarks.quality.intervals import Figure
from benchmarks.quality.study import Calibrated
from benchmarks.quality.trial import METHODS, OURS
from benchmarks.quality.wording import per_cent
from risk.costs import CostTable

HEADS: Final = {
    "pr_auc": "PR-AUC",
    "recall_at_01": "recall at 0.1\u00a0%",
    "recall_at_05": "recall at 0.5\u00a0%",
    "recall_at_10": "recall at 1\u00a0%",
    "precision_at_capacity": "precision at capacity",
    "tpr_at_5_fpr": "TPR at 5\u00a0% FPR",
}
"""Figures in the order of the columns, and how people read them."""


def results_table(results: Sequence[Result]) -> str:
    """Every method on one question: figures with their intervals, the best of a column in bold."""
    best = {name: max((_value(r, name) for r in results), default=0.0) for name in HEADS}
    rows = [
        (
            METHODS[result.method],
            *(
                _figure(result.figures[name], best=0.0 < _value(result, name) == best[name])
                for name in HEADS
            ),
        )
        for result in results
    ]
    return table(("method", *HEADS.values()), rows, [r.method == OURS for r in results])


def told(question: Question) -> str:
    """A question in words."""
    parts = (
        "campaigns begun in the test" if question.campaigns == "new" else "ongoing campaigns",
        "with the volume typologies" if question.rows == "all" else "without SH-03, SH-04, SH-06",
        "true labels" if question.labels == "true" else "observed labels",
        f"{question.prevalence} prevalence",
    )
    return ", ".join(parts)


def savings_table(lines: Sequence[Saving]) -> str:
    """Money by method and budget."""
    heads = ("method", "budget", "alerts", "of events", "precision", "recall")
    rows = [
        (
            METHODS[line.method],
            per_cent(line.budget, 1),
            f"{line.alerts:,.0f}",
            per_cent(line.alert_share, 2),
            _share(line.precision),
            _share(line.recall),
            f"{line.loss_without:,.0f}",
            f"{line.prevented:,.0f}",
            f"{line.cost:,.0f}",
            f"<b>{line.saved:,.0f}</b>",
        )
        for line in lines
    ]
    money = ("loss without", "prevented", "cost", "saved")
    ours = [line.method == OURS for line in lines]
    return table((*heads, *(f"{name}, yuan" for name in money)), rows, ours)


def calibration_table(lines: Iterable[Calibrated]) -> str:
    """The calibration error of each probability."""
    heads = ("kind", "method", "ECE, true labels", "ECE, observed labels")
    rows = [
        (line.kind, METHODS[line.method], f"{line.ece_true:.4f}", f"{line.ece_observed:.4f}")
        for line in lines
    ]
    return table(heads, rows, texts=2)


def cost_page(costs: CostTable) -> str:
    """The assumptions behind the money."""
    rows: list[tuple[str, ...]] = [
        ("one review", f"{costs.review:g} yuan"),
        ("an honest customer held", f"{costs.wrong_hold:g} yuan"),
        ("loss that a review prevents", per_cent(costs.prevented_share)),
    ]
    rows += [
        (f"one fraud: {name}", f"{loss.fixed:g} yuan" + _of_money(loss.of_money))
        for name, loss in costs.losses.items()
    ]
    return table(("assumption [D]", "value"), rows)


def table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    ours: Sequence[bool] | None = None,
    *,
    texts: int = 1,
) -> str:
    """A table; the first columns are text, the others are figures.

    Args:
        heads: plain text.
        rows: HTML.
        ours: which rows stand out.
        texts: how many columns are text.
    """
    lines = [
        f"<tr{' class=ours' if ours and ours[at] else ''}>"
        + "".join(
            f"<td{' class=n' if place >= texts else ''}>{cell}</td>"
            for place, cell in enumerate(row)
        )
        + "</tr>"
        for at, row in enumerate(rows)
    ]
    top = "".join(
        f"<th{' class=n' if place >= texts else ''}>{escape(head)}</th>"
        for place, head in enumerate(heads)
    )
    return f"<table><tr>{top}</tr>{''.join(lines)}</table>"


def _value(result: Result, name: str) -> float:
    return round(result.figures[name].value, 3)


def _figure(figure: Figure, *, best: bool) -> str:
    value = f"<b>{figure.value:.3f}</b>" if best else f"{figure.value:.3f}"
    if isnan(figure.low):
        return value
    return f'<span class="with-interval">{value} <small>{figure.low:.2f}–{figure.high:.2f}</small></span>'


def _share(value: float) -> str:
    return "–" if isnan(value) else per_cent(value, 1)


def _of_money(share: float) -> str:
    return f" + {per_cent(share)} of the money at stake" if share else ""
