"""Tolokers: who of 11,758 workers was banned, by the ten splits of the file.

Workers are linked if they worked on the same task. Trees see a worker's own features, or these and
the aggregates over one hop or two. Labels are no feature, not even those of the training part.
"""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from benchmarks.graph.aggregates import Links, Table, both_ways, widened
from benchmarks.graph.trees import chances
from data.errors import Failure

FEATURES: Final = ("own", "one_hop", "two_hops")
"""What the trees see, by hops."""

_ARRAYS: Final = ("node_features", "node_labels", "edges", "train_masks", "test_masks")


class Workers(Struct, frozen=True):
    """The graph and its splits; the validation parts are left out, as nothing is chosen here.

    Attributes:
        own: features, shape (n, n_features).
        banned: shape (n,).
        links: of workers who share a task, both ways.
        train: a mask for each split, shape (n_splits, n).
        test: likewise.
    """

    own: Table
    banned: NDArray[np.bool_]
    links: Links
    train: NDArray[np.bool_]
    test: NDArray[np.bool_]


def read_workers(path: Path) -> Workers:
    """The graph of a file.

    Args:
        path: ``tolokers.npz`` of the repository yandex-research/heterophilous-graphs.

    Raises:
        Failure: the file is another.
    """
    try:
        with np.load(path) as kept:
            own, labels, edges, train, test = (kept[name] for name in _ARRAYS)
    except (KeyError, OSError, ValueError, zipfile.BadZipFile) as error:
        raise Failure(f"{path.name} is not Tolokers: {error}") from None
    links = both_ways(edges.astype(np.int64), len(own))
    return Workers(own.astype(np.float64), labels == 1, links, train, test)


def fits(workers: Workers) -> int:
    """How many models ``aucs_of`` fits."""
    return len(FEATURES) * len(workers.train)


def aucs_of(workers: Workers, told: Callable[[], object] = lambda: None) -> dict[str, list[float]]:
    """ROC AUC of the test part of each split, by what the trees see.

    Args:
        workers: the graph.
        told: called after each fit.
    """
    found: dict[str, list[float]] = {name: [] for name in FEATURES}
    for hops, name in enumerate(FEATURES):
        table = widened(workers.own, [workers.links], hops)
        for train, test in zip(workers.train, workers.test, strict=True):
            scores = chances(table, workers.banned, np.flatnonzero(train), np.flatnonzero(test))
            found[name].append(float(roc_auc_score(workers.banned[test], scores)))
            told()
    return found
