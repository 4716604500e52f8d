"""What ECOD and COPOD have in common: sorted columns that give how far out in its tail a value lies.

Both add up, over the features, a number made of the two tails of the value within its column. PyOD
appends the row to its training set and ranks everything again at each call. The same numbers need
only two counts: with ``N = n + 1``, left tail ``U_l = -ln(#(<= x) / N)`` and right tail ``U_r =
-ln(#(>= x) / N)``, each count with the row itself.

How the tails are combined hangs on the sign of the skewness of column and row. It is looked up for
values seen in training (``tails_fit`` asks the question in PyOD's own arithmetic where it is close),
and for others computed in O(1) from moments about the training mean, up to rounding. For an unseen
value whose skewness is zero in exact arithmetic but not in PyOD's, PyOD's answer is rounding noise
and may differ from ours.
"""

import math
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, ClassVar, Final, Self

import numpy as np
from numpy.typing import NDArray

from detectors.base import Arrays, Detector, Ledger, Row, require, require_row
from detectors.kernels import SIGN_BITS, SIGN_MASK, STRIDE, packed

MOMENTS: Final = ("mean", "sum_1", "sum_2", "sum_3", "sum_abs_3")
"""Columns of ``moments``: the mean, then sums of (v-mean), its square, cube and absolute cube."""


class TailDetector(Detector):
    """Sorted distinct values per column; O(n_features · log n) a row.

    The ledger's total is the score itself. A feature's contribution is its tail less the mean tail
    of the training set; as the score is a sum over features, these are its exact Shapley values
    against the training distribution.

    Args:
        n_rows: rows of the training set.
        values: the distinct values of each column in ascending order, one column after the other.
        up_to: for each of ``values``, how many training rows are not above it.
        signs: for each of ``values``, the code in ``kernels`` of the sign of the column's skewness
            with a row that has it. Where only zero matters, the other two may share one code.
        starts: shape (n_features + 1,); column j is ``values[starts[j]:starts[j + 1]]``.
        moments: shape (n_features, 5), see ``MOMENTS``.
        expected: shape (n_features,); the mean tail of each column over the training set.

    Raises:
        ValueError: the arrays don't fit together.
    """

    kernel: ClassVar[Callable[[Row, NDArray[np.uint8], NDArray[np.float64]], float]]
    """Row, block and the contributions to be written in, the score out."""

    signs_key: ClassVar[str]
    """What ``signs`` is called among the arrays."""

    def __init__(
        self,
        *,
        n_rows: int,
        values: NDArray[np.float64],
        up_to: NDArray[np.int32],
        signs: NDArray[np.uint8],
        starts: NDArray[np.int64],
        moments: NDArray[np.float64],
        expected: NDArray[np.float64],
    ) -> None:
        n_features = len(expected)
        require(starts.shape == (n_features + 1,), "starts needs one entry more than features")
        require(bool(starts[0] == 0 and starts[-1] == len(values)), "starts must span values")
        require(bool((np.diff(starts) > 0).all()), "each column needs a value")
        require(len(values) == len(up_to) == len(signs), "values, up_to, signs differ")
        require(bool((signs <= SIGN_MASK).all()), "a sign is unknown")
        require(moments.shape == (n_features, len(MOMENTS)), "moments has the wrong shape")
        self._n_features = n_features
        self.base = float(expected.sum())
        self._model = (n_rows, values, up_to, signs, starts, moments, expected)
        # One table less to read: the sign is in the lowest bits of the count.
        counts = up_to.astype(np.uint32) << np.uint32(SIGN_BITS) | signs
        marks = [values[start:end:STRIDE] for start, end in pairwise(starts)]
        mark_starts = np.cumsum([0, *map(len, marks)], dtype=np.int64)
        self.block = packed(
            np.array([n_rows], np.float64),
            *(values, counts, starts),
            *(np.concatenate(marks), mark_starts, moments, expected),
        )

    @property
    def n_features(self) -> int:
        """Number of features of a row."""
        return self._n_features

    def explain(self, row: Row) -> Ledger:
        """The tail of each feature less its training mean; the total is the score itself.

        Raises:
            ValueError: the row has another length or holds a NaN.
            TypeError: the row is not a contiguous array of float64.
        """
        require_row(row, self._n_features)
        contributions = np.empty(self._n_features)
        score = float(type(self).kernel(row, self.block, contributions))
        if math.isnan(score):
            raise ValueError("a row with a missing value must be imputed first")
        return Ledger(self.base, contributions, score, score)

    def to_arrays(self) -> Arrays:
        """The seven arrays of the constructor; ``n_rows`` has shape (1,)."""
        n_rows, values, up_to, signs, starts, moments, expected = self._model
        return {
            "n_rows": np.array([n_rows], dtype=np.int64),
            "values": values,
            "up_to": up_to,
            self.signs_key: signs,
            "starts": starts,
            "moments": moments,
            "expected": expected,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """The detector that ``to_arrays`` was called on.

        Raises:
            KeyError: an array is missing.
            ValueError: the arrays don't fit together.
        """
        return cls(
            n_rows=int(arrays["n_rows"][0]),
            values=np.ascontiguousarray(arrays["values"], np.float64),
            up_to=np.ascontiguousarray(arrays["up_to"], np.int32),
            signs=np.ascontiguousarray(arrays[cls.signs_key], np.uint8),
            starts=np.ascontiguousarray(arrays["starts"], np.int64),
            moments=np.ascontiguousarray(arrays["moments"], np.float64),
            expected=np.ascontiguousarray(arrays["expected"], np.float64),
        )
