"""The published tables of ADBench: one CSV a metric and share of labels, a line a set."""

import csv
from collections.abc import Sequence
from math import isnan, nan
from pathlib import Path
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from data.errors import WrongUse

Metric: TypeAlias = Literal["AUCROC", "AUCPR"]
METRICS: Final[tuple[Metric, ...]] = ("AUCROC", "AUCPR")

SHARES: Final = (0.0, 0.01, 0.05, 0.10)
"""Shares of the anomalies that are labelled; 0 is the unsupervised setting."""

_TABLES: Final = {0.0: ("D4", "D5"), 0.01: ("D6", "D7"), 0.05: ("D8", "D9"), 0.10: ("D10", "D11")}
"""The tables of the paper's appendix, AUCROC and AUCPR."""

_MISSING: Final = "N/A"


class Table(Struct, frozen=True):
    """One published table, cut to some sets.

    Attributes:
        sets: names of the lines.
        columns: method -> its figures, one a set, of 1; NaN where the paper has none.
    """

    sets: tuple[str, ...]
    columns: dict[str, tuple[float, ...]]

    def means(self) -> dict[str, float]:
        """The mean over the sets of each method that has a figure for all of them."""
        complete = {
            method: column
            for method, column in self.columns.items()
            if not any(isnan(figure) for figure in column)
        }
        return {method: sum(column) / len(column) for method, column in complete.items()}

    def best(self) -> str:
        """The method of the highest mean."""
        means = self.means()
        return max(means, key=means.__getitem__)


def read_table(folder: Path, share: float, metric: Metric, sets: Sequence[str]) -> Table:
    """A table for these sets, in their order; names are compared without case.

    Args:
        folder: holds ``adbench_table{number}_*.csv``, with figures in percent.
        share: one of ``SHARES``.
        metric: which of its two tables.
        sets: at least one.

    Raises:
        WrongUse: there is no such table, or it lacks a set, or a figure is no number.
    """
    number = _TABLES[share][METRICS.index(metric)]
    found = sorted(folder.glob(f"adbench_table{number}_*.csv"))
    if len(found) != 1:
        raise WrongUse(f"one file adbench_table{number}_*.csv is needed in {folder}")
    with found[0].open(encoding="utf-8", newline="") as file:
        head, *lines = list(csv.reader(file))
    by_name = {line[0].lower(): line[1:] for line in lines if line}
    missing = [name for name in sets if name.lower() not in by_name]
    if missing:
        raise WrongUse(f"{found[0].name} has no line for {', '.join(missing)}")
    rows = [by_name[name.lower()] for name in sets]
    if any(len(row) != len(head) - 1 for row in rows):
        raise WrongUse(f"{found[0].name}: a line has not as many figures as the head has names")
    columns = zip(*([_figure(text, found[0].name) for text in row] for row in rows), strict=True)
    return Table(tuple(sets), dict(zip(head[1:], columns, strict=True)))


def _figure(text: str, place: str) -> float:
    if text in ("", _MISSING):
        return nan
    try:
        return float(text) / 100.0
    except ValueError as error:
        raise WrongUse(f"{place}: {text!r} is no figure") from error
