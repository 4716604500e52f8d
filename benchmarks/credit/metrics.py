"""How well a probability of default ranks, and how true it is."""

from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sklearn.metrics import brier_score_loss, roc_auc_score, roc_curve

BINS: Final = 10


class Figures(Struct, frozen=True):
    """One model on one set.

    Attributes:
        auc: area under the ROC curve.
        ks: largest distance of the two cumulative distributions.
        brier: mean squared error of the probability.
        ece: expected calibration error over ten bins of equal size.
    """

    auc: float
    ks: float
    brier: float
    ece: float


def judged(bad: NDArray[np.bool_], pd: NDArray[np.float64]) -> Figures:
    """The figures of some cases.

    Args:
        bad: shape (n_cases,).
        pd: probability of default, shape (n_cases,).
    """
    false, true, _ = roc_curve(bad, pd)
    return Figures(
        float(roc_auc_score(bad, pd)),
        float(np.max(true - false)),
        float(brier_score_loss(bad, pd)),
        calibration_error(bad, pd),
    )


def calibration_error(bad: NDArray[np.bool_], pd: NDArray[np.float64]) -> float:
    """Mean distance of predicted and observed rate over ten bins of equal size, by cases."""
    parts = np.array_split(np.argsort(pd, kind="stable"), BINS)
    return float(
        sum(abs(pd[part].mean() - bad[part].mean()) * len(part) for part in parts) / len(pd)
    )
