"""The trees of the suite: one set of settings for all, none of it chosen here."""

import numpy as np
from numpy.typing import NDArray

from benchmarks.graph.aggregates import Table
from benchmarks.handbook.models import BOOSTING, boosted

N_TREES: int = BOOSTING["n_estimators"]
"""Trees of a fit."""


def chances(
    table: Table, frauds: NDArray[np.bool_], train: NDArray[np.intp], test: NDArray[np.intp]
) -> NDArray[np.float64]:
    """What the trees say of the rows to test, by the settings chosen on the handbook's payments.

    Args:
        table: what they see, shape (n, n_columns).
        frauds: shape (n,); those of ``train`` alone are used.
        train: positions of the rows to fit on.
        test: positions of the rows to score.

    Returns:
        Shape (n_test,), of 1.

    Raises:
        ModuleNotFoundError: LightGBM is not installed.
    """
    fitted = boosted().fit(table[train], frauds[train])
    found: NDArray[np.float64] = fitted.predict_proba(table[test])[:, 1]
    return found
