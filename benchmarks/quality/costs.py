"""Money saved in the test, by the cost table of ``risk.costs``. An estimate, never a promise."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from benchmarks.quality.evaluate import Prevalence
from benchmarks.quality.thresholds import BUDGETS, threshold_for
from benchmarks.quality.trial import Method, Trial
from risk.costs import FEN, CostTable

CURVE_BUDGETS: Final = tuple(step / 1000 for step in range(31))
"""Review budgets of the cost curve: none to 3 %."""


class Saving(Struct, frozen=True):
    """What a method saves at a budget, in yuan.

    Attributes:
        kind: of the events.
        method: one of ``trial.METHODS``.
        prevalence: of the frauds.
        budget: the share of alerts that the threshold was set to, in tuning.
        alerts: how many there were in the test (frauds by weight).
        alert_share: of all events of the test.
        precision: share of the alerts that were frauds.
        recall: share of the frauds that were alerts.
        loss_without: of all frauds, if nobody looks.
        prevented: by the reviews.
        cost: of reviews and of honest customers who were held.
        saved: prevented less cost.
    """

    kind: str
    method: str
    prevalence: Prevalence
    budget: float
    alerts: float
    alert_share: float
    precision: float
    recall: float
    loss_without: float
    prevented: float
    cost: float
    saved: float


class Accounts:
    """The money of one kind of event at one prevalence.

    Args:
        trial: the scores.
        prevalence: its name.
        weight: how often each fraud counts at it.
        costs: the table.
    """

    def __init__(
        self, trial: Trial, prevalence: Prevalence, weight: float, costs: CostTable
    ) -> None:
        self._trial = trial
        self._prevalence = prevalence
        self._weight = weight
        self._costs = costs
        self._losses = losses_of(trial, costs)

    def saving(self, method: Method, budget: float) -> Saving:
        """One method at one budget, by the threshold of tuning."""
        costs, fraud, weight = self._costs, self._trial.fraud, self._weight
        alerts = threshold_for(method.tune, budget).alerts(method.test)
        caught, wrong = float(alerts[fraud].sum()) * weight, float(alerts[~fraud].sum())
        frauds, honest = float(fraud.sum()) * weight, float((~fraud).sum())
        prevented = float((alerts * self._losses).sum()) * weight * costs.prevented_share
        cost = (caught + wrong) * costs.review + wrong * costs.wrong_hold
        return Saving(
            kind=self._trial.kind,
            method=method.name,
            prevalence=self._prevalence,
            budget=budget,
            alerts=caught + wrong,
            alert_share=_ratio(caught + wrong, honest + frauds),
            precision=_ratio(caught, caught + wrong),
            recall=_ratio(caught, frauds),
            loss_without=float(self._losses.sum()) * weight,
            prevented=prevented,
            cost=cost,
            saved=prevented - cost,
        )

    def curve(self, method: Method) -> list[float]:
        """Yuan saved by a method at each of ``CURVE_BUDGETS``."""
        return [self.saving(method, budget).saved for budget in CURVE_BUDGETS]


def losses_of(trial: Trial, costs: CostTable) -> NDArray[np.float64]:
    """The loss of each test row in yuan, 0 for honest ones; shape (n_test,)."""
    losses = np.zeros(len(trial.test))
    for code in np.unique(trial.test["typology"][trial.fraud]):
        loss = costs.loss_of(trial.names.of(int(code)))
        rows = trial.fraud & (trial.test["typology"] == code)
        money = trial.test["money_fen"][rows] / FEN
        losses[rows] = loss.fixed + loss.of_money * money
    return losses


def savings(trial: Trial, weights: Mapping[Prevalence, float], costs: CostTable) -> list[Saving]:
    """Each method at each budget and prevalence; all frauds of the test, ongoing ones too.

    Nothing where there is no fraud.
    """
    if not trial.fraud.any():
        return []
    return [
        accounts.saving(method, budget)
        for accounts in (Accounts(trial, *weight, costs) for weight in weights.items())
        for method in trial.methods
        for budget in BUDGETS
    ]


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")
