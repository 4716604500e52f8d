"""The figures of each method, for each question that may be asked of the test.

A result answers: which events, which frauds, by which labels, at which prevalence. Frauds that do
not belong to the question are left out with their rows; the honest rows are always all there.

The realistic prevalence is reached by weight: each fraud counts, say, 0.3 times. That is what one
would find on average if each campaign were left out with a chance of 0.7, without the noise of one
such draw. It is right as far as the simulator's own knob goes, which makes fewer campaigns and leaves
the honest traffic as it is. It is not a training at that prevalence: models keep what they learnt.
"""

from collections.abc import Iterator
from functools import partial
from typing import Final, Literal, TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from benchmarks.quality.intervals import Figure, Weights, figures_of
from benchmarks.quality.labels import UNKNOWN
from benchmarks.quality.prevalence import VOLUME_TYPOLOGIES
from benchmarks.quality.thresholds import BUDGETS, daily_capacity
from benchmarks.quality.trial import Method, Trial
from detectors.ranking import Ranking

BAF_FALSE_POSITIVES: Final = 0.05
"""The BAF benchmark's headline for openings: recall while 5 % of the honest are called."""

Rows: TypeAlias = Literal["core", "all"]
Campaigns: TypeAlias = Literal["new", "ongoing"]
Truth: TypeAlias = Literal["true", "observed"]
Prevalence: TypeAlias = Literal["enriched", "realistic"]


class Question(Struct, frozen=True):
    """What a result is about.

    Attributes:
        rows: ``core`` leaves the volume typologies out; ``all`` is asked where the test has some.
        campaigns: begun in the test, or before it.
        labels: what counts as a fraud: the truth, or what was observed in the end.
        prevalence: as simulated, or as published rates.
    """

    rows: Rows
    campaigns: Campaigns = "new"
    labels: Truth = "true"
    prevalence: Prevalence = "enriched"


class Result(Struct, frozen=True):
    """The figures of one method.

    Attributes:
        kind: of the events.
        method: one of ``trial.METHODS``.
        question: what it is about.
        frauds: rows that count as frauds.
        fraud_campaigns: how many campaigns they belong to.
        honest: all other rows.
        figures: by name, with intervals.
    """

    kind: str
    method: str
    question: Question
    frauds: int
    fraud_campaigns: int
    honest: int
    figures: dict[str, Figure]


def questions(prevalences: tuple[Prevalence, ...], rows: tuple[Rows, ...]) -> Iterator[Question]:
    """All questions of a kind: new campaigns by both labels, ongoing ones by the truth."""
    for which in rows:
        for prevalence in prevalences:
            yield Question(which, prevalence=prevalence)
            yield Question(which, labels="observed", prevalence=prevalence)
        yield Question(which, campaigns="ongoing", prevalence=prevalences[0])


def evaluate(trial: Trial, weights: dict[Prevalence, float], seed: int) -> list[Result]:
    """Every method on every question that has frauds.

    Args:
        trial: the scores.
        weights: how often a fraud counts at each prevalence.
        seed: of the bootstrap.
    """
    volume = np.isin(trial.test["typology"], volume_codes(trial)) & trial.fraud
    rows: tuple[Rows, ...] = ("core", "all") if volume.any() else ("core",)
    results = []
    for question in questions(tuple(weights), rows):
        asked = _Asked(trial, question, _kept(trial, question, volume))
        if asked.fraud.any():
            weight = weights[question.prevalence]
            results += [asked.result(method, weight, seed) for method in trial.methods]
    return results


def volume_codes(trial: Trial) -> list[int]:
    """The codes of the volume typologies that the world has."""
    texts = trial.names.texts
    return [texts[name] for name in VOLUME_TYPOLOGIES if name in texts]


def _kept(trial: Trial, question: Question, volume: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The test rows that a question looks at."""
    begun_before = trial.ongoing if question.campaigns == "new" else trial.fraud & ~trial.ongoing
    left_out = begun_before | volume if question.rows == "core" else begun_before
    unknown = trial.observed == UNKNOWN if question.labels == "observed" else False
    return np.asarray(~(left_out | unknown))


class _Asked:
    """A question with the rows that it looks at."""

    def __init__(self, trial: Trial, question: Question, kept: NDArray[np.bool_]) -> None:
        facts = trial.test[kept]
        self._trial, self._question, self._kept = trial, question, kept
        labels = facts["fraud"] if question.labels == "true" else trial.observed[kept]
        self.fraud: NDArray[np.bool_] = np.asarray(labels == 1)
        self._campaigns = clusters(facts["campaign"][self.fraud])
        self._days = trial.split.test_day_of(facts["arrived_ms"])

    def result(self, method: Method, weight: float, seed: int) -> Result:
        """What one method answers."""
        scores, trial = method.test[self._kept], self._trial
        capacity = daily_capacity(trial.tune_rows, trial.split.days[1])
        days = _by_day(self._days, scores, self.fraud)
        measure = partial(_measures, Ranking(scores, self.fraud), days, capacity)
        return Result(
            kind=trial.kind,
            method=method.name,
            question=self._question,
            frauds=int(self.fraud.sum()),
            fraud_campaigns=len(np.unique(self._campaigns)),
            honest=int((~self.fraud).sum()),
            figures=figures_of(measure, self._campaigns, weight, seed),
        )


def clusters(campaigns: NDArray[np.int32]) -> NDArray[np.int64]:
    """What is drawn together: a campaign, or a row that belongs to none (a wrong label)."""
    alone = -1 - np.arange(len(campaigns), dtype=np.int64)
    return np.where(campaigns > 0, campaigns.astype(np.int64), alone)


_Day: TypeAlias = tuple[Ranking, NDArray[np.intp]]
"""The ranking of one day, and the places of its frauds among all frauds."""


def _by_day(
    days: NDArray[np.int64], scores: NDArray[np.float64], fraud: NDArray[np.bool_]
) -> list[_Day]:
    fraud_days = days[fraud]
    return [
        (Ranking(scores[days == day], fraud[days == day]), np.flatnonzero(fraud_days == day))
        for day in np.unique(days)
    ]


def _measures(
    ranking: Ranking, days: list[_Day], capacity: int, weights: Weights
) -> dict[str, float]:
    figures = {"pr_auc": ranking.average_precision(weights)}
    for budget in BUDGETS:
        figures[recall_name(budget)] = ranking.recall_at_budget(budget, weights)
    figures["tpr_at_5_fpr"] = ranking.recall_at_false_positives(BAF_FALSE_POSITIVES, weights)
    caught = sum(day.caught(capacity, weights[rows]) for day, rows in days)
    looked = sum(min(capacity, day.honest + weights[rows].sum()) for day, rows in days)
    figures["precision_at_capacity"] = float(caught / looked) if looked else float("nan")
    return figures


def recall_name(budget: float) -> str:
    """The name of the recall at a budget: tenths of a per cent, in two digits.

    >>> recall_name(0.005)
    'recall_at_05'
    """
    return f"recall_at_{round(budget * 1000):02d}"
