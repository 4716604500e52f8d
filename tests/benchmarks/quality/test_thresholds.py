import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.quality.thresholds import daily_capacity, threshold_for, weighted_threshold


@given(st.lists(st.integers(0, 5), min_size=1, max_size=60), st.floats(0.0, 1.0))
def test_exactly_the_budget_is_called_where_it_was_set(scores: list[int], budget: float) -> None:
    values = np.array(scores, np.float64)
    alerts = threshold_for(values, budget).alerts(values)
    assert alerts.sum() == pytest.approx(budget * len(scores))
    assert (np.diff(alerts[np.argsort(values, kind="stable")]) >= 0).all()


def test_elsewhere_the_share_of_alerts_is_an_outcome() -> None:
    threshold = threshold_for(np.arange(100.0), 0.05)
    assert threshold.alerts(np.array([93.0, 94.0, 95.0, 200.0])).tolist() == [0.0, 0.0, 1.0, 1.0]


def test_without_rows_to_set_it_nobody_is_called() -> None:
    assert threshold_for(np.zeros(0), 0.5).alerts(np.array([1e9])).tolist() == [0.0]


def test_capacity_is_half_a_per_cent_of_a_day_and_one_at_least() -> None:
    assert daily_capacity(31 * 8_000, 31) == 40
    assert daily_capacity(310, 31) == 1


@given(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from([0.3, 1.0])), min_size=1, max_size=60),
    st.floats(0.0, 1.0),
)
def test_rows_that_count_less_fill_less_of_the_budget(
    rows: list[tuple[int, float]], budget: float
) -> None:
    scores, weights = (np.array(column, np.float64) for column in zip(*rows, strict=True))
    alerts = weighted_threshold(scores, weights, budget).alerts(scores)
    assert (alerts * weights).sum() == pytest.approx(budget * weights.sum())
    assert (np.diff(alerts[np.argsort(scores, kind="stable")]) >= 0).all()
