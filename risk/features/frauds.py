"""The known frauds of one history: when each became known, and when it happened.

Most histories have none and keep no such object. An outlet can have hundreds: two lists in order
answer any window with binary searches.
"""

from bisect import insort

from risk.features.facts import Fact, after
from risk.features.index import below


class Frauds:
    """Facts that are known as frauds.

    Attributes:
        rows: the facts, in order of when they happened.
        known: when they became known, in order.
    """

    __slots__ = ("known", "rows")

    def __init__(self) -> None:
        self.rows: list[Fact] = []
        self.known: list[int] = []

    def add(self, fact: Fact) -> None:
        """Take a fact in; its ``known_ms`` is set."""
        self.rows.insert(after(self.rows, fact.at_ms), fact)
        insort(self.known, fact.known_ms)

    def remove(self, fact: Fact) -> None:
        """Take a fact out that is in, with the ``known_ms`` that it came in with."""
        rows = self.rows
        position = after(rows, fact.at_ms) - 1
        while rows[position] is not fact:
            position -= 1
        del rows[position]
        del self.known[below(self.known, fact.known_ms)]

    def known_in(self, at_ms: int, length_ms: int) -> int:
        """How many became known in ``(at - length, at]``."""
        known = self.known
        return below(known, at_ms + 1) - below(known, at_ms - length_ms + 1)

    def happened_in(self, at_ms: int, length_ms: int, settling_ms: int) -> int:
        """How many happened in ``(at - length, at - settling]`` and are known by ``at``."""
        rows = self.rows
        start, end = after(rows, at_ms - length_ms), after(rows, at_ms - settling_ms)
        if self.known[-1] <= at_ms:  # all are known: so it is unless the event is late
            return end - start
        happened = 0
        for place in range(start, end):
            happened += rows[place].known_ms <= at_ms
        return happened
