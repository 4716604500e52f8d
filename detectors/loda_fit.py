"""Compiles a fitted PyOD LODA into the tables of ``CompiledLoda``."""

from typing import Any

import numpy as np

from detectors.base import Rows, require
from detectors.loda import CompiledLoda


def compile_loda(model: Any, rows: Rows) -> CompiledLoda:
    """The compiled form of a fitted model.

    Args:
        model: PyOD's LODA with a fixed number of bins.
        rows: what it was fitted on, shape (n_rows, n_features).

    Raises:
        ValueError: the model chose the number of bins for each direction.
    """
    require(isinstance(model.n_bins, int), "one number of bins for all directions is needed")
    projections, cuts = model.projections_, model.n_random_cuts
    features = np.stack([np.flatnonzero(direction) for direction in projections])
    limits = model.limits_[:, : model.n_bins - 1]
    scores = -np.log(model.histograms_) * model.weights[:, None] / cuts
    expected = [
        score[np.searchsorted(limit, rows @ direction)].mean()
        for score, limit, direction in zip(scores, limits, projections, strict=True)
    ]
    return CompiledLoda(
        {
            "features": features,
            "weights": np.take_along_axis(projections, features, axis=1),
            "limits": limits,
            "scores": scores,
            "expected": np.array(expected),
            "centres": rows.mean(axis=0),
        }
    )
