"""Compiles a fitted PyOD INNE into the tables of ``CompiledInne``."""

from typing import Any

import numpy as np

from detectors.inne import CompiledInne


def compile_inne(model: Any) -> CompiledInne:
    """The compiled form of PyOD's INNE, fitted on two rows at least.

    Its attributes of spheres are private: PyOD has no other door to them.

    Raises:
        ValueError: a sample has one row only, and so no radius.
    """
    centres = model._centroids  # noqa: SLF001  see above
    return CompiledInne(
        {
            "centres": centres.reshape(-1, centres.shape[2]).T,
            "radii": model._centroids_radius,  # noqa: SLF001  see above
            "scores": model._ratio,  # noqa: SLF001  see above
            "expected": np.array([model.decision_scores_.mean()]),
        }
    )
