from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from benchmarks.handbook.models import boosted, both


@pytest.mark.parametrize("model", [boosted, both])
def test_our_models_find_a_fraud_and_are_the_same_twice(model: Callable[[], Any]) -> None:
    pytest.importorskip("lightgbm", reason="LightGBM is not installed")
    table = np.random.default_rng(1).normal(size=(1_000, 3))
    fraud = (table[:, 0] > 1).astype(np.int64)
    table[::7, 1] = np.nan
    one, two = (model().fit(table, fraud).predict_proba(table)[:, 1] for _ in range(2))
    assert one.tolist() == two.tolist()
    assert one[fraud == 1].min() > one[fraud == 0].max()
