"""The compiled arithmetic of the detectors that measure distances: PCA, KNN and INNE.

As in ``kernels``, everything that a kernel here uses stands in this file, signatures are explicit,
and bounds are not checked. It is a file of its own because the served blend needs none of it.

Points are kept feature by feature: the inner loop then runs over points that lie side by side.
"""

import math
from typing import Any, Final

import numpy as np
from numba import njit, types

_FLOATS: Final = types.Array(types.float64, 1, "C", readonly=True)
_TABLE: Final = types.Array(types.float64, 2, "C", readonly=True)
_WHOLES: Final = types.Array(types.int64, 1, "C", readonly=True)
_FLOATS_OUT: Final = types.float64[::1]


@njit
def _has_gap(row: Any) -> Any:
    for x in row:  # noqa: SIM110  numba has no any() over a generator
        if math.isnan(x):
            return True
    return False


@njit
def _squares(row: Any, points: Any) -> Any:
    """Squared distance of the row to each point; points have shape (n_features, n_points)."""
    squares = np.zeros(points.shape[1])
    for j in range(row.shape[0]):
        for i in range(points.shape[1]):
            gap = row[j] - points[j, i]
            squares[i] += gap * gap
    return squares


@njit
def _take_logs(parts: Any, usual: Any, score: Any) -> Any:
    """Turns the parts of a score into contributions to ``ln(1 + score / usual)``.

    Each is its excess by the logarithmic mean of ``score + usual`` and ``2 · usual``.
    """
    twice = 2.0 * usual.sum()
    excess = score - usual.sum()
    growth = math.log1p(excess / twice)
    mean = excess / growth if growth != 0.0 else twice
    for j in range(parts.shape[0]):
        parts[j] = (parts[j] - usual[j]) / mean


@njit(types.float64(_FLOATS, _FLOATS, _FLOATS, _TABLE, _FLOATS, _FLOATS, _FLOATS_OUT), cache=True)
def explain_pca(  # noqa: PLR0917  a kernel takes its tables by position
    row: Any,
    centres: Any,
    scales: Any,
    components: Any,
    shares: Any,
    usual: Any,
    contributions: Any,
) -> Any:
    """Writes the contributions of one row to PCA and returns its score, NaN if it holds a NaN."""
    if _has_gap(row):
        return np.nan
    scaled = (row - centres) / scales
    contributions[:] = 0.0
    score = 0.0
    for k in range(components.shape[0]):
        square = 0.0
        for j in range(row.shape[0]):
            gap = scaled[j] - components[k, j]
            square += gap * gap
        if square == 0.0:
            continue
        distance = math.sqrt(square)
        score += distance / shares[k]
        for j in range(row.shape[0]):
            gap = scaled[j] - components[k, j]
            contributions[j] += gap * gap / (distance * shares[k])
    _take_logs(contributions, usual, score)
    return score


@njit(types.float64(_FLOATS, _TABLE, _WHOLES, _FLOATS, _FLOATS_OUT), cache=True)
def explain_knn(row: Any, points: Any, n_neighbours: Any, usual: Any, contributions: Any) -> Any:
    """Writes the contributions of one row to KNN and returns its score, NaN if it holds a NaN."""
    if _has_gap(row):
        return np.nan
    squares = _squares(row, points)
    size = n_neighbours[0]
    nearest = np.full(size, -1)
    for i in range(squares.shape[0]):
        if nearest[size - 1] >= 0 and squares[i] >= squares[nearest[size - 1]]:
            continue
        place = size - 1
        while place > 0 and (nearest[place - 1] < 0 or squares[i] < squares[nearest[place - 1]]):
            nearest[place] = nearest[place - 1]
            place -= 1
        nearest[place] = i
    contributions[:] = 0.0
    score = 0.0
    for i in nearest:
        distance = math.sqrt(squares[i])
        score += distance
        if distance > 0.0:
            for j in range(row.shape[0]):
                gap = row[j] - points[j, i]
                contributions[j] += gap * gap / (distance * size)
    score /= size
    _take_logs(contributions, usual, score)
    return score


@njit(types.float64(_FLOATS, _TABLE, _TABLE, _TABLE, _FLOATS, _FLOATS_OUT), cache=True)
def explain_inne(  # noqa: PLR0917  a kernel takes its tables by position
    row: Any, centres: Any, radii: Any, scores: Any, expected: Any, contributions: Any
) -> Any:
    """Writes the contributions of one row to INNE and returns its score, NaN if it holds a NaN."""
    if _has_gap(row):
        return np.nan
    squares = _squares(row, centres)
    sets, size = radii.shape
    contributions[:] = 0.0
    score = 0.0
    for k in range(sets):
        smallest, nearest = -1, 0
        for i in range(size):
            square = squares[k * size + i]
            if square < squares[k * size + nearest]:
                nearest = i
            if square <= radii[k, i] and (smallest < 0 or radii[k, i] < radii[k, smallest]):
                smallest = i
        part = scores[k, smallest] if smallest >= 0 else 1.0
        score += part
        decider = k * size + (smallest if smallest >= 0 else nearest)
        for j in range(row.shape[0]):
            gap = row[j] - centres[j, decider]
            share = gap * gap / squares[decider] if squares[decider] > 0.0 else 1 / row.shape[0]
            contributions[j] += share * (part - expected[0]) / sets
    return score / sets
