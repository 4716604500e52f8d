"""What a rule that fired is worth: log-odds by the severest action that rules asked for, from labels.

The business owns the ladder: a rule's action stands, however weak the rule is. How likely an event is
a fraud is another question, and the labels answer it: most of what a rule knows, the trees have seen in the
same features, so a hit counts by what it tells beyond their score::

    log-odds = shift + log-odds of the model + Σ step of each action up to the severest asked for

No step is below zero: whatever a rule asks for never speaks for an event, and a severer action never
counts less. A ridge of 1 on each step (a normal prior of standard deviation 1) keeps it small where few
hits have a label; an action without labels counts what the milder one does.
"""

import math
from itertools import combinations
from typing import Final, Self

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from detectors.base import require
from detectors.logistic import fit_weights
from risk.decide import RANK

RIDGE: Final = 1.0
"""On each step: one over the variance of its prior."""
_STEPS: Final = (RANK["step_up"], RANK["review"], RANK["hold"])
"""Ranks at which a step is taken. A decline has none of its own: it stands on a legal cap or a confirmed
list, not on suspicion, and what is declined hardly ever shows an outcome."""


class RuleWeights(Struct, frozen=True, forbid_unknown_fields=True):
    """Log-odds that the severest action asked for adds; a decline counts as a hold.

    Raises:
        ValueError: a weight is not finite, below zero, or below that of a milder action.
    """

    step_up: float
    review: float
    hold: float

    def __post_init__(self) -> None:
        rising = 0.0 <= self.step_up <= self.review <= self.hold
        require(rising and math.isfinite(self.hold), "the weights of rules must rise from zero")

    @classmethod
    def of_steps(cls, steps: NDArray[np.float64]) -> Self:
        """From what each action adds to the milder one, shape (3,)."""
        return cls(*np.cumsum(steps).tolist())

    def of(self, rank: int) -> float:
        """The log-odds of the severest action asked for, by its rank on the ladder; 0 for none."""
        if rank < RANK["review"]:
            return self.step_up if rank == RANK["step_up"] else 0.0
        return self.review if rank == RANK["review"] else self.hold


def weights_of(weights: RuleWeights, ranks: NDArray[np.int8]) -> NDArray[np.float64]:
    """``RuleWeights.of`` for many rows, shape (n_rows,)."""
    return np.array([weights.of(rank) for rank in range(len(RANK))])[ranks]


def fit_rule_weights(
    log_odds: NDArray[np.float64], ranks: NDArray[np.int8], frauds: NDArray[np.bool_]
) -> tuple[float, RuleWeights]:
    """The shift of the intercept and the weights, by rows that the model has not learnt from.

    Logistic regression with the model's log-odds as offset. Of the eight ways to leave steps out, it is the
    one of least loss among those whose steps are all above zero: the loss is convex, so that is the
    minimum under the bounds.

    Args:
        log_odds: of the model, calibrated, shape (n_rows,).
        ranks: of the severest action that rules asked for, shape (n_rows,).
        frauds: shape (n_rows,), some and not all.
    """
    told = np.stack([ranks >= rank for rank in _STEPS], axis=1).astype(np.float64)
    labels = frauds.astype(np.float64)
    found: list[tuple[float, float, NDArray[np.float64]]] = []
    for count in range(len(_STEPS) + 1):
        for kept in map(list, combinations(range(len(_STEPS)), count)):
            table = np.column_stack([np.ones(len(labels)), told[:, kept]])
            ridge = np.array([0.0, *[RIDGE] * count])
            weights, loss = fit_weights(table, labels, ridge, log_odds)
            if (weights[1:] >= 0.0).all():
                steps = np.zeros(len(_STEPS))
                steps[kept] = weights[1:]
                found.append((loss, float(weights[0]), steps))
    _, shift, steps = min(found, key=lambda each: each[0])
    return shift, RuleWeights.of_steps(steps)
