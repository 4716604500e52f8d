"""Compiles a fitted PyOD KNN into the tables of ``CompiledKnn``."""

from typing import Any

import numpy as np

from detectors.base import Rows, require
from detectors.knn import CompiledKnn
from detectors.tables import usual_parts


def compile_knn(model: Any, rows: Rows) -> CompiledKnn:
    """The compiled form of a fitted model.

    Args:
        model: PyOD's KNN by the mean of Euclidean distances.
        rows: what it was fitted on, shape (n_rows, n_features).

    Raises:
        ValueError: the model takes another distance, or not the mean.
    """
    require(model.method == "mean", "the mean distance is needed")
    require(model.metric == "minkowski" and model.p == 2, "the Euclidean distance is needed")
    distances, neighbours = model.neigh_.kneighbors()
    squares = (rows[:, None, :] - rows[neighbours]) ** 2
    apart = np.where(distances > 0.0, distances, 1.0)
    parts = (squares / apart[:, :, None]).mean(axis=1)
    return CompiledKnn(
        {
            "points": rows.T,
            "n_neighbours": np.array([model.n_neighbors]),
            "usual": usual_parts(parts),
        }
    )
