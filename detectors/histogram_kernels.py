"""The compiled arithmetic of the detectors that look up bins: HBOS and LODA.

As in ``kernels``, everything that a kernel here uses stands in this file, signatures are explicit,
and bounds are not checked. It is a file of its own because the served blend needs none of it.
"""

import math
from typing import Any, Final

import numpy as np
from numba import njit, types

_FLOATS: Final = types.Array(types.float64, 1, "C", readonly=True)
_TABLE: Final = types.Array(types.float64, 2, "C", readonly=True)
_PLACES: Final = types.Array(types.int64, 2, "C", readonly=True)
_FLOATS_OUT: Final = types.float64[::1]


@njit(inline="always")
def _count_below(edges: Any, x: Any) -> Any:
    """How many of ascending edges are below x: there are about ten, so one after the other."""
    place = 0
    while place < edges.shape[0] and edges[place] < x:
        place += 1
    return place


@njit
def _bin_score(x: Any, edges: Any, scores: Any, tolerance: Any) -> Any:
    """The score of x in one histogram; a bin holds its upper edge.

    Outside, up to ``tolerance`` bins away, it is that of the outermost bin, and beyond the largest.
    """
    last = edges.shape[0] - 1
    place = _count_below(edges, x)
    if place == 0:
        near = edges[0] - x <= (edges[1] - edges[0]) * tolerance
        return scores[0] if near else scores.max()
    if place > last:
        near = x - edges[last] <= (edges[last] - edges[last - 1]) * tolerance
        return scores[last - 1] if near else scores.max()
    return scores[place - 1]


@njit(types.float64(_FLOATS, _TABLE, _TABLE, _FLOATS, _FLOATS, _FLOATS_OUT), cache=True)
def explain_hbos(  # noqa: PLR0917  a kernel takes its tables by position
    row: Any, edges: Any, scores: Any, tolerance: Any, expected: Any, contributions: Any
) -> Any:
    """Writes the contributions of one row to HBOS and returns its score, NaN if it holds a NaN."""
    score = 0.0
    for j in range(row.shape[0]):
        if math.isnan(row[j]):
            return np.nan
        part = _bin_score(row[j], edges[j], scores[j], tolerance[0])
        contributions[j] = part - expected[j]
        score += part
    return score


@njit(
    types.float64(_FLOATS, _PLACES, _TABLE, _TABLE, _TABLE, _FLOATS, _FLOATS, _FLOATS_OUT),
    cache=True,
)
def explain_loda(  # noqa: PLR0917  a kernel takes its tables by position
    row: Any,
    features: Any,
    weights: Any,
    limits: Any,
    scores: Any,
    expected: Any,
    centres: Any,
    contributions: Any,
) -> Any:
    """Writes the contributions of one row to LODA and returns its score, NaN if it holds a NaN."""
    for j in range(row.shape[0]):
        if math.isnan(row[j]):
            return np.nan
        contributions[j] = 0.0
    cuts, used = features.shape
    score = 0.0
    for cut in range(cuts):
        z = moved = 0.0
        for i in range(used):
            j = features[cut, i]
            z += weights[cut, i] * row[j]
            moved += abs(weights[cut, i] * (row[j] - centres[j]))
        part = scores[cut, _count_below(limits[cut], z)]
        score += part
        for i in range(used):
            j = features[cut, i]
            share = (
                abs(weights[cut, i] * (row[j] - centres[j])) / moved if moved > 0.0 else 1 / used
            )
            contributions[j] += share * (part - expected[cut])
    return score
