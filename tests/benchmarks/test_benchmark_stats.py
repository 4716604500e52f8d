"""Order statistics against their definitions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.stats import median, percentile

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60)
SHARES = st.integers(1, 100).map(lambda percent: percent / 100)


@given(VALUES, SHARES)
def test_a_percentile_is_the_least_value_that_enough_do_not_exceed(
    values: list[float], share: float
) -> None:
    found = percentile(values, share)
    needed = round(share * len(values), 9)
    enough = [one for one in values if sum(other <= one for other in values) >= needed]
    assert found == min(enough)


@pytest.mark.parametrize(
    ("share", "expected"), [(0.01, 1.0), (0.07, 7.0), (0.5, 50.0), (0.99, 99.0), (1.0, 100.0)]
)
def test_ranks_of_a_hundred(share: float, expected: float) -> None:
    assert percentile([float(n) for n in range(100, 0, -1)], share) == expected


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1.0], 0.0), ([1.0], 1.01)])
def test_nonsense_is_refused(values: list[float], share: float) -> None:
    with pytest.raises(ValueError, match="percentile"):
        percentile(values, share)


def test_the_median_lies_between() -> None:
    assert median([4.0, 1.0, 2.0, 3.0]) == 2.5
