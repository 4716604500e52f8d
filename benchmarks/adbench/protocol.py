"""One set and one seed as ADBench prepares them: sampled, split, scaled, a few anomalies labelled.

The steps and their draws are those of ADBench's ``data_generator.py`` in its plain mode (no synthetic
anomalies, no noise): one legacy NumPy generator a trial, asked in the same order. So the splits are
ADBench's own, to the row.
"""

from collections.abc import Iterator
from math import ceil
from pathlib import Path
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sklearn.model_selection import train_test_split

from data.errors import WrongUse
from detectors.base import Rows

SEEDS: Final = (1, 2, 3)
MOST_ROWS: Final = 10_000
LEAST_ROWS: Final = 1_000
TEST_SHARE: Final = 0.3


class Trial(Struct, frozen=True):
    """One set under one seed.

    Attributes:
        name: of the set, as the published tables write it but for case.
        seed: of the draws.
        train: shape (n_train, n_features), each column from 0 to 1.
        test: shape (n_test, n_features), by the scale of ``train``: may leave 0 to 1.
        truth: shape (n_train,); 1 for each true anomaly, which no method may see.
        answers: shape (n_test,); 1 anomaly, 0 normal.
        drawn: places of the anomalies of ``train`` in the order in which they get labelled.
    """

    name: str
    seed: int
    train: Rows
    test: Rows
    truth: NDArray[np.int64]
    answers: NDArray[np.int64]
    drawn: NDArray[np.int64]

    def labels(self, share: float) -> NDArray[np.int64]:
        """Shape (n_train,); 1 for the labelled share of the anomalies, at least one; 0 unlabelled."""
        known = np.zeros(len(self.truth), np.int64)
        known[self.drawn[: ceil(share * len(self.drawn))]] = 1
        return known


def set_files(folder: Path) -> list[Path]:
    """The sets of a folder in the order of their names.

    Raises:
        WrongUse: there are none.
    """
    files = sorted(folder.glob("*.npz"), key=lambda file: set_name(file).lower())
    if not files:
        raise WrongUse(f"no ADBench sets (*.npz) in {folder}")
    return files


def set_name(file: Path) -> str:
    """``27_PageBlocks.npz`` is the set ``PageBlocks``."""
    return file.stem.split("_", 1)[-1]


def trials(file: Path) -> Iterator[Trial]:
    """A set under each seed.

    Raises:
        WrongUse: the file holds no rows ``X`` with labels ``y``.
    """
    rows, labels = _load(file)
    for seed in SEEDS:
        yield prepare(set_name(file), rows, labels, seed)


def _load(file: Path) -> tuple[Rows, NDArray[np.int64]]:
    with np.load(file) as kept:
        if not {"X", "y"} <= set(kept.files):
            raise WrongUse(f"{file}: arrays X and y are needed")
        rows, labels = kept["X"].astype(np.float64), kept["y"].astype(np.int64).reshape(-1)
    if len(rows) != len(labels):
        raise WrongUse(f"{file}: X and y differ in length")
    return rows, labels


def prepare(name: str, rows: Rows, labels: NDArray[np.int64], seed: int) -> Trial:
    """Samples, splits 70 to 30 within each class, scales, and draws whom to label.

    Args:
        name: of the set.
        rows: shape (n_rows, n_features).
        labels: shape (n_rows,); 1 anomaly, 0 normal, at least two of each.
        seed: of all draws.
    """
    draws = np.random.RandomState(seed)
    chosen = _sample(len(rows), draws)
    rows, labels = rows[chosen], labels[chosen]
    train, test, truth, answers = train_test_split(
        rows, labels, test_size=TEST_SHARE, stratify=labels, random_state=draws
    )
    low, width = train.min(axis=0), np.ptp(train, axis=0)
    scale = np.where(width > 0.0, width, 1.0)
    places = np.flatnonzero(truth == 1)
    return Trial(
        name=name,
        seed=seed,
        train=(train - low) / scale,
        test=(test - low) / scale,
        truth=truth,
        answers=answers,
        drawn=places[draws.permutation(len(places))],
    )


def _sample(n_rows: int, draws: np.random.RandomState) -> NDArray[np.int64]:
    """Which rows take part, and in which order: small sets repeat theirs, large ones leave some."""
    if n_rows < LEAST_ROWS:
        return draws.choice(n_rows, LEAST_ROWS, replace=True)
    if n_rows > MOST_ROWS:
        return draws.choice(n_rows, MOST_ROWS, replace=False)
    return np.arange(n_rows)
