"""G2, G3, G5: what the methods of the quality suite find, for the targets of the simulator."""

from collections.abc import Iterable
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from benchmarks.quality.collect import STEALTH
from benchmarks.quality.evaluate import Question, Result, volume_codes
from benchmarks.quality.trial import OURS, Trial

BUDGET: Final = 0.02
"""Of all events: four times the frauds' share of parcels at the realistic prevalence."""
BUDGETS: Final = (0.005, 0.01, BUDGET)


class ByStealth(Struct, frozen=True):
    """Recall of the full system at one level.

    Attributes:
        kind: of the events.
        stealth: the level.
        frauds: of that level in the test.
        recall: budget -> share of them that is called.
    """

    kind: str
    stealth: str
    frauds: int
    recall: dict[float, float]


def answer(results: Iterable[Result], kind: str, method: str) -> Result | None:
    """A method's result at the realistic prevalence.

    Of new campaigns; where the test has none, as in a small world, of ongoing ones as they are.
    """
    found = {r.question: r for r in results if (r.kind, r.method) == (kind, method)}
    asked = (
        Question("core", prevalence="realistic"),
        Question("core", campaigns="ongoing"),
        Question("core", campaigns="ongoing", prevalence="realistic"),
    )
    return next((found[question] for question in asked if question in found), None)


def by_stealth(trial: Trial, weight: float) -> list[ByStealth]:
    """Recall by level, without the volume typologies; ongoing campaigns only where none is new.

    Args:
        trial: the scores.
        weight: how often a fraud counts: the realistic prevalence.
    """
    scores = next((m.test for m in trial.methods if m.name == OURS), None)
    core = trial.fraud & ~np.isin(trial.test["typology"], volume_codes(trial))
    new = core & ~trial.ongoing
    asked = new if new.any() else core
    if scores is None or not asked.any():
        return []
    kept = ~trial.fraud | asked
    order = np.flatnonzero(kept)[np.argsort(-scores[kept], kind="stable")]
    weights = np.where(asked[order], weight, 1.0)
    before = np.concatenate([[0.0], np.cumsum(weights)[:-1]])
    called = {budget: order[before < budget * weights.sum()] for budget in BUDGETS}
    return [
        _at(trial, asked & (trial.test["stealth"] == code), name, called)
        for code, name in enumerate(STEALTH)
        if name and (asked & (trial.test["stealth"] == code)).any()
    ]


def _at(
    trial: Trial, frauds: NDArray[np.bool_], name: str, called: dict[float, NDArray[np.intp]]
) -> ByStealth:
    count = int(frauds.sum())
    recall = {budget: int(frauds[rows].sum()) / count for budget, rows in called.items()}
    return ByStealth(trial.kind, name, count, recall)
