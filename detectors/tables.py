"""A detector that is a handful of tables and a kernel: what the families beside the blend share."""

import math
from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from detectors.base import Arrays, Detector, Ledger, Row, require, require_row


class TableDetector(Detector):
    """Tables by name, handed to the kernel in their order.

    Args:
        tables: what ``dtypes`` names; each family says which, and of what shape.

    Raises:
        KeyError: a table is missing.
        ValueError: the tables don't fit together, or a number is not finite.
    """

    dtypes: ClassVar[Mapping[str, type[np.generic]]]
    """The tables in the order of the kernel's arguments."""

    kernel: ClassVar[Callable[..., float]]
    """Row, tables and the contributions to be written in, the score out; NaN if the row has one."""

    base: float

    def __init__(self, tables: Mapping[str, NDArray[Any]]) -> None:
        self._tables = {
            name: np.ascontiguousarray(tables[name], dtype) for name, dtype in self.dtypes.items()
        }
        require(all(np.isfinite(t).all() for t in self._tables.values()), "not a finite number")
        self.check(**self._tables)
        self._handed = tuple(self._tables.values())
        self.base = self.typical_total()

    @abstractmethod
    def check(self, **tables: NDArray[Any]) -> None:
        """Refuses tables that the kernel could run out of.

        Raises:
            ValueError: the tables don't fit together.
        """

    @abstractmethod
    def typical_total(self) -> float:
        """The base of every ledger."""

    def total_of(self, score: float) -> float:
        """The ledger's total at a raw score; the score itself unless a family says otherwise."""
        return score

    def explain(self, row: Row) -> Ledger:
        """Scores and explains one row in one pass.

        Raises:
            ValueError: the row has another length or holds a NaN.
            TypeError: the row is not a contiguous array of float64.
        """
        require_row(row, self.n_features)
        contributions = np.empty(self.n_features)
        score = float(type(self).kernel(row, *self._handed, contributions))
        if math.isnan(score):
            raise ValueError("a row with a missing value must be imputed first")
        return Ledger(self.base, contributions, self.total_of(score), score)

    def to_arrays(self) -> Arrays:
        """The tables of the constructor."""
        return dict(self._tables)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """The detector that ``to_arrays`` was called on.

        Raises:
            KeyError: an array is missing.
            ValueError: the arrays don't fit together.
        """
        return cls(arrays)


class DistanceDetector(TableDetector):
    """A score that is a sum of distances: its parts add up, and its logarithm is explained.

    A Euclidean distance d is ``Σ_j (x_j - y_j)² / d``: the squares share it out among the features.
    The parts of all distances, added up, sum to the score. They are as large as a row is far, up to
    1e15, so that no ledger of them could add up to 1e-9. Therefore the total is ``ln(1 + score /
    usual)``, with ``usual`` the mean score of the training set, which grows with the score; the base
    is ln 2. A feature gets its part less its usual part, by the logarithmic mean of ``score +
    usual`` and ``2 · usual``: the logarithmic mean Divisia index (Ang 2004, "Decomposition analysis
    for policymaking in energy", Energy Policy), which adds up exactly. These are not Shapley values.

    The table ``usual``, shape (n_features,), holds the mean part of each feature over the training
    set; none below zero, and not all of them zero.
    """

    @property
    def n_features(self) -> int:
        """Number of features of a row."""
        return len(self._tables["usual"])

    def typical_total(self) -> float:
        """The logarithm of 2: what a row with the usual score has."""
        usual = self._tables["usual"]
        require(bool((usual >= 0.0).all() and usual.sum() > 0.0), "a usual part is below zero")
        self._usual = float(usual.sum())
        return math.log(2.0)

    def total_of(self, score: float) -> float:
        """``ln(1 + score / usual)``."""
        return math.log1p(score / self._usual)


def usual_parts(parts: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of each column, shape (n_features,), of parts of the training rows.

    Where all of them are zero (rows that are all alike), the unit is shared out instead, as there
    must be something to compare a score with.
    """
    usual: NDArray[np.float64] = parts.mean(axis=0)
    return usual if usual.sum() > 0.0 else np.full(len(usual), 1.0 / len(usual))
