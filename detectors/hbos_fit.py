"""Compiles a fitted PyOD HBOS into the tables of ``CompiledHbos``."""

from typing import Any

import numpy as np

from detectors.base import Rows, require
from detectors.hbos import CompiledHbos


def compile_hbos(model: Any, rows: Rows) -> CompiledHbos:
    """The compiled form of a fitted model.

    Args:
        model: PyOD's HBOS with a fixed number of bins.
        rows: what it was fitted on, shape (n_rows, n_features).

    Raises:
        ValueError: the model chose the number of bins for each column.
    """
    require(isinstance(model.n_bins, int), "one number of bins for all columns is needed")
    edges, scores = model.bin_edges_.T, -np.log2(model.hist_.T + model.alpha)
    # A training value is never outside; only the lowest edge has no bin that ends above it.
    bins = [
        np.maximum(np.searchsorted(edge, column) - 1, 0)
        for edge, column in zip(edges, rows.T, strict=True)
    ]
    expected = [score[place].mean() for score, place in zip(scores, bins, strict=True)]
    return CompiledHbos(
        {
            "edges": edges,
            "scores": scores,
            "tolerance": np.array([model.tol]),
            "expected": np.array(expected),
        }
    )
