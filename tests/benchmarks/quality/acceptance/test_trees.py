import numpy as np

from benchmarks.quality.acceptance.trees import fit_trees
from tests.benchmarks.quality.small_world import small


def test_trees_learn_what_the_event_s_own_columns_tell() -> None:
    table = small().tables["shipment"]
    rows = np.arange(len(table.facts))
    labels = table.plain[:, 3] == 0.0  # one channel
    trees = fit_trees(table, rows[::2], labels[::2], 1)
    assert trees is not None
    scores = trees.scores(table, rows[1::2])
    assert scores[labels[1::2]].min() > scores[~labels[1::2]].max()


def test_without_two_of_each_nothing_is_fitted() -> None:
    table = small().tables["shipment"]
    rows = np.arange(100)
    assert fit_trees(table, rows, rows < 1, 1) is None
    assert fit_trees(table, rows, rows < 99, 1) is None
