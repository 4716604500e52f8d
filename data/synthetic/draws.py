"""Named random streams and the few distributions that the standard library lacks."""

import math
import random
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


def stream(seed: int, *names: object) -> random.Random:
    """An own stream of random numbers for one purpose.

    Each purpose draws from its own stream, so that a new one does not shift the others.
    """
    return random.Random("/".join(str(part) for part in (seed, *names)))


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


class Weighted(Generic[T]):
    """A choice with fixed weights, in logarithmic time.

    Args:
        values: what is chosen from; at least one.
        weights: as many weights, none negative, not all zero.
    """

    def __init__(self, values: Sequence[T], weights: Iterable[float]) -> None:
        self.values = values
        self._cumulative = list(accumulate(weights))

    def pick(self, rng: random.Random) -> T:
        """One value."""
        return rng.choices(self.values, cum_weights=self._cumulative)[0]

    def picks(self, rng: random.Random, count: int) -> list[T]:
        """Several values, each drawn anew."""
        return rng.choices(self.values, cum_weights=self._cumulative, k=count)
