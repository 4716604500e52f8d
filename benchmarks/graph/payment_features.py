"""What is known of a payment when it comes: features of the engine's kind, over the past only.

What is known of frauds stands apart (``known_frauds``), because it depends on the split whose labels
may be known.
"""

from collections.abc import Iterator
from itertools import permutations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.graph.aggregates import Table, links_of, widened
from benchmarks.graph.payments import FRAUD, Payments
from benchmarks.graph.windows import Past

ENTITIES: Final = ("source", "target", "location", "type")
PAIRS: Final = (
    ("source", "target"),
    ("source", "location"),
    ("source", "type"),
    ("target", "location"),
    ("target", "type"),
)
WINDOWS: Final = (1_000, 10_000, None)
"""How far back, in units of ``Payments.time``; None is all the past."""
NEIGHBOURS: Final = 5
"""A payment is linked to so many last ones of the same source, and so on for each entity."""

_BACK: Final = (1, 5)
"""Gaps to the last payment of a key, and to the fifth last."""


def features_of(payments: Payments) -> Table:
    """Counts, amounts, gaps and distinct partners, beside neighbour aggregates over two hops.

    Neighbours of a payment are the last payments of the same source, of the same target, of the same
    location and of the same type: four kinds of link, all into the past. Their own features are the
    amount and the gaps before them, zero where nothing was before.

    Args:
        payments: in order of time.

    Returns:
        Shape (n, n_columns); NaN where there is no past.
    """
    amount = np.log1p(payments.amount)
    columns = [column for past in _pasts(payments) for column in _windows(past, amount)]
    columns += _distinct(payments)
    by_entity = [Past(getattr(payments, name), payments.time) for name in ENTITIES]
    gaps = [np.nan_to_num(np.log1p(past.since())) for past in by_entity]
    links = [links_of(*past.earlier(NEIGHBOURS), len(payments)) for past in by_entity]
    own = np.column_stack([amount, *gaps])
    return np.column_stack([*columns, widened(own, links, hops=2)])


def known_frauds(payments: Payments, known: NDArray[np.bool_]) -> Table:
    """Known frauds among the earlier payments of a key, and their share of those with a known label.

    A payment's own label is never among them.

    Args:
        payments: in order of time.
        known: whose labels may be seen, shape (n,).

    Returns:
        Shape (n, n_columns).
    """
    told = np.column_stack([known & (payments.label == FRAUD), known]).astype(np.float64)
    columns = []
    for past in _pasts(payments):
        for window in WINDOWS:
            frauds, labelled = past.sums(told, window).T
            columns += [frauds, _ratio(frauds, labelled)]
    return np.column_stack(columns)


def _pasts(payments: Payments) -> Iterator[Past]:
    for name in ENTITIES:
        yield Past(getattr(payments, name), payments.time)
    for one, other in PAIRS:
        yield Past(_paired(payments, one, other), payments.time)


def _windows(past: Past, amount: Table) -> list[Table]:
    columns = [past.since(back) for back in _BACK]
    summed = np.column_stack([np.ones(len(amount)), amount, amount**2])
    for window in WINDOWS:
        count, total, squares = past.sums(summed, window).T
        mean = _ratio(total, count)
        spread = np.sqrt(np.maximum(_ratio(squares, count) - mean**2, 0.0))
        columns += [count, mean, amount - mean, spread]
    return columns


def _distinct(payments: Payments) -> list[Table]:
    found = []
    for one, other in permutations(ENTITIES, 2):
        first = np.zeros((len(payments), 1))
        first[np.unique(_paired(payments, one, other), return_index=True)[1]] = 1.0
        found.append(Past(getattr(payments, one), payments.time).sums(first)[:, 0])
    return found


def _ratio(part: Table, whole: Table) -> Table:
    found = np.full(len(part), np.nan)
    np.divide(part, whole, out=found, where=whole > 0)
    return found


def _paired(payments: Payments, one: str, other: str) -> NDArray[np.int64]:
    others: NDArray[np.int64] = getattr(payments, other)
    keys: NDArray[np.int64] = getattr(payments, one) * (others.max() + 1) + others
    return keys
