"""Points of all bins of a scorecard fitted together: weights of evidence, and a step of each bin. Offline.

What a bin says by itself, its weight of evidence, is not what it says beside the other variables. So the
log-odds of bin b of variable v are w_v x WOE_vb + s_vb: one weight a variable, never against its own
evidence, and a step that a ridge penalty holds back. All come from one logistic regression, by L-BFGS-B.
How strong the penalty is, cross-validation says within the cases given; the strongest leaves weights of
evidence alone. Needs the extra ``train``.
"""

import importlib
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

PENALTIES: Final = (10.0, 30.0, 100.0, 300.0, 1_000.0, 100_000.0)
"""Of half the squared steps, in nats of log-odds; against the summed log-loss of the cases."""
WEIGHT_PENALTY: Final = 0.1
"""Of half the squared weights: it only keeps them finite."""
SMOOTHING: Final = 0.5
"""Cases added to each cell of a bin."""
LEAST_WEIGHT: Final = 1e-3
"""A weight below it stands for nothing."""
FOLDS: Final = 3
SEED: Final = 0
MAX_ITERATIONS: Final = 1_000

Floats = NDArray[np.float64]


class FittedPoints(Struct, frozen=True):
    """Log-odds of good to bad.

    Attributes:
        places: of the variables that stay.
        log_odds: of each of them the parts of its bins, the last of a missing value.
        intercept: without any variable.
        penalty: that cross-validation chose.
    """

    places: tuple[int, ...]
    log_odds: tuple[Floats, ...]
    intercept: float
    penalty: float


def fit_points(
    bins: NDArray[np.int64], sizes: Sequence[int], bad: NDArray[np.bool_]
) -> FittedPoints | None:
    """The parts of all bins; None where no variable stays.

    Args:
        bins: of each case the place of its bin, shape (n_cases, n_variables).
        sizes: how many bins each variable has, that of a missing value included.
        bad: shape (n_cases,); both sorts are there.

    Raises:
        ImportError: the extra "train" is not installed.
    """
    good, places, penalty = (~bad).astype(np.float64), np.arange(len(sizes)), 0.0
    while len(places):
        columns = _Columns([sizes[at] for at in places.tolist()])
        hot = columns.hot(bins[:, places])
        penalty = penalty or _chosen_penalty(columns, hot, good)
        intercept, weights, parts = columns.fit(hot, good, penalty)
        stays = weights >= LEAST_WEIGHT
        if stays.all():
            split = tuple(np.split(parts, columns.starts[1:]))
            return FittedPoints(tuple(places.tolist()), split, intercept, penalty)
        places = places[stays]
    return None


def woe_of(good: Floats, bad: Floats, goods: float, bads: float) -> Floats:
    """Weights of evidence of bins: ln[(good_i / Good) / (bad_i / Bad)], smoothed; 0 of an empty bin.

    Args:
        good: cases of each bin.
        bad: cases of each bin.
        goods: of all.
        bads: of all.
    """
    shares = (good + SMOOTHING) / (goods + SMOOTHING), (bad + SMOOTHING) / (bads + SMOOTHING)
    return np.where(good + bad > 0, np.log(shares[0] / shares[1]), 0.0)


def log_loss(odds: Floats, good: Floats) -> float:
    """Sum of -ln of the probability given to what came.

    >>> round(log_loss(np.array([0.0, 50.0]), np.array([1.0, 1.0])), 6)
    0.693147
    """
    return float(np.sum(np.logaddexp(0.0, odds) - good * odds))


class _Columns:
    """The bins of all variables, side by side.

    Attributes:
        starts: the first column of each variable.
        owner: the variable of each column.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self.starts = np.cumsum([0, *sizes[:-1]])
        self.owner = np.repeat(np.arange(len(sizes)), sizes)

    def hot(self, bins: NDArray[np.int64]) -> Any:
        """A one where a case is in a bin, sparse, shape (n_cases, n_columns)."""
        columns = (bins + self.starts).ravel()
        ends = np.arange(len(bins) + 1) * bins.shape[1]
        shape = (len(bins), len(self.owner))
        return _scipy("sparse").csr_array((np.ones(len(columns)), columns, ends), shape=shape)

    def fit(self, hot: Any, good: Floats, penalty: float) -> tuple[float, Floats, Floats]:
        """The intercept, the weights of the variables, and the parts of the columns."""
        loss = _Loss(self.owner, hot, good, penalty)
        n_weights, n_steps = len(self.starts), len(self.owner)
        found = _scipy("optimize").minimize(
            loss,
            np.concatenate([[0.0], np.ones(n_weights), np.zeros(n_steps)]),
            jac=True,
            method="L-BFGS-B",
            bounds=[(None, None), *[(0.0, None)] * n_weights, *[(None, None)] * n_steps],
            options={"maxiter": MAX_ITERATIONS},
        )
        weights, parts = loss.read(found.x)
        return float(found.x[0]), weights, parts


class _Loss:
    """Penalised log-loss of (intercept, weights, steps), and its gradient.

    Steps are held in units of 1 / sqrt(penalty), in which all penalties are alike to the search.
    """

    def __init__(self, owner: NDArray[np.intp], hot: Any, good: Floats, penalty: float) -> None:
        self._owner, self._hot, self._good = owner, hot, good
        self._by_column = hot.T.tocsr()
        in_good, in_bad = self._by_column @ good, self._by_column @ (1.0 - good)
        self._woe = woe_of(in_good, in_bad, good.sum(), (1.0 - good).sum())
        self._unit = 1.0 / np.sqrt(penalty)
        self._n_weights = int(owner[-1]) + 1

    def read(self, at: Floats) -> tuple[Floats, Floats]:
        """The weights, and the columns' parts."""
        weights, steps = at[1 : self._n_weights + 1], at[self._n_weights + 1 :]
        return weights, weights[self._owner] * self._woe + self._unit * steps

    def __call__(self, at: Floats) -> tuple[float, Floats]:
        weights, parts = self.read(at)
        steps = at[self._n_weights + 1 :]
        odds = at[0] + self._hot @ parts
        wrong = 1.0 / (1.0 + np.exp(-odds)) - self._good
        pull = self._by_column @ wrong
        of_weights = np.bincount(self._owner, pull * self._woe, self._n_weights)
        gradient = of_weights + WEIGHT_PENALTY * weights, self._unit * pull + steps
        ridge = 0.5 * float(WEIGHT_PENALTY * weights @ weights + steps @ steps)
        return log_loss(odds, self._good) + ridge, np.concatenate([[wrong.sum()], *gradient])


def _chosen_penalty(columns: _Columns, hot: Any, good: Floats) -> float:
    """The penalty that tells best of folds not learnt from, evidence included; of equals the stronger."""
    kinds = importlib.import_module("sklearn.model_selection").StratifiedKFold
    folds = list(kinds(FOLDS, shuffle=True, random_state=SEED).split(good, good))

    def loss(penalty: float) -> float:
        total = 0.0
        for learn, ask in folds:
            intercept, _, parts = columns.fit(hot[learn], good[learn], penalty)
            total += log_loss(intercept + hot[ask] @ parts, good[ask])
        return total

    return min(reversed(PENALTIES), key=loss)


def _scipy(name: str) -> Any:
    return importlib.import_module(f"scipy.{name}")
