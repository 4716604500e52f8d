"""PyOD's own detectors with their defaults: what shows that the protocol is the published one."""

import warnings
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pyod.models.copod import COPOD
from pyod.models.ecod import ECOD
from pyod.models.hbos import HBOS
from pyod.models.iforest import IForest
from pyod.models.knn import KNN
from pyod.models.pca import PCA

from benchmarks.adbench.protocol import Trial

REFERENCES: Final[dict[str, tuple[str, Callable[[], Any]]]] = {
    "ecod": ("ECOD", ECOD),
    "copod": ("COPOD", COPOD),
    "hbos": ("HBOS", HBOS),
    "iforest": ("IForest", IForest),
    "knn": ("KNN", KNN),
    "pca": ("PCA", PCA),
}
"""Our name -> the published column and PyOD's class."""


def reference_scores(name: str, trial: Trial) -> NDArray[np.float64]:
    """The scores of the rows to test, as ADBench asks for them: no seed but NumPy's own.

    Where a column is a sum of others, PyOD's PCA divides by a variance of nothing; such scores count
    as the largest number, or as 0 where they are no number.

    Args:
        name: one of ``REFERENCES``.
        trial: what to fit on and to score.
    """
    np.random.seed(trial.seed)  # PyOD draws from the global generator unless it is given a seed
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = REFERENCES[name][1]().fit(trial.train)
        scores = model.decision_function(trial.test)
    finite: NDArray[np.float64] = np.nan_to_num(scores, nan=0.0)
    return finite
