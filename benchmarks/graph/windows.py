"""Windows over the past: what was, before a payment, with the same key."""

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float64]


class Past:
    """The earlier rows of the same key, for each row; a row never sees itself.

    Args:
        keys: shape (n,).
        times: shape (n,), strictly rising.
    """

    def __init__(self, keys: NDArray[np.int64], times: NDArray[np.int64]) -> None:
        groups = np.unique(keys, return_inverse=True)[1].astype(np.int64)
        self._order = np.argsort(groups, kind="stable")
        sorted_groups = groups[self._order]
        self._first = np.searchsorted(sorted_groups, sorted_groups)
        self._place = np.arange(len(keys))
        self._times = times[self._order] - times[0]
        self._span = int(times[-1] - times[0]) + 1
        self._line = sorted_groups * self._span + self._times

    def sums(self, values: Table, window: int | None = None) -> Table:
        """Sums over the earlier rows, shape (n, n_columns).

        Args:
            values: shape (n, n_columns).
            window: how far back a row may lie, that distance included; all of them if not given.
        """
        first = self._first
        if window is not None and window < self._span:
            first = np.maximum(first, np.searchsorted(self._line, self._line - window))
        total = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values[self._order], 0)])
        return self._unsorted(total[self._place] - total[first])

    def since(self, back: int = 1) -> Table:
        """Time since the last earlier row, or the one ``back`` rows ago; NaN without; shape (n,)."""
        there = self._place - back >= self._first
        gaps = np.full(len(self._place), np.nan)
        gaps[there] = self._times[there] - self._times[self._place[there] - back]
        return self._unsorted(gaps)

    def earlier(self, most: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Pairs of a row and an earlier one, for up to ``most`` last ones of each row."""
        rows, others = [], []
        for back in range(1, most + 1):
            there = np.flatnonzero(self._place - back >= self._first)
            rows.append(self._order[there])
            others.append(self._order[there - back])
        return np.concatenate(rows), np.concatenate(others)

    def _unsorted(self, values: Table) -> Table:
        found = np.empty_like(values)
        found[self._order] = values
        return found
