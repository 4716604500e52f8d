"""Stages of a long run: each is told as it begins, and timed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from data.clock import stopwatch_ns


class Stages:
    """Tells each stage on stderr, and keeps how long it took.

    Args:
        run: what the stages belong to.

    Attributes:
        seconds: of each stage that is over.
    """

    def __init__(self, run: str) -> None:
        self._run = run
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """One stage: the body of the ``with``."""
        print(f"{self._run}: {name} …", file=sys.stderr, flush=True)
        started = stopwatch_ns()
        yield
        self.seconds[name] = (stopwatch_ns() - started) / 1e9
