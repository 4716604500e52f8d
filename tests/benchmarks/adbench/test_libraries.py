"""The comparison of libraries, with made-up ones in their place."""

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from numpy.typing import NDArray

from benchmarks.adbench import libraries, protocol
from benchmarks.adbench.libraries import LIBRARIES, LogOdds, command
from benchmarks.adbench.protocol import Trial, prepare
from detectors.boosted_fit import label_weights


def _knowing(trial: Trial, labels: NDArray[np.int64], weights: NDArray[np.float64]) -> LogOdds:
    assert weights[labels == 1].min() > weights[labels == 0].max() == 1.0
    return lambda rows: rows[:, 0]


def _ignorant(_trial: Trial, _labels: object, _weights: object) -> LogOdds:
    return lambda rows: np.zeros(len(rows))


def _summed(trial: Trial) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return trial.train.sum(axis=1), trial.test.sum(axis=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    labels = (np.arange(300) % 10 == 0).astype(np.int64)
    rows = np.random.default_rng(5).normal(size=(300, 4)) + 8.0 * labels[:, None]
    np.savez(tmp_path / "1_one.npz", X=rows, y=labels)
    for number in range(6, 12):
        (tmp_path / f"adbench_tableD{number}_x.csv").write_text("dataset,A\none,50\n", "utf-8")
    return tmp_path


def test_the_means_of_each_library_are_printed_alone_and_leant(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "SEEDS", (1,))
    monkeypatch.setattr(libraries, "SEEDS", (1,))
    monkeypatch.setattr(libraries, "anomaly_scores", _summed)
    monkeypatch.setitem(LIBRARIES, "lightgbm", _knowing)
    monkeypatch.setitem(LIBRARIES, "xgboost", _ignorant)
    given = ["lightgbm", "xgboost", "--data", str(folder), "--tables", str(folder)]
    result = CliRunner().invoke(command, given, catch_exceptions=False)
    lines = {tuple(line.split()[:2]): line.split()[2:8] for line in result.stdout.splitlines()}
    assert lines["best", "published"] == ["50.00"] * 6
    assert lines["lightgbm", "alone"] == ["100.00"] * 6
    assert lines["xgboost", "alone"][::2] == ["50.00"] * 3
    assert lines["xgboost", "leant"] == ["100.00"] * 6


@pytest.mark.parametrize(
    ("library", "module"),
    [
        ("lightgbm", "lightgbm"),
        ("xgboost", "xgboost"),
        ("catboost", "catboost"),
        ("ebm", "interpret"),
    ],
)
def test_each_library_that_is_installed_ranks_anomalies_first(library: str, module: str) -> None:
    pytest.importorskip(module)
    labels = (np.arange(300) % 10 == 0).astype(np.int64)
    rows = np.random.default_rng(5).normal(size=(300, 4)) + 8.0 * labels[:, None]
    trial = prepare("one", rows, labels, seed=1)
    known = trial.labels(0.5)
    weights = label_weights(known == 1)
    scores = LIBRARIES[library](trial, known, weights)(trial.test)
    assert scores[trial.answers == 1].min() > scores[trial.answers == 0].max()
