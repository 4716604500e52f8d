"""A few made-up payments."""

import numpy as np

from benchmarks.handbook.rows import BOOK_FEATURES, Rows, day_of

MONDAY = day_of("2018-07-02")


def rows_of(*told: tuple[float, int, int, float, int]) -> Rows:
    """Payments of (day, customer, terminal, amount, fraud), in the order told."""
    days, customers, terminals, amounts, frauds = zip(*told, strict=True)
    return Rows(
        np.arange(len(told)),
        np.array([int((MONDAY + day) * 86_400) for day in days]),
        np.array(customers),
        np.array(terminals),
        np.array(amounts, np.float64),
        np.array(frauds),
        np.zeros((len(told), len(BOOK_FEATURES))),
    )
