"""G12: with shuffled labels nothing can be learnt; what is found then is a fault of the measuring."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.acceptance.trees import fit_trees
from benchmarks.quality.split import TEST, TRAIN, Split
from benchmarks.quality.table import Table
from detectors.ranking import Ranking

SHUFFLES: Final = 10
MAX_ROWS: Final = 30_000


def shuffled_auc(table: Table, split: Split, seed: int) -> float:
    """Mean AUC in the test over several shuffles of all labels; NaN without frauds.

    Args:
        table: of one kind; of many rows a seeded sample is taken.
        split: of the world.
        seed: of sample, shuffles and trees.
    """
    rng = np.random.default_rng(seed)
    count = len(table.facts)
    rows = np.sort(rng.choice(count, min(MAX_ROWS, count), replace=False))
    part = split.part_of(table.facts["arrived_ms"][rows])
    fraud = table.facts["fraud"][rows] == 1
    areas = []
    for number in range(SHUFFLES):
        labels = rng.permutation(fraud)
        trees = fit_trees(table, rows[part == TRAIN], labels[part == TRAIN], seed + number)
        tested = labels[part == TEST]
        if trees is not None and tested.any():
            areas.append(_area(trees.scores(table, rows[part == TEST]), tested))
    return float(np.mean(areas)) if areas else float("nan")


def _area(scores: NDArray[np.float64], fraud: NDArray[np.bool_]) -> float:
    """The area under the ROC curve: the mean recall over all shares of false positives."""
    ranking, ones = Ranking(scores, fraud), np.ones(int(fraud.sum()))
    shares = (np.arange(200) + 0.5) / 200
    return float(np.mean([ranking.recall_at_false_positives(s, ones) for s in shares]))
