from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.graph.aggregates import degrees
from benchmarks.graph.tolokers import FEATURES, aucs_of, fits, read_workers
from data.errors import Failure
from tests.benchmarks.graph.made import workers


def arrays() -> dict[str, Any]:
    """Four workers in a row, of whom the last was banned, and one split."""
    half = np.array([[True, True, False, False]])
    return {
        "node_features": np.eye(4, 2, dtype=np.float32),
        "node_labels": np.array([0, 0, 0, 1]),
        "edges": np.array([[0, 1], [1, 2], [2, 3]]),
        "train_masks": half,
        "test_masks": ~half,
    }


def test_the_graph_of_a_file(tmp_path: Path) -> None:
    np.savez(tmp_path / "t.npz", **arrays())
    found = read_workers(tmp_path / "t.npz")
    assert found.own.dtype == np.float64
    assert found.banned.tolist() == [False, False, False, True]
    assert degrees(found.links).tolist() == [1, 2, 2, 1]
    assert (found.train ^ found.test).all()
    assert fits(found) == len(FEATURES)


def test_another_file_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "t.npz", **{k: v for k, v in arrays().items() if k != "edges"})
    with pytest.raises(Failure, match=r"t\.npz is not Tolokers"):
        read_workers(tmp_path / "t.npz")
    (tmp_path / "text").write_text("no arrays")
    with pytest.raises(Failure, match="is not Tolokers"):
        read_workers(tmp_path / "text")


def test_trees_see_the_neighbours_with_one_hop_and_not_with_none() -> None:
    pytest.importorskip("lightgbm", reason="LightGBM is not installed (extra: train)")
    steps: list[int] = []
    made = workers(600)
    found = aucs_of(made, lambda: steps.append(1))
    assert list(found) == list(FEATURES)
    assert all(len(splits) == 2 for splits in found.values())
    assert len(steps) == fits(made) == 6
    assert np.mean(found["own"]) < 0.65
    assert np.mean(found["one_hop"]) > 0.95
