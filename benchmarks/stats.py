"""Order statistics of small samples."""

from collections.abc import Sequence
from math import ceil
from statistics import median

__all__ = ["median", "percentile"]


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile: the least value that ``share`` of all do not exceed.

    No interpolation: the answer is a value that was truly measured.

    Args:
        values: at least one, in any order.
        share: above 0, up to 1.

    Raises:
        ValueError: no values, or a share out of range.

    >>> percentile([3.0, 1.0, 2.0, 4.0], 0.5)
    2.0
    """
    if not values or not 0.0 < share <= 1.0:
        raise ValueError("percentile needs values and a share in (0, 1]")
    # Rounded first: 0.07 * 100 is 7.000000000000001, and its ceiling would be one rank too high.
    return sorted(values)[ceil(round(share * len(values), 9)) - 1]
