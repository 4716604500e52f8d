"""What a ranking of events finds, for any weights of the frauds.

Weights say how often each fraud counts: 1 in the world as it is, the number of times that its
campaign was drawn in a bootstrap, a share below 1 at a lower prevalence. Honest rows count once.
Only the places of the frauds matter, so a new set of weights costs a pass over the frauds alone.

Equal scores are taken in random order, and figures are expected values over it: a method that knows
only three scores neither gains nor loses by the order of the file.
"""

import numpy as np
from numpy.typing import NDArray


class Ranking:
    """Scores of rows, highest first, as seen by their frauds.

    Args:
        scores: shape (n_rows,), finite; higher is more suspicious.
        fraud: shape (n_rows,), bool. Weights below are given in the order of its true rows.
    """

    def __init__(self, scores: NDArray[np.float64], fraud: NDArray[np.bool_]) -> None:
        _, group = np.unique(-scores, return_inverse=True)
        honest = np.bincount(group[~fraud], minlength=int(group.max(initial=-1)) + 1)
        with_fraud, self._place = np.unique(group[fraud], return_inverse=True)
        self._above = (np.cumsum(honest) - honest)[with_fraud].astype(np.float64)
        self._beside = honest[with_fraud].astype(np.float64)
        self.honest = int(honest.sum())
        self.frauds = int(fraud.sum())

    def average_precision(self, weights: NDArray[np.float64]) -> float:
        """Area under precision and recall by steps, as scikit-learn's; NaN without frauds."""
        found = self._found(weights)
        caught = np.cumsum(found)
        if not len(caught) or not caught[-1] > 0.0:
            return float("nan")
        alerts = caught + self._above + self._beside
        precision = np.divide(caught, alerts, out=np.zeros_like(caught), where=alerts > 0.0)
        return float((found * precision).sum() / caught[-1])

    def roc_auc(self, weights: NDArray[np.float64]) -> float:
        """How often a fraud stands above an honest row, equals half; NaN without either.

        The Mann-Whitney statistic: Hanley & McNeil 1982, "The meaning and use of the area under a
        receiver operating characteristic (ROC) curve", Radiology.
        """
        total = float(weights.sum())
        if not total > 0.0 or not self.honest:
            return float("nan")
        above = (self._above + 0.5 * self._beside) / self.honest
        return 1.0 - float((self._found(weights) * above).sum()) / total

    def curve(
        self, weights: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Recall and precision at the score of each fraud, highest score first."""
        caught = np.cumsum(self._found(weights))
        return caught / caught[-1], caught / (caught + self._above + self._beside)

    def caught(self, alerts: float, weights: NDArray[np.float64]) -> float:
        """Weight of the frauds among the first rows, ties shared out.

        Args:
            alerts: how many rows are looked at, in weighted rows.
            weights: of the frauds.
        """
        found = self._found(weights)
        before = self._above + np.cumsum(found) - found
        return float((found * _share(alerts - before, self._beside + found)).sum())

    def recall_at_budget(self, share: float, weights: NDArray[np.float64]) -> float:
        """Share of the frauds among the first ``share`` of all rows; NaN without frauds."""
        total = float(weights.sum())
        if not total > 0.0:
            return float("nan")
        return self.caught(share * (self.honest + total), weights) / total

    def recall_at_false_positives(self, share: float, weights: NDArray[np.float64]) -> float:
        """Share of the frauds found while ``share`` of the honest are called; NaN without frauds."""
        total = float(weights.sum())
        if not total > 0.0:
            return float("nan")
        taken = _share(share * self.honest - self._above, self._beside)
        return float((self._found(weights) * taken).sum() / total)

    def _found(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Weight of the frauds at each score that a fraud has, highest first."""
        found: NDArray[np.float64] = np.bincount(
            self._place, weights, minlength=len(self._above)
        ).astype(np.float64)
        return found


def _share(room: NDArray[np.float64], size: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much of a group of equal scores finds room: from none to all."""
    parts = np.divide(room, size, out=(room >= 0.0).astype(np.float64), where=size > 0.0)
    return np.clip(parts, 0.0, 1.0)
