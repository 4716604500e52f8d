"""Whether a probability of 2 % means two in a hundred: bins of equal mass, and their mean gap."""

from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

BINS: Final = 15


class Bin(Struct, frozen=True):
    """Rows of like probability: how many, what was said, what was true."""

    rows: int
    said: float
    true: float


def reliability(
    probability: NDArray[np.float64], fraud: NDArray[np.bool_], bins: int = BINS
) -> list[Bin]:
    """Bins of equal numbers of rows, lowest probability first; fewer if there are fewer rows.

    Args:
        probability: shape (n_rows,).
        fraud: shape (n_rows,).
        bins: how many.
    """
    order = np.argsort(probability, kind="stable")
    return [
        Bin(len(rows), float(probability[rows].mean()), float(fraud[rows].mean()))
        for rows in np.array_split(order, bins)
        if len(rows)
    ]


def calibration_error(bins: list[Bin]) -> float:
    """The expected calibration error: mean gap of said and true, weighted by rows; NaN for no rows.

    Naeini, Cooper & Hauskrecht 2015, "Obtaining well calibrated probabilities using Bayesian
    binning", AAAI; with bins of equal mass, because fraud crowds near zero.
    """
    rows = sum(each.rows for each in bins)
    gap = sum(each.rows * abs(each.said - each.true) for each in bins)
    return gap / rows if rows else float("nan")


def brier(probability: NDArray[np.float64], fraud: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The squared error of each row's probability, shape (n_rows,); the mean is the Brier score.

    Brier 1950, "Verification of forecasts expressed in terms of probability", Monthly Weather Review.
    """
    error: NDArray[np.float64] = (probability - fraud) ** 2
    return error
