"""Compiles a fitted PyOD PCA into the tables of ``CompiledPca``."""

from typing import Any

import numpy as np

from detectors.base import Rows
from detectors.pca import CompiledPca
from detectors.tables import usual_parts


def compile_pca(model: Any, rows: Rows) -> CompiledPca:
    """The compiled form of a fitted model.

    Args:
        model: PyOD's PCA, standardising.
        rows: what it was fitted on, shape (n_rows, n_features).

    Raises:
        ValueError: a direction has no variance.
    """
    centres, scales = model.scaler_.mean_, model.scaler_.scale_
    components, shares = model.selected_components_, model.selected_w_components_
    scaled = (rows - centres) / scales
    parts = np.zeros_like(scaled)
    for component, share in zip(components, shares, strict=True):
        squares = (scaled - component) ** 2
        distances = np.sqrt(squares.sum(axis=1, keepdims=True)) * share
        parts += np.divide(squares, distances, out=np.zeros_like(parts), where=distances > 0.0)
    return CompiledPca(
        {
            "centres": centres,
            "scales": scales,
            "components": components,
            "shares": shares,
            "usual": usual_parts(parts),
        }
    )
