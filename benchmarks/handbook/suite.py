"""The handbook suite: the engine's features of parcels on the book's payments, beside the book's figures."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.catalogue import measured
from benchmarks.handbook.collect import vectors_of
from benchmarks.handbook.metrics import Figures
from benchmarks.handbook.models import both, judged, logistic, tree
from benchmarks.handbook.published import FOUR_WEEKS, ONE_WEEK
from benchmarks.handbook.rows import Rows, day_of, read_rows
from benchmarks.handbook.split import split_of
from benchmarks.measurement import Measurement
from benchmarks.report import Part
from risk.progress import Progress

FIRST: Final = "2018-04-26"
"""First day replayed: the windows of 90 days are full when the first training week begins."""
LAST: Final = "2018-09-04"
START: Final = "2018-07-25"
"""First day of training of the book's one split, and of the first of its four folds."""
FOLDS: Final = 4
"""Test folds of chapter 5, each a week after the other."""
_WEEK: Final = 7


def run(data: Path) -> Part:
    """All figures of the suite.

    Args:
        data: the Parquet file of the book's payments.

    Raises:
        Failure: the file is not the book's.
        ModuleNotFoundError: pyarrow or LightGBM is not installed.
    """
    started = perf_counter()
    both()  # a missing library is told before the replay
    rows = read_rows(data, FIRST, LAST)
    starts = [day_of(START) + _WEEK * fold for fold in range(FOLDS)]
    wanted = rows.day >= starts[0]
    with Progress("handbook", len(rows)) as progress:
        vectors = vectors_of(rows, wanted, progress.step)
    kept = rows.taken(wanted)
    found = results(kept, vectors, starts)
    print(beside(found), flush=True)
    minutes = (perf_counter() - started) / 60
    return Part([*figures(found), measured("handbook.minutes", minutes)], details(found))


Results = dict[str, list[Figures]]
"""Model -> its figures for each fold, the book's one split first."""


def results(rows: Rows, vectors: NDArray[np.float32], starts: list[int]) -> Results:
    """Fit and judge all models.

    Args:
        rows: payments of all folds.
        vectors: the engine's, shape (n, n_columns).
        starts: first day of training of each fold, in days since the epoch.
    """
    splits = [split_of(rows, start) for start in starts]
    return {
        "tree": [judged(tree(), rows, split, rows.book) for split in splits],
        "logistic": [judged(logistic(), rows, split, rows.book) for split in splits],
        "ours": [judged(both(), rows, split, vectors) for split in splits],
    }


def figures(found: Results) -> Iterator[Measurement]:
    """The figures with permanent ids."""
    for model, folds in found.items():
        for span, value in (("week", folds[0]), ("folds", mean(folds))):
            for name in Figures.__struct_fields__:
                id_ = f"handbook.{model}.{span}.{name}"
                yield measured(id_, getattr(value, name))


def mean(folds: list[Figures]) -> Figures:
    """The mean of each figure over the folds."""
    names = Figures.__struct_fields__
    return Figures(*(float(np.mean([getattr(fold, name) for fold in folds])) for name in names))


def details(found: Results) -> dict[str, Any]:
    """Every fold of every model, and what the book reports."""
    return {"folds": found, "published_week": ONE_WEEK, "published_folds": FOUR_WEEKS}


def beside(found: Results) -> str:
    """Ours beside the book's figures, as plain lines."""
    lines = [f"{'':<44}{'AUC ROC':>9}{'AP':>9}{'CP@100':>9}"]
    for span, told, ours in (
        ("one week", ONE_WEEK, {name: folds[0] for name, folds in found.items()}),
        ("four weeks", FOUR_WEEKS, {name: mean(folds) for name, folds in found.items()}),
    ):
        lines += [_line(f"{span}, book: {name}", value) for name, value in told.items()]
        lines += [_line(f"{span}, here: {name}", value) for name, value in ours.items()]
    return "\n".join(lines)


def _line(name: str, value: Figures) -> str:
    told = "".join(f"{getattr(value, field):>9.3f}" for field in Figures.__struct_fields__)
    return f"{name:<44}{told}"
