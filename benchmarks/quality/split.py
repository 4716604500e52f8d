"""The split by time: train on the past, tune on the month after it, test on the last month."""

from datetime import datetime
from typing import Any, Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from data.instants import DAY_MS, to_ms

_MONTH_DAYS: Final = (30 + 31 + 31 + 30, 31, 30)
"""June to September, October, November: the protocol of preset M."""

TRAIN, TUNE, TEST = 0, 1, 2


class Split(Struct, frozen=True):
    """Three stretches of whole days that follow each other.

    Events belong to the stretch in which they arrived: one that comes late was not there before.

    Attributes:
        start_ms: the first instant of the world.
        train_until_ms: the last instant of training: labels known by then are those of training.
        tune_until_ms: the last instant of tuning.
        days: how many days each stretch has.
    """

    start_ms: int
    train_until_ms: int
    tune_until_ms: int
    days: tuple[int, int, int]

    def part_of(self, arrived_ms: NDArray[np.int64]) -> NDArray[np.int8]:
        """``TRAIN``, ``TUNE`` or ``TEST`` for each instant."""
        after_training = (arrived_ms > self.train_until_ms).astype(np.int8)
        return after_training + (arrived_ms > self.tune_until_ms).astype(np.int8)

    def test_day_of(self, arrived_ms: NDArray[np.int64]) -> NDArray[np.int64]:
        """The day of the test of each of its instants, from 0; days begin at local midnight."""
        return np.asarray((arrived_ms - self.tune_until_ms - 1) // DAY_MS)


def split_of(start: str, days: int) -> Split:
    """The split of a world: two thirds, a sixth and a sixth of its days.

    Args:
        start: first instant of the world, RFC 3339.
        days: how many days it lasts; at least 3.

    >>> split_of("2025-06-01T00:00:00+08:00", 183).days
    (122, 31, 30)
    >>> split_of("2025-06-01T00:00:00+08:00", 40).days
    (27, 6, 7)
    """
    whole = sum(_MONTH_DAYS)
    train = round(days * _MONTH_DAYS[0] / whole)
    tune = round(days * (_MONTH_DAYS[0] + _MONTH_DAYS[1]) / whole) - train
    start_ms = to_ms(datetime.fromisoformat(start))
    train_until_ms = start_ms + train * DAY_MS - 1
    return Split(
        start_ms, train_until_ms, train_until_ms + tune * DAY_MS, (train, tune, days - train - tune)
    )


def ongoing(facts: NDArray[Any], chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Chosen frauds of campaigns whose first fraud came before all that is chosen; camouflage begins nothing.

    Args:
        facts: of all rows in order of arrival, see ``table.FACT``.
        chosen: shape (n_rows,), which of them are asked about.
    """
    fraud = facts["fraud"] == 1
    before = np.arange(len(facts)) < np.argmax(chosen)
    begun = np.unique(facts["campaign"][fraud & before])
    return np.asarray(fraud & chosen & np.isin(facts["campaign"], begun))
