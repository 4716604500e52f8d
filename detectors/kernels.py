"""The compiled arithmetic of one row: imputation, ECOD, isolation forest, and their blend in one call.

COPOD is here too, as it reads the tables of ECOD; the other families have files of their own. All
that a kernel uses stands in one file because numba's cache on disk knows of changes in the file of
a kernel only: a kernel that used another file's functions would go on with their old form. Explicit
signatures compile when the module is imported, and ``cache=True`` keeps the result, so that no
request waits for a compiler. The kernels don't check bounds: who fills their tables does.

Inputs are declared read-only: that accepts writeable arrays too, and arrays mapped from a file.
"""

import math
from typing import Any, Final

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

LIMIT: Final = 1e15
"""Largest magnitude that a detector sees; see ``impute``."""

NODE: Final = np.dtype([("expected", "<f8"), ("threshold", "<f4"), ("link", "<u4")])
"""A node of the forest in 16 octets. Children stand side by side, so one link finds both."""

FEATURE_BITS: Final = 8
FEATURE_MASK: Final = 2**FEATURE_BITS - 1
"""Low bits of a node's link that hold the feature asked; those above hold the left child."""

BELOW: Final = 0
ZERO: Final = 1
ABOVE: Final = 2
"""Codes of the sign of a column's skewness."""

SIGN_BITS: Final = 2
SIGN_MASK: Final = 2**SIGN_BITS - 1
"""Low bits of a count of ECOD or COPOD that hold the sign of the skewness; see ``tails``."""

STRIDE: Final = 32
"""One of so many values of a sorted column is repeated in a short table that is searched first: the
search then reads two or three cache lines of the long one, not one for each halving."""

_EPS: Final = 2.0**-52
_ROUNDING: Final = 64.0 * _EPS
_LINE_BYTES: Final = 64

_FLOATS: Final = types.Array(types.float64, 1, "C", readonly=True)
_FLOATS_OUT: Final = types.float64[::1]
_OCTETS: Final = types.Array(types.uint8, 1, "C", readonly=True)
_VECTOR: Final = types.Bytes(types.uint8, 1, "C", readonly=True)
_SUMS: Final[Any] = types.UniTuple(types.float64, 3)  # type: ignore[no-untyped-call]  # in numba


