import math

import numpy as np
import pytest

from benchmarks.quality.intervals import DRAWS, Figure, Weights, draws, figures_of


def total(weights: Weights) -> dict[str, float]:
    return {"first": float(weights[0]), "sum": float(weights.sum())}


def test_the_rows_of_a_campaign_come_and_go_together() -> None:
    campaigns = np.array([5, 5, 9, 7, 9], np.int64)
    seen = set()
    for weights in draws(campaigns, 0):
        assert weights[0] == weights[1]
        assert weights[2] == weights[4]
        assert weights[0] + weights[2] + weights[3] == 3
        seen.add(tuple(weights))
    assert len(seen) > 5


def test_the_interval_of_a_count_is_that_of_the_drawing() -> None:
    # 100 campaigns of one row: the weight of the first is nearly Poisson(1): 95 % within 0 and 3.
    found = figures_of(total, np.arange(100, dtype=np.int64), 1.0, 3)
    assert found["first"].low == 0.0
    assert found["first"].high == pytest.approx(3.0, abs=1.0)
    assert found["sum"] == Figure(100.0, 100.0, 100.0)


def test_the_same_seed_gives_the_same_interval_and_weights_are_scaled() -> None:
    campaigns = np.array([1, 1, 2, 3], np.int64)
    assert figures_of(total, campaigns, 0.3, 1) == figures_of(total, campaigns, 0.3, 1)
    assert figures_of(total, campaigns, 0.3, 1)["sum"].value == pytest.approx(1.2)
    assert len(list(draws(campaigns, 1))) == DRAWS


def test_one_campaign_has_no_interval() -> None:
    found = figures_of(total, np.array([4, 4], np.int64), 1.0, 0)["sum"]
    assert found.value == 2.0
    assert math.isnan(found.low)
    assert math.isnan(found.high)
