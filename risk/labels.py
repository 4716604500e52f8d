"""What is known of past events at an instant, for training.

A fraud is an event with a fraud outcome by then. An event is taken as honest when it was cleared, or
when ``MATURITY_MS`` have passed without a fraud outcome. Younger events are unknown, not negatives.
"""

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.errors import PostRiskError
from data.events import CLEARED_OUTCOMES, FRAUD_OUTCOMES, OutcomeLine, decode_line
from data.files import read_lines
from data.instants import DAY_MS, to_ms

MATURITY_MS: Final = 14 * DAY_MS
"""Starting value [D]: most refusals (3-10 days) and first findings are in; see DOMAIN 6.1."""


class Labels:
    """Labels known by an instant.

    Args:
        until_ms: the instant.
    """

    def __init__(self, until_ms: int) -> None:
        self._until_ms = until_ms
        self._frauds: set[str] = set()
        self._cleared: set[str] = set()

    def learn(self, outcome: OutcomeLine) -> None:
        """Take an outcome in, if it was known by then."""
        if to_ms(outcome.occurred_at) > self._until_ms:
            return
        if outcome.outcome in FRAUD_OUTCOMES:
            self._frauds.add(outcome.event_id)
        elif outcome.outcome in CLEARED_OUTCOMES:
            self._cleared.add(outcome.event_id)

    def of(self, event_id: str, at_ms: int) -> float:
        """1 fraud, 0 honest, NaN unknown. A clearance after a finding lifts it."""
        if event_id in self._cleared:
            return 0.0
        if event_id in self._frauds:
            return 1.0
        return 0.0 if at_ms <= self._until_ms - MATURITY_MS else float("nan")


def labels_in(path: Path, until_ms: int) -> Labels:
    """The labels that a file's outcomes give by an instant; lines that break the contract are skipped.

    Raises:
        Failure: the file can't be read.
    """
    labels = Labels(until_ms)
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
