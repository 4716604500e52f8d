"""Missing values become the training median of their feature; wild ones are cut off.

The policy: a missing feature must not push the score either way, and the median is where both
detectors expect a row. That a value is missing is a fact of its own, carried by features that count
it. Beyond ±1e15 no money, weight or time is real; cutting there keeps cubes finite and values
inside float32, which the isolation forest needs.
"""

from collections.abc import Mapping
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from detectors.base import Arrays, Rows, require
from detectors.kernels import LIMIT


class Imputer:
    """Fills and clips rows.

    Args:
        medians: shape (n_features,), what stands for a missing value; finite.

    Raises:
        ValueError: a median is not finite or beyond the limit.
    """

    def __init__(self, medians: NDArray[np.float64]) -> None:
        require(bool((abs(medians) <= LIMIT).all()), "medians must be finite and in range")
        self.medians = medians

    def fill_rows(self, rows: Rows) -> Rows:
        """New rows without NaN, each value within ±``LIMIT``; shape (n_rows, n_features)."""
        filled: Rows = np.where(np.isnan(rows), self.medians, np.clip(rows, -LIMIT, LIMIT))
        return filled

    def to_arrays(self) -> Arrays:
        """The medians."""
        return {"medians": self.medians}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """The imputer that ``to_arrays`` was called on.

        Raises:
            KeyError: the array is missing.
            ValueError: a median is not finite or beyond the limit.
        """
        return cls(np.ascontiguousarray(arrays["medians"], np.float64))


def fit_imputer(rows: Rows) -> Imputer:
    """The medians of the values that are there; 0 for a feature that is always missing.

    Args:
        rows: shape (n_rows, n_features); NaN is missing.
    """
    clipped = np.clip(np.asarray(rows, dtype=np.float64), -LIMIT, LIMIT)
    known = (column[~np.isnan(column)] for column in clipped.T)
    return Imputer(np.array([np.median(column) if len(column) else 0.0 for column in known]))
