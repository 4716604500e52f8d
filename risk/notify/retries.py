"""How long to wait before the next try: longer each time, and never all at the same moment."""

from typing import Final

from data.instants import HOUR_MS, SECOND_MS
from data.vault import random_bytes

MAX_TRIES: Final = 10
"""After so many a delivery is dead: by then about a day and a half has passed."""
FIRST_MS: Final = 5 * SECOND_MS
FACTOR: Final = 4
LONGEST_MS: Final = 12 * HOUR_MS


def wait_ms(tries: int, draw: float) -> int:
    """The wait after a number of failed tries.

    Args:
        tries: from 1.
        draw: from 0 to 1: shortens or lengthens the wait by up to a half, so that those who failed
            together don't come back together.

    >>> [wait_ms(tries, 0.5) // 1000 for tries in (1, 2, 3, 9)]
    [5, 20, 80, 43200]
    """
    grown: int = min(FIRST_MS * FACTOR ** (tries - 1), LONGEST_MS)
    return int(grown * (0.5 + draw))


def draw() -> float:
    """A draw for ``wait_ms``."""
    return int.from_bytes(random_bytes(4)) / 2**32
