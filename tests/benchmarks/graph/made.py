"""A small graph and small payments, made up."""

import numpy as np

from benchmarks.graph.aggregates import both_ways
from benchmarks.graph.payments import Payments
from benchmarks.graph.tolokers import Workers


def payments_of(*told: tuple[int, int, float, int]) -> Payments:
    """Payments of (source, target, amount, label) in order of time, of one location and type."""
    source, target, amount, label = zip(*told, strict=True)
    same = np.zeros(len(told), np.int64)
    return Payments(
        np.arange(len(told)),
        np.array(source),
        np.array(target),
        np.array(amount, np.float64),
        same,
        same,
        np.array(label),
    )


def many_payments(n: int = 1_500, seed: int = 3) -> Payments:
    """Payments at random; the few sources below 5 are frauds, where a label is known."""
    rng = np.random.default_rng(seed)
    source = rng.integers(0, 25, n)
    unknown = rng.random(n) < 0.4
    return Payments(
        np.arange(n),
        source,
        rng.integers(0, 8, n),
        np.where(source < 5, 500.0, 20.0) * rng.random(n),
        rng.integers(0, 4, n),
        rng.integers(0, 3, n),
        np.where(unknown, 2, (source < 5).astype(np.int64)),
    )


def workers(n: int = 200, seed: int = 4) -> Workers:
    """A ring of workers, banned where the neighbours' feature is high; two splits by halves."""
    rng = np.random.default_rng(seed)
    own = rng.random((n, 2))
    edges = np.column_stack([np.arange(n), (np.arange(n) + 1) % n])
    links = both_ways(edges, n)
    banned = (links @ own)[:, 0] > 1.2
    train = np.tile(rng.random(n) < 0.5, (2, 1))
    train[1] = ~train[0]
    return Workers(own, banned, links, train, ~train)
