"""The protocol: sizes, classes, scales, labels, and ADBench's own order of draws."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

from benchmarks.adbench.protocol import SEEDS, prepare, set_files, set_name, trials
from data.errors import WrongUse

Rows = NDArray[np.float64]
Labels = NDArray[np.int64]


def made_up(n_rows: int, every: int = 10) -> tuple[Rows, Labels]:
    """Rows that tell their own number in the first column; one in ``every`` is an anomaly."""
    rows = np.random.default_rng(3).normal(size=(n_rows, 3))
    rows[:, 0] = np.arange(n_rows)
    return rows, (np.arange(n_rows) % every == 0).astype(np.int64)


def as_in_adbench(
    rows: Rows, labels: Labels, seed: int
) -> tuple[Rows, Rows, Labels, Labels, Labels]:
    """The oracle: the steps of ADBench's generator on NumPy's global state, 10 % labelled."""
    np.random.seed(seed)
    if len(rows) < 1000:
        chosen = np.random.choice(np.arange(len(rows)), 1000, replace=True)
        rows, labels = rows[chosen], labels[chosen]
    if len(rows) > 10000:
        chosen = np.random.choice(np.arange(len(rows)), 10000, replace=False)
        rows, labels = rows[chosen], labels[chosen]
    train, test, truth, answers = train_test_split(
        rows, labels, test_size=0.3, shuffle=True, stratify=labels
    )
    scaler = MinMaxScaler().fit(train)
    anomalies = np.where(truth == 1)[0]
    labelled = np.random.choice(anomalies, int(np.ceil(0.1 * len(anomalies))), replace=False)
    known = np.zeros_like(truth)
    known[labelled] = 1
    return scaler.transform(train), scaler.transform(test), truth, answers, known


@pytest.mark.parametrize("n_rows", [130, 1_500, 12_000])
@pytest.mark.parametrize("seed", SEEDS)
def test_trials_are_those_of_adbench_to_the_row(n_rows: int, seed: int) -> None:
    rows, labels = made_up(n_rows)
    trial = prepare("made up", rows, labels, seed)
    train, test, truth, answers, known = as_in_adbench(rows, labels, seed)
    np.testing.assert_allclose(trial.train, train, atol=1e-12)
    np.testing.assert_allclose(trial.test, test, atol=1e-12)
    np.testing.assert_array_equal(trial.truth, truth)
    np.testing.assert_array_equal(trial.answers, answers)
    np.testing.assert_array_equal(trial.labels(0.1), known)


@pytest.mark.parametrize(("n_rows", "expected"), [(999, 1_000), (1_000, 1_000), (10_001, 10_000)])
def test_small_sets_repeat_rows_and_large_ones_leave_some(n_rows: int, expected: int) -> None:
    trial = prepare("made up", *made_up(n_rows), seed=1)
    assert len(trial.train) + len(trial.test) == expected
    assert len(trial.test) == round(0.3 * expected)


def test_the_scale_is_that_of_the_training_part_and_constants_become_zero() -> None:
    rows, labels = made_up(2_000)
    rows[:, 2] = 5.0
    trial = prepare("made up", rows, labels, seed=2)
    np.testing.assert_allclose(trial.train[:, :2].min(axis=0), 0.0)
    np.testing.assert_allclose(trial.train[:, :2].max(axis=0), 1.0)
    assert not trial.train[:, 2].any()


def test_more_labels_include_the_fewer_and_never_a_normal_row() -> None:
    trial = prepare("made up", *made_up(2_000), seed=1)
    counts = []
    for fewer, more in ((0.001, 0.05), (0.05, 0.1), (0.1, 1.0)):
        assert (trial.labels(fewer) <= trial.labels(more)).all()
        assert (trial.labels(more) <= trial.truth).all()
        counts.append(int(trial.labels(fewer).sum()))
    assert counts == [1, 7, 14]


def test_sets_are_found_by_name_without_their_number(tmp_path: Path) -> None:
    rows, labels = made_up(1_200)
    for name in ("12_beta_two", "7_Alpha"):
        np.savez(tmp_path / f"{name}.npz", X=rows, y=labels)
    files = set_files(tmp_path)
    assert [set_name(file) for file in files] == ["Alpha", "beta_two"]
    assert [trial.seed for trial in trials(files[0])] == list(SEEDS)


def test_a_folder_without_sets_or_a_broken_set_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="no ADBench sets"):
        set_files(tmp_path)
    np.savez(tmp_path / "1_a.npz", X=np.zeros((3, 1)))
    with pytest.raises(WrongUse, match="X and y"):
        next(trials(tmp_path / "1_a.npz"))
    np.savez(tmp_path / "1_a.npz", X=np.zeros((3, 1)), y=np.zeros(2))
    with pytest.raises(WrongUse, match="length"):
        next(trials(tmp_path / "1_a.npz"))
