"""Compiles a training set into the tables of ``CompiledEcod``; ECOD has nothing else to learn."""

import numpy as np
from numpy.typing import NDArray

from detectors.base import Rows
from detectors.ecod import CompiledEcod
from detectors.kernels import ZERO
from detectors.tails_fit import tail_tables


def compile_ecod(rows: Rows) -> CompiledEcod:
    """The compiled ECOD of a training set.

    Cost: a sort of each column; about 0.2 s for 50,000 rows of 30 features.

    Args:
        rows: shape (n_rows, n_features), at least two rows, finite.

    Raises:
        ValueError: there are fewer than two rows or no features, or a value is not finite.
    """
    tables = tail_tables(rows, _combine)
    return CompiledEcod(**tables | {"signs": (tables["signs"] == ZERO).astype(np.uint8)})


def _combine(
    left: NDArray[np.float64], right: NDArray[np.float64], signs: NDArray[np.uint8]
) -> NDArray[np.float64]:
    tails: NDArray[np.float64] = np.where(signs == ZERO, left + right, np.maximum(left, right))
    return tails
