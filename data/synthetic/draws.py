"""Named random streams and the few distributions that the standard library lacks."""

import hashlib
import math
import random
from array import array
from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


def stream(seed: int, *names: object) -> random.Random:
    """An own stream of random numbers for one purpose.

    Each purpose draws from its own stream, so that a new one does not shift the others.
    """
    return random.Random("/".join(str(part) for part in (seed, *names)))


def opaque(seed: int, what: str, number: int) -> str:
    """Twenty hexadecimal digits for the place of something; nothing can be read from them."""
    return hashlib.blake2b(f"{seed}/{what}/{number}".encode(), digest_size=10).hexdigest()


def chance(rng: random.Random, probability: float) -> bool:
    """True with the given probability; always takes exactly one draw."""
    return rng.random() < probability


def poisson(rng: random.Random, mean: float) -> int:
    """A Poisson count, by Knuth's product; by the rounded normal above a mean of 50."""
    if mean > 50:
        return max(0, round(rng.gauss(mean, math.sqrt(mean))))
    limit, product, count = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count


def log_uniform(rng: random.Random, low: int, high: int) -> int:
    """An integer from ``low`` to ``high`` whose logarithm is uniform."""
    return min(high, int(math.exp(rng.uniform(math.log(low), math.log(high + 1)))))


def mean_of_log_uniform(low: int, high: int) -> float:
    """The mean of ``log_uniform``, by the integral of its density.

    >>> round(mean_of_log_uniform(10, 100), 1)
    39.3
    """
    low_edge, high_edge = low, high + 1
    return (high_edge - low_edge) / math.log(high_edge / low_edge) - 0.5 if high > low else low


class Weighted(Generic[T]):
    """A choice with fixed weights, in logarithmic time and eight bytes a value.

    Args:
        values: what is chosen from; at least one.
        weights: as many weights, none negative, not all zero.
    """

    __slots__ = ("_cumulative", "_last", "_total", "values")

    def __init__(self, values: Sequence[T], weights: Iterable[float]) -> None:
        self.values = values
        self._cumulative = array("d", accumulate(weights))
        self._total = self._cumulative[-1]
        self._last = len(self._cumulative) - 1

    def place(self, rng: random.Random) -> int:
        """The place of one value."""
        return bisect(self._cumulative, rng.random() * self._total, 0, self._last)

    def pick(self, rng: random.Random) -> T:
        """One value."""
        return self.values[bisect(self._cumulative, rng.random() * self._total, 0, self._last)]

    def picks(self, rng: random.Random, count: int) -> list[T]:
        """Several values, each drawn anew."""
        return [self.pick(rng) for _ in range(count)]
