"""What a method reached on each set, beside the best published column."""

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

from benchmarks.adbench.published import METRICS, Metric, Table


class Reached(Struct, frozen=True):
    """One score against the truth, of 1."""

    aucroc: float
    aucpr: float


class Outcome(Struct, frozen=True):
    """One method by one metric over all sets.

    Attributes:
        method: what was run.
        metric: by what.
        sets: their names.
        ours: a figure for each set, the mean over the seeds.
        rival: the published method of the highest mean, or the same one by the paper.
        theirs: its figures.
    """

    method: str
    metric: Metric
    sets: tuple[str, ...]
    ours: tuple[float, ...]
    rival: str
    theirs: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Our mean over the sets."""
        return sum(self.ours) / len(self.ours)

    @property
    def lead(self) -> float:
        """Our mean less theirs."""
        return self.mean - sum(self.theirs) / len(self.theirs)

    @property
    def wins(self) -> int:
        """Sets on which our figure is the higher."""
        return sum(a > b for a, b in zip(self.ours, self.theirs, strict=True))


def reached(answers: NDArray[np.int64], scores: NDArray[np.float64]) -> Reached:
    """Both metrics of scores, by scikit-learn as in ADBench.

    Args:
        answers: shape (n_rows,); 1 anomaly, 0 normal, both there.
        scores: shape (n_rows,), finite; higher is more anomalous.
    """
    return Reached(
        float(roc_auc_score(answers, scores)), float(average_precision_score(answers, scores))
    )


def outcome(
    method: str,
    metric: Metric,
    runs: Mapping[str, Sequence[Reached]],
    table: Table,
    rival: str | None = None,
) -> Outcome:
    """One method against one published column.

    Args:
        method: what was run.
        metric: which of both.
        runs: set -> what was reached under each seed.
        table: published, with these sets.
        rival: a column of the table; that of the highest mean if not given.
    """
    rival = rival or table.best()
    field = "aucroc" if metric == METRICS[0] else "aucpr"
    ours = [sum(getattr(one, field) for one in runs[name]) / len(runs[name]) for name in table.sets]
    return Outcome(method, metric, table.sets, tuple(ours), rival, table.columns[rival])


def told(outcomes: Sequence[Outcome]) -> str:
    """A plain table: a line a set, two columns an outcome; a star where ours is the higher."""
    sets = outcomes[0].sets
    width = max(len(name) for name in (*sets, "mean"))
    head = "".join(f" {one.method + ' ' + one.metric:>22} {one.rival:>14}" for one in outcomes)
    lines = [" " * width + head]
    for place, name in enumerate(sets):
        cells = ((one.ours[place], one.theirs[place]) for one in outcomes)
        lines.append(f"{name:<{width}}" + "".join(_cell(ours, theirs) for ours, theirs in cells))
    means = "".join(_cell(one.mean, one.mean - one.lead) for one in outcomes)
    wins = "".join(f" {f'{one.wins} of {len(sets)}':>22} {'':>14}" for one in outcomes)
    return "\n".join([*lines, f"{'mean':<{width}}{means}", f"{'wins':<{width}}{wins}"])


def _cell(ours: float, theirs: float) -> str:
    star = "*" if ours > theirs else " "
    return f" {100 * ours:>21.2f}{star} {100 * theirs:>14.2f}"
