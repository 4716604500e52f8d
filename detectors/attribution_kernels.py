"""The compiled arithmetic of boosted trees: SHAP values of a leaf, their tables, and one row.

As in ``kernels``, everything that a kernel here uses stands in this file, signatures are explicit,
and bounds are not checked: ``tree_tables`` lays out all that is read here.
"""

import math
from typing import Any, Final

import numpy as np
from numba import njit, types
from numpy.polynomial.legendre import leggauss

MAX_SLOTS: Final = 62
"""Most different features on one path: each takes a bit of an int64."""

_ZERO_THRESHOLD: Final = float(np.float32(1e-35))
"""``trees.ZERO_THRESHOLD``: a kernel reads its constants from its own file."""

_RULES: Final = [leggauss(n) for n in range(1, MAX_SLOTS // 2 + 1)]
_POINTS: Final = np.concatenate([0.5 + 0.5 * points for points, _ in _RULES])
_WEIGHTS: Final = np.concatenate([0.5 * weights for _, weights in _RULES])
"""Gauss-Legendre rules on [0, 1]: the one of n points begins at n(n - 1) / 2."""

_FLOATS: Final = types.Array(types.float64, 1, "C", readonly=True)
_WHOLES: Final = types.Array(types.int64, 1, "C", readonly=True)
_OCTETS: Final = types.Array(types.uint8, 1, "C", readonly=True)
_FLOATS_OUT: Final = types.float64[::1]
_PACKED: Final = types.Bytes(types.uint8, 1, "C", readonly=True)


@njit(inline="always")
def _part(items: Any, header: Any, index: Any) -> Any:
    """One array of a block by ``kernels.packed``; see there."""
    return items[header[2 * index] : header[2 * index + 1]]


@njit
def _shapley(  # noqa: PLR0917  a kernel takes its tables by position
    value: Any, ratios: Any, unmet: Any, prefix: Any, factor: Any, parts: Any
) -> None:
    """Writes the SHAP values of one leaf to ``parts``, one for each feature of its path.

    With r the cover ratio of a feature's splits on the path, and s = 1 where the row meets them and
    0 where not (bits of ``unmet``), the leaf's part of the value function is v(S) = value ·
    Π_{i in S} s_i · Π_{i not in S} r_i. The Shapley weight of a set is the integral of
    t^|S| (1 - t)^(k - 1 - |S|) over [0, 1], so the value of feature j is

        value · (s_j - r_j) · ∫ Π_{i ≠ j} ((1 - t) r_i + t s_i) dt:

    a polynomial of degree k - 1, for which Gauss-Legendre with ⌈k / 2⌉ points is exact. All factors
    lie in [0, 1] and nothing is divided, so rounding stays small and a ratio may be zero.
    """
    k = ratios.shape[0]
    n = (k + 1) >> 1
    first = n * (n - 1) >> 1
    for i in range(k):
        parts[i] = 0.0
    for q in range(first, first + n):
        t, product = _POINTS[q], _WEIGHTS[q] * value
        for i in range(k):
            prefix[i] = product
            factor[i] = (1.0 - t) * ratios[i] + (0.0 if unmet >> i & 1 else t)
            product *= factor[i]
        product = 1.0
        for i in range(k - 1, -1, -1):
            parts[i] += prefix[i] * product
            product *= factor[i]
    for i in range(k):
        parts[i] *= (0.0 if unmet >> i & 1 else 1.0) - ratios[i]


@njit(
    types.void(
        *(_WHOLES, _WHOLES, _WHOLES, _WHOLES),
        *(_FLOATS, _WHOLES, _FLOATS, _WHOLES, _WHOLES, _WHOLES, _FLOATS_OUT),
    ),
    cache=True,
)
def fill_tables(  # noqa: PLR0917  a kernel takes its tables by position
    starts: Any,
    widths: Any,
    bits: Any,
    leaf_starts: Any,
    values: Any,
    path_starts: Any,
    ratios: Any,
    columns: Any,
    ones: Any,
    zeros: Any,
    cells: Any,
) -> None:
    """Adds the SHAP values of every leaf to the tables of ``tree_tables``.

    ``starts``, ``widths``, ``bits`` and ``leaf_starts`` are by table; ``values`` and
    ``path_starts`` by leaf; the others by condition of a leaf's path, see ``tree_cut.Condition``.
    The starts have one entry more, where all end.
    """
    prefix, factor = np.empty(MAX_SLOTS), np.empty(MAX_SLOTS)
    for table in range(bits.shape[0]):
        n_rows = 1 << bits[table]
        memo = np.empty((n_rows, MAX_SLOTS))
        for leaf in range(leaf_starts[table], leaf_starts[table + 1]):
            if values[leaf] == 0.0:  # as most leaves of deep symmetric trees: no row was there
                continue
            start, end = path_starts[leaf], path_starts[leaf + 1]
            for unmet in range(1 << (end - start)):
                _shapley(values[leaf], ratios[start:end], unmet, prefix, factor, memo[unmet])
            for index in range(n_rows):
                unmet = 0
                for i in range(start, end):
                    met = index & ones[i] == ones[i] and index & zeros[i] == 0
                    unmet |= (0 if met else 1) << (i - start)
                at = starts[table] + index * widths[table]
                for i in range(start, end):
                    cells[at + columns[i]] += memo[unmet, i - start]


@njit(inline="always")
def _prepare(row: Any, flags: Any, values: Any) -> Any:
    """Writes each feature's value twice: for splits that send missing values left, and right.

    For the first a NaN becomes -inf, which is below every threshold; for the second it stays, and
    no comparison with it holds. So no split needs to ask for it.
    """
    for j in range(row.shape[0]):
        x = row[j]
        if flags[0] != 0:
            x = np.float64(np.float32(x))
        if flags[1] != 0 and abs(x) <= _ZERO_THRESHOLD:
            x = math.nan
        values[2 * j] = -math.inf if math.isnan(x) else x
        values[2 * j + 1] = x


@njit(inline="always")
def _walk_down(values: Any, thresholds: Any, steps: Any, places: Any) -> Any:
    """For each place below a split, which features' conditions the row does not meet, as bits."""
    places[0] = 0
    for i in range(thresholds.shape[0]):
        here, slot = places[steps[3 * i]], steps[3 * i + 2]
        left = np.int64(values[steps[3 * i + 1]] <= thresholds[i])
        places[2 * i + 1] = here | ((1 - left) << slot)
        places[2 * i + 2] = here | (left << slot)


@njit
def _add_deep(block: Any, places: Any, contributions: Any) -> Any:
    """Adds the leaves that have too many features for a table, each computed on the spot."""
    floats, longs = block.view(np.float64), block.view(np.int64)
    heads, values = _part(longs, longs, 9), _part(floats, longs, 10)
    ratios, features = _part(floats, longs, 11), _part(longs, longs, 12)
    if values.shape[0] == 0:
        return
    prefix, factor, parts = np.empty(MAX_SLOTS), np.empty(MAX_SLOTS), np.empty(MAX_SLOTS)
    for leaf in range(values.shape[0]):
        start, end = heads[2 * leaf + 1], heads[2 * leaf + 3]
        unmet = places[heads[2 * leaf]]
        _shapley(values[leaf], ratios[start:end], unmet, prefix, factor, parts)
        for i in range(start, end):
            contributions[features[i]] += parts[i - start]


@njit(inline="always")
def _rows_of(values: Any, places: Any, heads: Any, tests: Any, test_values: Any) -> Any:
    """Where in memory the row of each table begins."""
    rows = np.empty(heads.shape[0] // 7, np.int64)
    for table in range(rows.shape[0]):
        head = 7 * table
        index, shift = places[heads[head]], heads[head + 1]
        for i in range(heads[head + 2], heads[head + 3]):
            index |= np.int64(values[test_values[i]] <= tests[i]) << shift
            shift += 1
        rows[table] = heads[head + 4] + index * heads[head + 6]
    return rows


@njit
def _explain(row: Any, block: Any, contributions: Any) -> Any:
    """Writes the SHAP values of one row and returns its raw score."""
    floats, longs = block.view(np.float64), block.view(np.int64)
    thresholds, steps = _part(floats, longs, 1), _part(longs, longs, 2)
    heads, features = _part(longs, longs, 3), _part(longs, longs, 6)
    cells = _part(floats, longs, 7)
    values = np.empty(2 * row.shape[0])
    places = np.empty(2 * thresholds.shape[0] + 1, np.int64)
    _prepare(row, _part(longs, longs, 8), values)
    _walk_down(values, thresholds, steps, places)
    contributions[:] = 0.0
    # First where all rows are, then their sums: so the processor waits for many of them at once.
    rows = _rows_of(values, places, heads, _part(floats, longs, 4), _part(longs, longs, 5))
    for table in range(rows.shape[0]):
        at, first = rows[table], heads[7 * table + 5]
        for j in range(heads[7 * table + 6]):
            contributions[features[first + j]] += cells[at + j]
    _add_deep(block, places, contributions)
    total = _part(floats, longs, 0)[0]
    for part in contributions:
        total += part
    return total


@njit(types.float64(_FLOATS, _OCTETS, _FLOATS_OUT), cache=True)
def explain_trees(row: Any, block: Any, contributions: Any) -> Any:
    """Writes the SHAP values of one row and returns its raw score.

    What the block holds, in its order, ``tree_tables.block_of`` says.
    """
    return _explain(row, block, contributions)


@njit(
    types.float64(_PACKED, types.float64, _PACKED, _OCTETS, _OCTETS, _FLOATS_OUT),
    cache=True,
)
def explain_mixture(  # noqa: PLR0917  a kernel takes its tables by position
    vector: Any, anomaly: Any, anomaly_parts: Any, layout: Any, block: Any, contributions: Any
) -> Any:
    """Writes the ledger of ``boosted.Boosted`` for one packed vector and returns the trees' margin.

    ``layout`` is ``kernels.packed`` of three arrays: the place in the vector of each of the trees'
    features but the last, which is the anomaly; the place among these of each of the detectors'
    features; and the gains of margin and anomaly.
    """
    seen, detected = np.frombuffer(vector, np.float64), np.frombuffer(anomaly_parts, np.float64)
    floats, longs = layout.view(np.float64), layout.view(np.int64)
    columns, shared = _part(longs, longs, 0), _part(longs, longs, 1)
    gains = _part(floats, longs, 2)
    size = columns.shape[0]
    row = np.empty(size + 1)
    for j in range(size):
        row[j] = seen[columns[j]]
    row[size] = anomaly
    margin = _explain(row, block, contributions)
    for j in range(size + 1):
        contributions[j] *= gains[0]
    for i in range(shared.shape[0]):
        contributions[shared[i]] += gains[1] * detected[i]
    return margin
