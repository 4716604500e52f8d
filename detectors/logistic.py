"""Logistic regression by Newton's method: a few columns, an offset, a ridge.

Iteratively reweighted least squares (McCullagh & Nelder 1989, "Generalized linear models", 2.5) with
halved steps. The loss is convex, and with a ridge above zero finite even where a threshold parts the
classes.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from detectors.base import require

_MAX_STEPS: Final = 100


def fit_weights(
    table: NDArray[np.float64],
    labels: NDArray[np.float64],
    ridge: NDArray[np.float64],
    offset: NDArray[np.float64] | None = None,
) -> tuple[NDArray[np.float64], float]:
    """The weights of the least loss, shape (n_columns,), and that loss.

    The loss is the negative log-likelihood and half the ridge on the squares of the weights.

    Cost: some ten passes over the table.

    Args:
        table: shape (n_rows, n_columns); a column of ones is the intercept.
        labels: shape (n_rows,), 0 or 1.
        ridge: shape (n_columns,), not below zero; an intercept has 0.
        offset: log-odds that are there already, shape (n_rows,); none if not given.

    Raises:
        ValueError: the shapes don't fit together.
    """
    start = np.zeros(len(labels)) if offset is None else offset
    require(table.shape == (len(labels), len(ridge)), "one weight a column is needed")
    require(start.shape == labels.shape, "one offset a row is needed")
    weights = np.zeros(len(ridge))
    loss = _loss(table, labels, ridge, weights, start)
    for _ in range(_MAX_STEPS):
        fitted = 1.0 / (1.0 + np.exp(-np.clip(start + table @ weights, -500.0, 500.0)))
        gradient = table.T @ (fitted - labels) + ridge * weights
        curvature = (table * (fitted * (1.0 - fitted))[:, None]).T @ table + np.diag(ridge)
        step = np.linalg.solve(curvature + 1e-12 * np.eye(len(ridge)), gradient)
        lower = _loss(table, labels, ridge, weights - step, start)
        while lower > loss and abs(step).max() > 1e-12:
            step /= 2.0
            lower = _loss(table, labels, ridge, weights - step, start)
        weights, loss = weights - step, lower
        if abs(step).max() < 1e-10:
            break
    return weights, loss


def _loss(
    table: NDArray[np.float64],
    labels: NDArray[np.float64],
    ridge: NDArray[np.float64],
    weights: NDArray[np.float64],
    offset: NDArray[np.float64],
) -> float:
    log_odds = offset + table @ weights
    misfit = np.logaddexp(0.0, log_odds) - labels * log_odds
    return float(misfit.sum()) + 0.5 * float(ridge @ weights**2)
