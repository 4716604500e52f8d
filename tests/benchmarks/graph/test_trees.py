import numpy as np
import pytest

from benchmarks.graph.trees import chances

pytest.importorskip("lightgbm", reason="LightGBM is not installed (extra: train)")


def test_the_labels_of_the_rows_to_test_have_no_part_in_it() -> None:
    table = np.random.default_rng(1).normal(size=(1_000, 3))
    frauds = table[:, 0] > 1
    train, test = np.arange(500), np.arange(500, 1_000)
    scores = chances(table, frauds, train, test)
    other = frauds.copy()
    other[test] = ~other[test]
    assert chances(table, other, train, test).tolist() == scores.tolist()
    assert scores[frauds[test]].min() > scores[~frauds[test]].max()
