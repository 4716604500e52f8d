"""All methods fitted on one kind of event, with their scores on the months of tuning and test."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from benchmarks.quality.baselines import fit_boosted, rules_alone, tabular_columns
from benchmarks.quality.ours import fit_ours, known_labels, probability, score_ours
from benchmarks.quality.split import TEST, TRAIN, TUNE, Split, ongoing
from benchmarks.quality.table import Names, Table

METHODS: Final = {
    "rules": "rules alone",
    "iforest": "isolation forest alone",
    "tabular": "boosted trees, no history",
    "raw_counts": "boosted trees + raw-text counts",
    "score": "our score without rules",
    "engine": "our engine",
}
"""Permanent names of the methods, and how people read them."""
OURS: Final = "engine"


class Method(NamedTuple):
    """One method's scores.

    Attributes:
        name: one of ``METHODS``.
        tune: shape (n_tune,); higher is more suspicious.
        test: shape (n_test,).
        probability: of fraud for the test rows, where the method claims one.
    """

    name: str
    tune: NDArray[np.float64]
    test: NDArray[np.float64]
    probability: NDArray[np.float64] | None = None


class Trial(Struct, frozen=True):
    """One kind of event under all methods that could be fitted.

    Attributes:
        kind: of the events.
        names: of typologies, campaigns and look-alikes.
        split: of the world.
        test: the facts of the test rows; see ``table.FACT``.
        observed: shape (n_test,), the labels known in the end; see ``labels``.
        ongoing: shape (n_test,), whether a fraud's campaign had begun before the test.
        tune_rows: how many events tuning had.
        training: rows, and known frauds and honest among them.
        methods: in the order of ``METHODS``.
        ledger_error: largest ``|base + Σ contributions - total|`` of our score in tuning and test.
    """

    kind: str
    names: Names
    split: Split
    test: NDArray[Any]
    observed: NDArray[np.int8]
    ongoing: NDArray[np.bool_]
    tune_rows: int
    training: tuple[int, int, int]
    methods: tuple[Method, ...]
    ledger_error: float

    @property
    def fraud(self) -> NDArray[np.bool_]:
        """The truth of the test rows; camouflage is none."""
        return np.asarray(self.test["fraud"] == 1)


def run_trial(
    table: Table, split: Split, seed: int, told: Callable[[], object] = lambda: None
) -> Trial:
    """Fit every method on the training rows and score the rest.

    A method that has too little to learn from is left out.

    Args:
        table: all rows of a kind.
        split: of the world.
        seed: of every fit.
        told: called after each row that the engine scored.
    """
    facts = table.facts
    part = split.part_of(facts["arrived_ms"])
    labels = known_labels(table, np.flatnonzero(part == TRAIN))
    tune, test = np.flatnonzero(part == TUNE), np.flatnonzero(part == TEST)
    ours, ledger_error = _ours(table, part, seed, told)
    methods = [
        Method("rules", rules_alone(table, tune), rules_alone(table, test)),
        *_boosted(table, part, labels, seed),
        *ours,
    ]
    order = list(METHODS)
    return Trial(
        table.kind,
        table.names,
        split,
        facts[test],
        table.observed[test],
        ongoing(facts, part == TEST)[test],
        len(tune),
        (len(labels), int((labels == 1.0).sum()), int((labels == 0.0).sum())),
        tuple(sorted(methods, key=lambda method: order.index(method.name))),
        ledger_error,
    )


def _ours(
    table: Table, part: NDArray[np.int8], seed: int, told: Callable[[], object]
) -> tuple[list[Method], float]:
    """Our engine, its score alone, and the forest that is a part of it: one pass over the rows.

    And the largest error of a ledger.
    """
    model = fit_ours(table, part, seed)
    if model is None:
        return [], 0.0
    tune, test = (
        score_ours(table, model, np.flatnonzero(part == which), told) for which in (TUNE, TEST)
    )
    methods = [
        Method("iforest", tune.forest, test.forest),
        Method("score", tune.alone, test.alone, probability(test.alone)),
        Method("engine", tune.queue(), test.queue(), probability(test.log_odds)),
    ]
    return methods, max(tune.ledger_error, test.ledger_error)


def _boosted(
    table: Table, part: NDArray[np.int8], labels: NDArray[np.float64], seed: int
) -> list[Method]:
    found = []
    for name, counts in (("tabular", False), ("raw_counts", True)):
        fitted = fit_boosted(table, tabular_columns(table, counts=counts), part, labels, seed)
        if fitted is not None:
            tune, test = (fitted.probability(np.flatnonzero(part == p)) for p in (TUNE, TEST))
            found.append(Method(name, tune, test, test))
    return found
