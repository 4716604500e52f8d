"""Gaps become medians, wild values are cut, in copies of the rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.impute import Imputer, fit_imputer
from detectors.kernels import LIMIT

_ANY = st.floats(allow_nan=True, allow_infinity=True)


def test_medians_leave_gaps_out() -> None:
    rows = np.array([[1.0, np.nan], [5.0, np.nan], [np.nan, np.nan], [2.0, np.nan]])
    assert fit_imputer(rows).medians.tolist() == [2.0, 0.0]


def test_infinite_training_values_count_as_the_limit() -> None:
    assert fit_imputer(np.array([[np.inf], [-np.inf], [3.0]])).medians.tolist() == [3.0]
    assert fit_imputer(np.array([[np.inf]])).medians.tolist() == [LIMIT]


@given(st.lists(_ANY, min_size=3, max_size=3))
def test_gaps_are_filled_and_wild_values_cut(cells: list[float]) -> None:
    imputer = Imputer(np.array([1.0, -2.0, 0.5]))
    row = np.array(cells)
    expected = [
        m if np.isnan(x) else np.clip(x, -LIMIT, LIMIT)
        for x, m in zip(row, [1, -2, 0.5], strict=True)
    ]
    assert imputer.fill_rows(row[None]).tolist() == [expected]
    assert np.array_equal(row, np.array(cells), equal_nan=True)


@pytest.mark.parametrize("median", [np.nan, np.inf, 2e15])
def test_medians_must_be_usable(median: float) -> None:
    with pytest.raises(ValueError, match="medians"):
        Imputer(np.array([median]))


def test_round_trip() -> None:
    imputer = Imputer(np.array([1.0, 2.0]))
    assert Imputer.from_arrays(imputer.to_arrays()).medians.tolist() == [1.0, 2.0]
