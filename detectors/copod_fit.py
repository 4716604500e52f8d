"""Compiles a training set into the tables of ``CompiledCopod``; COPOD has nothing else to learn."""

import numpy as np
from numpy.typing import NDArray

from detectors.base import Rows
from detectors.copod import CompiledCopod
from detectors.kernels import ABOVE, ZERO
from detectors.tails_fit import tail_tables


def compile_copod(rows: Rows) -> CompiledCopod:
    """The compiled COPOD of a training set.

    Cost: a sort of each column; about 0.2 s for 50,000 rows of 30 features.

    Args:
        rows: shape (n_rows, n_features), at least two rows, finite.

    Raises:
        ValueError: there are fewer than two rows or no features, or a value is not finite.
    """
    return CompiledCopod(**tail_tables(rows, _combine))


def _combine(
    left: NDArray[np.float64], right: NDArray[np.float64], signs: NDArray[np.uint8]
) -> NDArray[np.float64]:
    pointed = np.where(signs == ABOVE, right, left)
    tails: NDArray[np.float64] = np.where(
        signs == ZERO, left + right, np.maximum(pointed, (left + right) / 2)
    )
    return tails
