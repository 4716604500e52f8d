"""The book's split (chapter 3, ``get_train_test_set``): a week, a delay of a week, a week.

A customer whose card was found to be compromised is taken out of the test: found in the training week, or
in the days after it, a day's frauds being known ``DELAY_DAYS`` later. The book counts the last of these days
one day short, and so do we.
"""

from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from benchmarks.handbook.rows import Rows

TRAIN_DAYS: Final = 7
DELAY_DAYS: Final = 7
TEST_DAYS: Final = 7


class Split(Struct, frozen=True):
    """Positions of rows.

    Attributes:
        train: those to fit on, shape (n_train,).
        test: those to judge by, shape (n_test,).
    """

    train: NDArray[np.intp]
    test: NDArray[np.intp]


def split_of(rows: Rows, start: int) -> Split:
    """The book's split of some payments.

    Args:
        rows: of at least three weeks.
        start: first day of training, in days since the epoch.
    """
    day, fraud = rows.day, rows.fraud == 1
    train = (day >= start) & (day < start + TRAIN_DAYS)
    known = set(rows.customer[train & fraud].tolist())
    test = [np.zeros(0, np.intp)]
    for number in range(TEST_DAYS):
        found = (day == start + TRAIN_DAYS + number - 1) & fraud
        known |= set(rows.customer[found].tolist())
        today = np.flatnonzero(day == start + TRAIN_DAYS + DELAY_DAYS + number)
        test.append(today[~np.isin(rows.customer[today], list(known))])
    return Split(np.flatnonzero(train), np.concatenate(test))
