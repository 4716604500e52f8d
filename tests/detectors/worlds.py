"""Training sets and rows made to be awkward, and PyOD's score of such a row alone."""

from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

Array = NDArray[np.float64]

_CELLS = st.one_of(
    st.integers(-3, 3).map(float),
    st.sampled_from([0.1, 0.2, 0.3, 0.7, 1 / 3, -0.1, 1e6, 1e6 + 0.1]),
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 3)),
    st.sampled_from([1e15, -1e15, 1e-12, 0.0, -0.0]),
)


@st.composite
def world_and_row(draw: st.DrawFn) -> tuple[Array, Array]:
    """Few rows of two to four columns, with constants, ties and huge values, and one more row."""
    n_rows, n_features = draw(st.integers(2, 25)), draw(st.integers(2, 4))
    columns, row = [], []
    for _ in range(n_features):
        pool = draw(st.lists(_CELLS, min_size=1, max_size=draw(st.sampled_from([1, 2, 4, 25]))))
        column = draw(st.lists(st.sampled_from(pool), min_size=n_rows, max_size=n_rows))
        columns.append(column)
        row.append(draw(st.one_of(st.sampled_from(column), _CELLS)))
    return np.array(columns).T.copy(), np.array(row)


def skewness_is_noise(column: Array, x: float) -> bool:
    """An unseen value that balances its column up to rounding: PyOD's sign is then luck."""
    if x in column:
        return False
    full = [Fraction(v) for v in [*column, x]]
    mean = sum(full, Fraction()) / len(full)
    third = sum(((v - mean) ** 3 for v in full), Fraction())
    size = sum((abs(v - mean) ** 3 for v in full), Fraction())
    return abs(third) <= Fraction(1e-9) * size


def pyod_score(model: Any, row: Array) -> float:
    """PyOD's score of a batch of this one row."""
    return float(model.decision_function(row[None])[0])
