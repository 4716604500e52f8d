"""What values looked like in training, enough to tell later how far they have drifted.

The population stability index compares shares of bins: ``PSI = Σ (a - e) · ln(a / e)`` with e then
and a now (Siddiqi 2006, "Credit Risk Scorecards", Wiley, chapter 9). By the usual rule of thumb
below 0.1 is stable and above 0.25 has shifted. Missing values are a bin of their own.
"""

from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

_DECILES: Final = tuple(tenth / 10 for tenth in range(1, 10))
FLOOR: Final = 1e-4
"""Least share of a bin: an empty one would make the index infinite."""


class Baseline(Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of one number's values.

    Attributes:
        edges: deciles of the finite values, ascending, each once; a bin holds its upper edge.
        shares: of all values in each bin, one more than edges.
        missing: share of all values that is missing.
    """

    edges: tuple[float, ...]
    shares: tuple[float, ...]
    missing: float


def baseline_of(values: NDArray[np.float64]) -> Baseline:
    """The shape of these values.

    Args:
        values: shape (n_values,), at least one; NaN is missing.

    >>> baseline_of(np.array([1.0, 1.0, 1.0, np.nan]))
    Baseline(edges=(1.0,), shares=(0.75, 0.0), missing=0.25)
    """
    present = values[np.isfinite(values)]
    edges: NDArray[np.float64] = np.zeros(0)
    if len(present):
        # A decile is one of the values: no mean of two that nobody has.
        edges = np.unique(np.quantile(present, _DECILES, method="inverted_cdf"))
    shares = _shares(edges, values)
    return Baseline(tuple(edges.tolist()), tuple(shares[:-1].tolist()), float(shares[-1]))


def psi(baseline: Baseline, values: NDArray[np.float64]) -> float:
    """The population stability index of values against their baseline; 0 where nothing changed.

    Args:
        baseline: from training.
        values: shape (n_values,), at least one; NaN is missing.

    >>> then = baseline_of(np.arange(100.0))
    >>> psi(then, np.arange(100.0))
    0.0
    >>> round(psi(then, np.arange(100.0) + 20.0), 2)
    1.6
    """
    expected = np.maximum([*baseline.shares, baseline.missing], FLOOR)
    actual = np.maximum(_shares(np.array(baseline.edges), values), FLOOR)
    return float(((actual - expected) * np.log(actual / expected)).sum())


def _shares(edges: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of values in each bin and, last, of the missing ones; shape (n_edges + 2,)."""
    missing = np.isnan(values)
    bins = np.where(missing, len(edges) + 1, np.searchsorted(edges, values, side="left"))
    return np.bincount(bins, minlength=len(edges) + 2) / len(values)
