"""What each review budget finds and saves, and the score of the least expected cost."""

from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from risk.backtest import REVIEW_MINUTES
from risk.card import Choice
from risk.costs import FAMILY, FEN, cost_table

BUDGETS: Final = (0.002, 0.005, 0.01, 0.02, 0.05)
"""Shares of events that people can look at."""
USUAL: Final = 0.01
"""The one of them by which segments and look-alikes are compared."""
NOBODY: Final = 1001
"""The score from which on nobody is reviewed."""


class Scored(Struct, frozen=True):
    """Rows as a reviewer's queue sees them.

    Attributes:
        scores: 0-1000, shape (n_rows,).
        frauds: shape (n_rows,), bool; some are.
        losses: yuan that each fraud costs, 0 for honest rows; shape (n_rows,).
        events_a_week: of the kind, all of them.
    """

    scores: NDArray[np.int64]
    frauds: NDArray[np.bool_]
    losses: NDArray[np.float64]
    events_a_week: float


def losses_of(
    kind: str, frauds: NDArray[np.bool_], stakes_fen: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The loss of each row in yuan, 0 for honest ones, shape (n_rows,).

    An outcome names no typology: each fraud costs what its kind's family does.
    """
    loss = cost_table().loss_of(FAMILY[kind])
    return np.where(frauds, loss.fixed + loss.of_money * stakes_fen / FEN, 0.0)


def within_budget(rows: Scored, budget: float) -> Choice:
    """The lowest score from which on no more than a share of the rows is reviewed."""
    room = int(budget * len(rows.scores))
    first_without = int(np.sort(rows.scores)[::-1][room])
    return _choice(rows, first_without + 1, budget)


def cheapest(rows: Scored) -> Choice | None:
    """The score from which on reviews save most; None if none does."""
    choices = [_choice(rows, score, None) for score in np.unique(rows.scores).tolist()]
    best = max(choices, key=lambda choice: (choice.saved_yuan, choice.score))
    return best if best.saved_yuan > 0.0 else None


def _choice(rows: Scored, score: int, budget: float | None) -> Choice:
    costs = cost_table()
    reviewed = rows.scores >= score
    alerts, caught = int(reviewed.sum()), int((reviewed & rows.frauds).sum())
    share = alerts / len(reviewed)
    prevented = costs.prevented_share * float(rows.losses[reviewed].sum())
    saved = prevented - alerts * costs.review - (alerts - caught) * costs.wrong_hold
    return Choice(
        budget=budget,
        score=score,
        alerts=share,
        precision=caught / alerts if alerts else None,
        recall=caught / int(rows.frauds.sum()),
        hours_a_week=share * rows.events_a_week * REVIEW_MINUTES / 60,
        saved_yuan=1000.0 * saved / len(reviewed),
    )
