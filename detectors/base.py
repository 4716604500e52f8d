"""The contract of a detector: one row in, its raw score and an additive ledger out.

Missing values are no business of a detector: ``impute`` fills them before. A row that still holds a
NaN is refused with ``ValueError``, because a silent NaN would end up as a wrong decision.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Self, TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Row: TypeAlias = NDArray[np.float64]
"""One observation: shape (n_features,), contiguous."""

Rows: TypeAlias = NDArray[np.float64]
"""Many observations: shape (n_rows, n_features)."""

Arrays: TypeAlias = dict[str, NDArray[Any]]
"""A fitted thing as plain arrays, none of dtype object: what a bundle keeps."""


class Ledger(Struct, frozen=True):
    """An additive explanation: ``base + Σ contributions = total`` to 1e-9.

    Attributes:
        base: the total of a typical row; the same for each row of one fitted detector.
        contributions: shape (n_features,); above zero pushes towards anomaly.
        total: a strictly increasing function of ``score``; each detector says which.
        score: the raw score, as PyOD's ``decision_function`` gives it; higher is more anomalous.
    """

    base: float
    contributions: NDArray[np.float64]
    total: float
    score: float


class Detector(ABC):
    """A fitted, compiled and immutable anomaly detector."""

    name: ClassVar[str]

    @property
    @abstractmethod
    def n_features(self) -> int:
        """Number of features of a row."""

    @abstractmethod
    def explain(self, row: Row) -> Ledger:
        """Scores and explains one row in one pass.

        Args:
            row: shape (n_features,), float64, contiguous, without NaN.

        Raises:
            ValueError: the row has another length or holds a NaN.
            TypeError: the row is not a contiguous array of float64.
        """

    def score(self, row: Row) -> float:
        """The raw score of one row: PyOD's ``decision_function`` of that row alone.

        Raises:
            ValueError: the row has another length or holds a NaN.
            TypeError: the row is not a contiguous array of float64.
        """
        return self.explain(row).score

    @abstractmethod
    def to_arrays(self) -> Arrays:
        """All that was learnt, as plain arrays."""

    @classmethod
    @abstractmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """The detector that ``to_arrays`` was called on.

        Raises:
            KeyError: an array is missing.
            ValueError: the arrays don't fit together.
        """


def totals_of(detector: Detector, rows: Rows) -> NDArray[np.float64]:
    """The ledger total of each row, shape (n_rows,): what a blend is scaled and calibrated with.

    Raises:
        ValueError: a row has the wrong length or holds a NaN.
    """
    return np.array([detector.explain(row).total for row in np.ascontiguousarray(rows)])


def require_row(row: Row, n_features: int) -> None:
    """Refuses a row of the wrong shape: the kernels don't check their bounds.

    Raises:
        ValueError: the shape is not (n_features,).
    """
    if row.shape != (n_features,):
        raise ValueError(f"a row of {n_features} features is needed, got shape {row.shape}")


def require(condition: bool, complaint: str) -> None:  # noqa: FBT001  reads as a sentence
    """Refuses arrays that a kernel could run out of.

    Raises:
        ValueError: the condition does not hold.
    """
    if not condition:
        raise ValueError(complaint)


def parted(arrays: Mapping[str, NDArray[Any]], part: str) -> dict[str, NDArray[Any]]:
    """The arrays of one part of a thing: those under ``part.``, without that."""
    start = f"{part}."
    return {key.removeprefix(start): arrays[key] for key in arrays if key.startswith(start)}
