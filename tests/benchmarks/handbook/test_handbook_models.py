import numpy as np
import pytest

from benchmarks.handbook.models import boosted


def test_the_boosted_trees_find_a_fraud_and_are_the_same_twice() -> None:
    pytest.importorskip("lightgbm", reason="LightGBM is not installed")
    table = np.random.default_rng(1).normal(size=(2_000, 3))
    fraud = (table[:, 0] > 1).astype(np.int64)
    one, two = (boosted().fit(table, fraud).predict_proba(table)[:, 1] for _ in range(2))
    assert one.tolist() == two.tolist()
    assert one[fraud == 1].min() > one[fraud == 0].max()