def packed(*arrays: NDArray[Any]) -> NDArray[np.uint8]:
    """Arrays as one block, each from the start of a cache line: a call then hands over one thing.

    The block begins with the start and the end of each array, as int64, in items of that array.
    """
    octets = [np.ascontiguousarray(array).reshape(-1).view(np.uint8) for array in arrays]
    header = np.zeros(2 * len(arrays), np.int64)
    lengths = [
        -(-len(each) // _LINE_BYTES) * _LINE_BYTES for each in (header.view(np.uint8), *octets)
    ]
    *starts, size = np.cumsum(lengths).tolist()
    room = np.zeros(size + _LINE_BYTES, np.uint8)
    block = room[-room.ctypes.data % _LINE_BYTES :][:size]
    for i, (start, array) in enumerate(zip(starts, arrays, strict=True)):
        header[2 * i : 2 * i + 2] = start // array.itemsize, start // array.itemsize + array.size
        block[start : start + array.nbytes] = octets[i]
    block[: header.nbytes] = header.view(np.uint8)
    return block


@njit(inline="always")
def _part(items: Any, header: Any, index: Any) -> Any:
    """One array of a packed block; both are views of the whole block, in its type and as int64."""
    return items[header[2 * index] : header[2 * index + 1]]


@njit(inline="always")
def _lower_bound(values: Any, start: Any, end: Any, x: Any) -> Any:
    """First place in values[start:end] that is not below x, or end."""
    size = end - start
    place = start
    while size > 0:
        half = size >> 1
        place += (half + (size & 1)) if values[place + half] < x else 0
        size = half
    return place


@njit(inline="always")
def _unseen_sign(x: Any, n: Any, moments: Any, at: Any) -> Any:
    """Sign of the skewness of a column with x added, up to rounding; its moments begin at ``at``.

    Moments are shifted from the training mean to the new one: with h the shift and N = n + 1,
    ``M3 = Σd³ - 3h Σd² + 2N h³``. SciPy calls the skewness undefined, and PyOD zero, where the
    variance is below ``(eps * mean)²``. Signs are coded as ``BELOW``, ``ZERO`` and ``ABOVE``.
    """
    mean, sum_1 = moments[at], moments[at + 1]
    old_2, old_3, old_abs_3 = moments[at + 2], moments[at + 3], moments[at + 4]
    d = x - mean
    sum_2 = old_2 + d * d
    h = (sum_1 + d) / (n + 1.0)
    third = old_3 + d * d * d - 3.0 * h * sum_2 + 2.0 * (n + 1.0) * h * h * h
    size = old_abs_3 + abs(d) ** 3 + 3.0 * abs(h) * sum_2 + 2.0 * (n + 1.0) * abs(h) ** 3
    variance = sum_2 / (n + 1.0) - h * h
    if abs(third) <= _ROUNDING * size or variance <= (_EPS * (mean + h)) ** 2:
        return ZERO
    return ABOVE if third > 0.0 else BELOW


@njit
def _has_gap(row: Any) -> Any:
    for x in row:  # noqa: SIM110  numba has no any() over a generator
        if math.isnan(x):
            return True
    return False


@njit(inline="always")
def _tail(left: Any, right: Any, total: Any, sign: Any, by_skewness: Any) -> Any:
    """One column's tail: of ECOD, or (``by_skewness``) of COPOD; counts are with the row."""
    if sign == ZERO:
        return math.log(total / left) + math.log(total / right)
    if by_skewness:
        both = 0.5 * (math.log(total / left) + math.log(total / right))
        return max(math.log(total / (right if sign == ABOVE else left)), both)
    return math.log(total / min(left, right))


@njit(inline="always")
def _tails(row: Any, block: Any, contributions: Any, by_skewness: Any) -> Any:
    """Writes the contributions and returns the score."""
    floats, longs = block.view(np.float64), block.view(np.int64)
    n = _part(floats, longs, 0)[0]
    values, counts = _part(floats, longs, 1), _part(block.view(np.uint32), longs, 2)
    starts, marks = _part(longs, longs, 3), _part(floats, longs, 4)
    mark_starts = _part(longs, longs, 5)
    moments, expected = _part(floats, longs, 6), _part(floats, longs, 7)
    score = 0.0
    for j in range(expected.shape[0]):
        x = row[j]
        start, end = starts[j], starts[j + 1]
        first = mark_starts[j]
        mark = _lower_bound(marks, first, mark_starts[j + 1], x) - first
        low = start + max(STRIDE * (mark - 1) + 1, 0)
        place = _lower_bound(values, low, min(start + STRIDE * mark, end), x)
        below = (counts[place - 1] >> SIGN_BITS) if place > start else 0
        seen = place < end and values[place] == x
        left = ((counts[place] >> SIGN_BITS) if seen else below) + 1.0
        right = n - below + 1.0
        sign = np.int64(counts[place] & SIGN_MASK) if seen else _unseen_sign(x, n, moments, 5 * j)
        tail = _tail(left, right, n + 1.0, sign, by_skewness)
        contributions[j] = tail - expected[j]
        score += tail
    return score


@njit
def _ecod(row: Any, block: Any, contributions: Any) -> Any:
    return _tails(row, block, contributions, by_skewness=False)


@njit
def _copod(row: Any, block: Any, contributions: Any) -> Any:
    return _tails(row, block, contributions, by_skewness=True)


@njit
def _forest(row: Any, nodes: Any, n_trees: Any, steps: Any) -> Any:
    """Writes the steps of each feature and returns the sum of path lengths."""
    expected, threshold = nodes.view(np.float64), nodes.view(np.float32)
    links = nodes.view(np.uint32)
    cells = np.empty(row.shape[0], np.float32)
    for j in range(row.shape[0]):
        cells[j] = np.float32(row[j])
        steps[j] = 0.0
    length = 0.0
    for root in range(n_trees):
        here, link, limit = expected[2 * root], links[4 * root + 3], threshold[4 * root + 2]
        while link != 0:
            asked = link & FEATURE_MASK
            node = (link >> FEATURE_BITS) + (1 if cells[asked] > limit else 0)
            there, link, limit = expected[2 * node], links[4 * node + 3], threshold[4 * node + 2]
            steps[asked] += there - here
            here = there
        length += here
    return length


@njit
def _lane(numbers: Any, first: Any, end: Any) -> Any:
    total = numbers[first]
    for i in range(first + 8, end, 8):
        total += numbers[i]
    return total


@njit(types.float64(_FLOATS), cache=True)
def numpy_sum(numbers: Any) -> Any:
    """``numbers.sum()`` in NumPy's own order (pairwise, eight lanes), so that both round alike."""
    size = numbers.shape[0]
    if size > 128:
        half = size // 2 - size // 2 % 8
        return numpy_sum(numbers[:half]) + numpy_sum(numbers[half:])
    done = size - size % 8
    total = 0.0
    if done > 0:
        low = _lane(numbers, 0, done) + _lane(numbers, 1, done)
        low += _lane(numbers, 2, done) + _lane(numbers, 3, done)
        high = _lane(numbers, 4, done) + _lane(numbers, 5, done)
        high += _lane(numbers, 6, done) + _lane(numbers, 7, done)
        total = low + high
    for i in range(done, size):
        total += numbers[i]
    return total


@njit(types.float64(_FLOATS, _OCTETS, _FLOATS_OUT), cache=True)
def explain_ecod(row: Any, block: Any, contributions: Any) -> Any:
    """Writes the contributions of one row to ECOD and returns its score, NaN if it holds a NaN."""
    return np.nan if _has_gap(row) else _ecod(row, block, contributions)


@njit(types.float64(_FLOATS, _OCTETS, _FLOATS_OUT), cache=True)
def explain_copod(row: Any, block: Any, contributions: Any) -> Any:
    """Writes the contributions of one row to COPOD and returns its score, NaN if it holds a NaN."""
    return np.nan if _has_gap(row) else _copod(row, block, contributions)


@njit(types.float64(_FLOATS, _OCTETS, types.int64, _FLOATS_OUT), cache=True)
def explain_forest(row: Any, nodes: Any, n_trees: Any, steps: Any) -> Any:
    """Writes the steps of each feature and returns the sum of path lengths, NaN for a NaN."""
    return np.nan if _has_gap(row) else _forest(row, nodes, n_trees, steps)


@njit(_SUMS(_VECTOR, _OCTETS, _FLOATS_OUT), cache=True)
def score_vector(vector: Any, block: Any, contributions: Any) -> Any:
    """Scores and explains one packed vector by the block of a ``Blend``.

    Writes the contributions in the order of the features, and returns the log-odds, the score of
    ECOD and the forest's sum of path lengths.
    """
    values = np.frombuffer(vector, np.float64)
    floats, longs = block.view(np.float64), block.view(np.int64)
    numbers = _part(floats, longs, 0)
    base, ecod_gain, forest_gain, forest_scale = numbers[0], numbers[1], numbers[2], numbers[3]
    columns, medians = _part(longs, longs, 1), _part(floats, longs, 2)
    ecod, nodes = _part(block, longs, 3), _part(block, longs, 4)
    size = columns.shape[0]
    row, parts, steps = np.empty(size), np.zeros(size), np.empty(size)
    for j in range(size):
        x = values[columns[j]]
        row[j] = medians[j] if math.isnan(x) else min(max(x, -LIMIT), LIMIT)
    score = _ecod(row, ecod, parts) if ecod.shape[0] > 0 else 0.0
    length = _forest(row, nodes, np.int64(numbers[4]), steps)
    for j in range(size):
        parts[j] = 0.0 + ecod_gain * parts[j] + forest_gain * (steps[j] * forest_scale)
        contributions[j] = parts[j]
    return base + numpy_sum(parts), score, length
