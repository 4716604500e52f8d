"""The only reader of the wall clock. Scores never use it: their time comes from the event."""

import time
from typing import Protocol


class Clock(Protocol):
    """Anything that tells the present instant in milliseconds since the epoch."""

    def __call__(self) -> int:
        """The present instant."""
        ...


def wall_clock_ms() -> int:
    """Now, in milliseconds since the epoch: for ``received_at``, expiry of keys and logs."""
    return time.time_ns() // 1_000_000


def stopwatch_ns() -> int:
    """A monotonic reading in nanoseconds, for durations only."""
    return time.perf_counter_ns()
