"""The book's three figures (chapter 4): AUC ROC, average precision, Card Precision@100."""

from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from benchmarks.handbook.rows import Rows

TOP: Final = 100
"""Cards that people can look at in a day."""


class Figures(Struct, frozen=True):
    """How well a score finds frauds.

    Attributes:
        auc_roc: area under the ROC curve.
        average_precision: as of scikit-learn.
        card_precision: Card Precision@100.
    """

    auc_roc: float
    average_precision: float
    card_precision: float


def card_precision(rows: Rows, scores: NDArray[np.float64], top: int = TOP) -> float:
    """Mean over the days of the share of compromised cards among the ``top`` that rank highest.

    A card ranks by the highest score of its day, and is compromised if one payment of the day was a
    fraud. A card that was found is looked at no more.

    Args:
        rows: payments judged.
        scores: the higher, the more suspicious; shape (n,).
        top: cards a day.
    """
    day, found, shares = rows.day, set[int](), list[float]()
    for today in np.unique(day):
        at = np.flatnonzero((day == today) & ~np.isin(rows.customer, list(found)))
        cards, place = np.unique(rows.customer[at], return_inverse=True)
        highest = np.full(len(cards), -np.inf)
        np.maximum.at(highest, place, scores[at])
        compromised = np.zeros(len(cards), np.int64)
        np.maximum.at(compromised, place, rows.fraud[at])
        first = np.argsort(-highest, kind="stable")[:top]
        caught = cards[first[compromised[first] == 1]]
        shares.append(len(caught) / top)
        found |= set(caught.tolist())
    return float(np.mean(shares))
