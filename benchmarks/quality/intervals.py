"""Intervals by a bootstrap over campaigns: the rows of one campaign are not independent.

Campaigns are drawn with replacement, as many as there are; all frauds of one come and go together.
Honest rows are kept: there are hundreds of them for each fraud, so they add little; that look-alikes
come in groups too is therefore not in the interval.
"""

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

DRAWS: Final = 200
_ENDS: Final = (0.025, 0.975)

Weights = NDArray[np.float64]


class Figure(Struct, frozen=True):
    """A figure with its 95 % interval; the ends are NaN where there are fewer than two campaigns."""

    value: float
    low: float
    high: float


def figures_of(
    measure: Callable[[Weights], dict[str, float]],
    campaigns: NDArray[np.int64],
    weight: float,
    seed: int,
) -> dict[str, Figure]:
    """Figures at the true weights, with intervals.

    Args:
        measure: weights of the frauds -> figures by name.
        campaigns: shape (n_frauds,), the campaign of each.
        weight: of each fraud; see ``ranking``.
        seed: of the draws.
    """
    point = measure(np.full(len(campaigns), weight))
    drawn = [measure(weights * weight) for weights in draws(campaigns, seed)]
    return {name: _figure(value, [one[name] for one in drawn]) for name, value in point.items()}


def draws(campaigns: NDArray[np.int64], seed: int, number: int = DRAWS) -> Iterator[Weights]:
    """How often each row counts in each draw; nothing where there are fewer than two campaigns."""
    known, place = np.unique(campaigns, return_inverse=True)
    if len(known) < 2:
        return
    rng = np.random.default_rng(seed)
    for _ in range(number):
        counts = rng.multinomial(len(known), np.full(len(known), 1.0 / len(known)))
        yield counts[place].astype(np.float64)


def _figure(value: float, drawn: list[float]) -> Figure:
    if not drawn or np.isnan(value):
        return Figure(value, float("nan"), float("nan"))
    low, high = np.nanquantile(drawn, _ENDS)
    return Figure(value, float(low), float(high))
