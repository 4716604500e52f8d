"""What is known of past events at an instant, for training.

Only matured events have a label: those as old as their frauds take to show (``risk.maturity``). Younger
ones are censored as a whole, frauds that are known already too: bad news comes first, so a young
cohort looks worse than it is.

Of the matured, a fraud is an event with a fraud outcome by then. The others are honest if they were cleared,
or were let through and kept silent. A parcel that was held can't be refused at the door, so its silence
says nothing (selective labels); it counts only where an outcome shows that it went its way all the same.
"""

from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.decisions import Action
from data.errors import PostRiskError
from data.events import CLEARED_OUTCOMES, FRAUD_OUTCOMES, OutcomeLine, decode_line
from data.files import read_lines
from data.instants import to_ms
from risk.maturity import maturity_ms

STOPPING: Final[frozenset[Action]] = frozenset({"hold", "decline"})
"""Actions after which an event does not show its natural outcome."""

WENT_ON: Final = frozenset({
    "delivered", "refused", "returned", "undeliverable", "redirected", "claimed", "claim_paid",
    "complaint_not_ordered", "complaint_mismatch", "remitted", "overdue",
    "settle_account_changed", "account_frozen",
})  # fmt: skip
"""Outcomes that only an event has which was let through."""


class Labels:
    """Labels known by an instant.

    Args:
        until_ms: the instant.
        stopped: ids of events that were held or declined.
        bad: outcomes that make an event a fraud, or whatever is to be learnt.
    """

    def __init__(
        self,
        until_ms: int,
        stopped: AbstractSet[str] = frozenset(),
        bad: AbstractSet[str] = FRAUD_OUTCOMES,
    ) -> None:
        self._until_ms = until_ms
        self._bad = bad
        self._stopped = stopped
        self._frauds: set[str] = set()
        self._cleared: set[str] = set()
        self._went_on: set[str] = set()

    def learn(self, outcome: OutcomeLine) -> None:
        """Take an outcome in, if it was known by then."""
        if to_ms(outcome.occurred_at) > self._until_ms:
            return
        if outcome.outcome in self._bad:
            self._frauds.add(outcome.event_id)
        elif outcome.outcome in CLEARED_OUTCOMES:
            self._cleared.add(outcome.event_id)
        elif outcome.outcome in WENT_ON and outcome.event_id in self._stopped:
            self._went_on.add(outcome.event_id)

    def of(self, event_id: str, kind: str, at_ms: int) -> float:
        """1 fraud, 0 honest, NaN unknown. A clearance after a finding lifts it."""
        if at_ms > self._until_ms - maturity_ms(kind):
            return float("nan")
        if event_id in self._cleared:
            return 0.0
        if event_id in self._frauds:
            return 1.0
        untold = event_id in self._stopped and event_id not in self._went_on
        return float("nan") if untold else 0.0


def labels_in(
    path: Path,
    until_ms: int,
    stopped: AbstractSet[str] = frozenset(),
    bad: AbstractSet[str] = FRAUD_OUTCOMES,
) -> Labels:
    """The labels that a file's outcomes give by an instant; lines that break the contract are skipped.

    Args:
        path: events and outcomes, JSON lines.
        until_ms: the instant.
        stopped: ids of events that were held or declined.
        bad: outcomes that make an event a fraud, or whatever is to be learnt.

    Raises:
        Failure: the file can't be read.
    """
    labels = Labels(until_ms, stopped, bad)
    for _, line in read_lines(path):
        if b'"outcome"' in line:
            try:
                value = decode_line(line)
            except PostRiskError:
                continue
            if isinstance(value, OutcomeLine):
                labels.learn(value)
    return labels


def counts(labels: NDArray[np.float64]) -> tuple[int, int]:
    """How many are known as frauds and as honest."""
    return int((labels == 1.0).sum()), int((labels == 0.0).sum())
