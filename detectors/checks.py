"""The laws that every detector obeys, run over all of them (in the manner of river's checks).

Each law is a function of a ``Subject`` that raises ``BrokenLawError`` with what it saw. They are
part of the package, so that whoever adds a detector runs the same laws.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from detectors.base import Detector, Ledger, Row, Rows

N_ROWS: Final = 400
N_FEATURES: Final = 6
N_PLANTED: Final = 4
TOLERANCE: Final = 1e-9

MAX_ROW_S: Final = 1e-3
"""Bound on the median cost of one row: generous, as a law about the order of cost must be. What
ranks or walks the training set anew at each row breaks it."""

N_LARGE_ROWS: Final = 20_000
"""Size of the training set for the law of cost."""


class BrokenLawError(AssertionError):
    """A law does not hold."""


class Subject(Struct, frozen=True):
    """A kind of detector under examination.

    Attributes:
        kind: the detector's class.
        fit: training rows and a seed in, a detector out.
        timer: seconds of a monotonic clock.
        seed: of the data and the fit.
    """

    kind: type[Detector]
    fit: Callable[[Rows, int], Detector]
    timer: Callable[[], float]
    seed: int = 7

    def rows(self, n_rows: int = N_ROWS) -> Rows:
        """Seeded rows: half of the columns normal, one skewed, one of counts, one constant."""
        rng = np.random.default_rng(self.seed)
        rows = rng.normal(size=(n_rows, N_FEATURES))
        rows[:, 3] = rng.lognormal(size=n_rows)
        rows[:, 4] = rng.poisson(2.0, size=n_rows)
        rows[:, 5] = 1.0
        return rows

    def fitted(self) -> tuple[Detector, Rows]:
        """A detector and the rows that it was fitted on."""
        rows = self.rows()
        return self.fit(rows, self.seed), rows


Law: TypeAlias = Callable[[Subject], None]


def row_is_independent(subject: Subject) -> None:
    """A row's ledger is the same whatever was scored before, in whichever order."""
    detector, rows = subject.fitted()
    forward = [detector.explain(row) for row in rows[:50]]
    backward = [detector.explain(row) for row in rows[:50][::-1]][::-1]
    _hold(_same(forward, backward), "a ledger depends on the rows scored beside it")


def scoring_changes_nothing(subject: Subject) -> None:
    """Neither the detector nor the row is another one after scoring."""
    detector, rows = subject.fitted()
    kept = {name: array.copy() for name, array in detector.to_arrays().items()}
    rows_before = rows.copy()
    for row in rows:
        detector.explain(row)
    _hold(_equal(kept, detector.to_arrays()), "scoring changed the detector")
    _hold(np.array_equal(rows_before, rows), "scoring changed the row")


def fit_repeats(subject: Subject) -> None:
    """The same rows and seed give the same detector, bit for bit."""
    first, rows = subject.fitted()
    second = subject.fit(rows, subject.seed)
    _hold(_equal(first.to_arrays(), second.to_arrays()), "a seeded fit does not repeat")


def arrays_round_trip(subject: Subject) -> None:
    """Through plain arrays and back, the detector is the same; no array needs pickle."""
    detector, rows = subject.fitted()
    arrays = detector.to_arrays()
    _hold(all(not a.dtype.hasobject for a in arrays.values()), "an array holds objects")
    again = subject.kind.from_arrays({name: array.copy() for name, array in arrays.items()})
    _hold(again.n_features == detector.n_features, "the number of features was lost")
    ledgers = [detector.explain(row) for row in rows[:50]]
    _hold(_same(ledgers, [again.explain(row) for row in rows[:50]]), "a score was lost")


def missing_is_refused(subject: Subject) -> None:
    """A NaN in any place is a ``ValueError``, as is a row of another length."""
    detector, rows = subject.fitted()
    for place in range(detector.n_features):
        row = rows[0].copy()
        row[place] = np.nan
        _hold(_refuses(detector, row), f"a NaN in feature {place} was scored")
    _hold(_refuses(detector, rows[0][:-1].copy()), "a short row was scored")


def contributions_sum_up(subject: Subject) -> None:
    """Base plus contributions is the total, on usual and on extreme rows; the base is constant."""
    detector, rows = subject.fitted()
    extreme = np.array([np.full(N_FEATURES, x) for x in (-1e15, -1.0, 0.0, 1e-300, 1e15)])
    ledgers = [detector.explain(row) for row in np.concatenate([rows, extreme])]
    gaps = [abs(each.base + each.contributions.sum() - each.total) for each in ledgers]
    _hold(max(gaps) <= TOLERANCE, f"a ledger is off by {max(gaps):.1e}")
    _hold(len({each.base for each in ledgers}) == 1, "the base is not constant")
    _hold(all(np.isfinite(each.total) for each in ledgers), "a total is not finite")


def total_follows_score(subject: Subject) -> None:
    """The total grows strictly with the score, and ``score`` is the score of ``explain``."""
    detector, rows = subject.fitted()
    ledgers = sorted((detector.explain(row) for row in rows), key=lambda each: each.score)
    for low, high in pairwise(ledgers):
        apart = high.score - low.score > TOLERANCE
        _hold(not apart or high.total > low.total, "the total does not grow with the score")
    _hold(detector.score(rows[0]) == detector.explain(rows[0]).score, "score and explain differ")


def planted_rank_first(subject: Subject) -> None:
    """Rows far outside in several features have the highest scores of all."""
    rows = subject.rows()
    rows[:N_PLANTED, :4] = np.linspace(8.0, 11.0, N_PLANTED)[:, None] * [1.0, -1.0, 1.0, 9.0]
    detector = subject.fit(rows, subject.seed)
    scores = np.array([detector.score(row) for row in rows])
    first = set(np.argsort(-scores)[:N_PLANTED].tolist())
    _hold(first == set(range(N_PLANTED)), "a planted anomaly does not rank first")


def one_row_is_cheap(subject: Subject) -> None:
    """The median cost of a row after a large fit stays under ``MAX_ROW_S``."""
    detector = subject.fit(subject.rows(N_LARGE_ROWS), subject.seed)
    costs_s = []
    for row in subject.rows(200):
        start_s = subject.timer()
        detector.explain(row)
        costs_s.append(subject.timer() - start_s)
    cost_s = float(np.median(costs_s))
    _hold(cost_s < MAX_ROW_S, f"a row costs {cost_s * 1e6:.0f} µs")


LAWS: Final[tuple[Law, ...]] = (
    row_is_independent,
    scoring_changes_nothing,
    fit_repeats,
    arrays_round_trip,
    missing_is_refused,
    contributions_sum_up,
    total_follows_score,
    planted_rank_first,
    one_row_is_cheap,
)


def _hold(holds: bool, complaint: str) -> None:  # noqa: FBT001  reads as a sentence
    if not holds:
        raise BrokenLawError(complaint)


def _refuses(detector: Detector, row: Row) -> bool:
    try:
        detector.score(row)
    except ValueError:
        return True
    return False


def _same(some: list[Ledger], others: list[Ledger]) -> bool:
    return all(
        (a.base, a.total, a.score) == (b.base, b.total, b.score)
        and np.array_equal(a.contributions, b.contributions)
        for a, b in zip(some, others, strict=True)
    )


def _equal(some: dict[str, NDArray[np.generic]], others: dict[str, NDArray[np.generic]]) -> bool:
    return some.keys() == others.keys() and all(
        some[name].dtype == others[name].dtype and np.array_equal(some[name], others[name])
        for name in some
    )
