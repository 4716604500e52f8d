"""S-FFSD: which of 29,643 payments with a known label are frauds, by two splits.

``random`` is the published split of RGTAN's code: 40 % of all payments to train on, drawn without regard to
time. ``time`` trains on as large a share of the labelled payments, the earliest, and judges the rest.

All features look into the past alone. ``labels`` adds known frauds of the same keys, of the training
part only: for ``random`` those before and after a payment, as the published methods are given their
neighbours' labels whatever the time; for ``time`` those before it. The published code goes further: it
hides the labels of the batch that it scores, not those of other payments of the test part.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from sklearn.model_selection import train_test_split

from benchmarks.adbench.outcome import Reached, reached
from benchmarks.graph.aggregates import Table
from benchmarks.graph.payment_features import features_of, known_frauds
from benchmarks.graph.payments import FRAUD, UNKNOWN, Payments
from benchmarks.graph.trees import chances
from benchmarks.handbook.split import Split

SPLITS: Final = ("random", "time")
KNOWING: Final = ("no_labels", "labels")

TEST_SHARE: Final = 0.6
SEED: Final = 2
"""Of the published draw."""


def random_split(payments: Payments) -> Split:
    """The published split: drawn of all payments, stratified; those without a label are left out then."""
    train, test = train_test_split(
        np.arange(len(payments)),
        stratify=payments.label,
        test_size=TEST_SHARE,
        random_state=SEED,
        shuffle=True,
    )
    return Split(*(np.sort(part[payments.label[part] != UNKNOWN]) for part in (train, test)))


def time_split(payments: Payments) -> Split:
    """The earliest labelled payments to train on, the rest to judge by."""
    labelled = np.flatnonzero(payments.label != UNKNOWN)
    cut = round((1.0 - TEST_SHARE) * len(labelled))
    return Split(labelled[:cut], labelled[cut:])


def fits() -> int:
    """How many models ``reached_of`` fits."""
    return len(SPLITS) * len(KNOWING)


def reached_of(
    payments: Payments, told: Callable[[], object] = lambda: None
) -> dict[tuple[str, str], Reached]:
    """AUC and AP of the test part, by split and by what is known of frauds.

    Args:
        payments: in order of time.
        told: called after each fit.
    """
    plain = features_of(payments)
    found = {}
    for name, split in zip(SPLITS, (random_split(payments), time_split(payments)), strict=True):
        frauds = payments.label == FRAUD
        tables = (
            plain,
            np.column_stack([plain, known_of(payments, split, later=name == "random")]),
        )
        for knowing, table in zip(KNOWING, tables, strict=True):
            scores = chances(table, frauds, split.train, split.test)
            found[name, knowing] = reached(frauds[split.test].astype(np.int64), scores)
            told()
    return found


def known_of(payments: Payments, split: Split, *, later: bool) -> Table:
    """Known frauds of the training part, of each payment; see ``known_frauds``.

    Args:
        payments: in order of time.
        split: of these payments.
        later: whether frauds after a payment count too, in columns of their own.
    """
    known = np.zeros(len(payments), np.bool_)
    known[split.train] = True
    before = known_frauds(payments, known)
    if not later:
        return before
    after = known_frauds(payments.backwards(), known[::-1])[::-1]
    return np.column_stack([before, after])
