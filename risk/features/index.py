"""The index of a long history: prefix sums and last-seen times, one structure a field."""

from bisect import insort
from collections.abc import Sequence

from risk.features.facts import Fact
from risk.features.roles import DISTINCTS, SUMS


class _Sums:
    """Prefix sums of one field: ``sums[j] - sums[i]`` is the total of the facts ``[i, j)``."""

    __slots__ = ("field", "sums")

    def __init__(self, field: int) -> None:
        self.field = field
        self.sums = [0]

    def append(self, fact: Fact) -> None:
        self.sums.append(self.sums[-1] + fact.amount(self.field))

    def insert(self, position: int, fact: Fact) -> None:
        sums, amount = self.sums, fact.amount(self.field)
        sums[position + 1 :] = [total + amount for total in sums[position:]]


class Values:
    """When each value of one field was seen last, and those instants in order."""

    __slots__ = ("field", "last", "order")

    def __init__(self, field: int) -> None:
        self.field = field
        self.last: dict[int, int] = {}
        self.order: list[int] = []

    def append(self, fact: Fact) -> None:
        """Add a fact that is not older than any other."""
        value = fact.value(self.field)
        if not value:
            return
        order, at_ms = self.order, fact.at_ms
        before = self.last.get(value)
        if before is None:
            order.append(at_ms)
        elif order[-1] == before:
            order[-1] = at_ms
        else:
            del order[below(order, before)]
            order.append(at_ms)
        self.last[value] = at_ms

    def insert(self, fact: Fact) -> None:
        """Add a late fact."""
        value, at_ms = fact.value(self.field), fact.at_ms
        before = self.last.get(value)
        if value and (before is None or before < at_ms):
            if before is not None:
                del self.order[below(self.order, before)]
            self.last[value] = at_ms
            insort(self.order, at_ms)

    def forget(self, dropped: Sequence[Fact], same: Sequence[Fact]) -> None:
        """Drop the oldest facts; ``same`` are those that stay of the last millisecond dropped."""
        for fact in dropped:
            value = fact.value(self.field)
            if self.last.get(value) == fact.at_ms:
                del self.last[value]
                del self.order[below(self.order, fact.at_ms)]
        for fact in same:
            value = fact.value(self.field)
            if value and value not in self.last:
                self.last[value] = fact.at_ms
                insort(self.order, fact.at_ms)


class Index:
    """Prefix sums and last-seen times over a list of facts."""

    __slots__ = ("sums", "values")

    def __init__(self, role: int, rows: Sequence[Fact]) -> None:
        self.sums = [_Sums(field) for field in SUMS[role]]
        self.values = [Values(field) for field in DISTINCTS[role]]
        for row in rows:
            self.append(row)

    def append(self, fact: Fact) -> None:
        """Add a fact that is not older than any other."""
        for sums in self.sums:
            sums.append(fact)
        for values in self.values:
            values.append(fact)

    def insert(self, position: int, fact: Fact) -> None:
        """Add a late fact at its place: the sums after it move, so its cost grows with lateness."""
        for sums in self.sums:
            sums.insert(position, fact)
        for values in self.values:
            values.insert(fact)

    def forget(self, dropped: Sequence[Fact], rows: Sequence[Fact]) -> None:
        """Drop the oldest facts; ``rows`` are those that stay."""
        cut_ms = dropped[-1].at_ms
        # The bound of facts may cut within one millisecond.
        same = [] if not rows or rows[0].at_ms > cut_ms else [r for r in rows if r.at_ms == cut_ms]
        for sums in self.sums:
            del sums.sums[: len(dropped)]
        for values in self.values:
            values.forget(dropped, same)

    def prefix(self, field: int) -> list[int]:
        """The prefix sums of a field of the role."""
        for sums in self.sums:
            if sums.field == field:
                return sums.sums
        raise KeyError(field)

    def of(self, field: int) -> Values:
        """The values of a field of the role."""
        for values in self.values:
            if values.field == field:
                return values
        raise KeyError(field)


def below(order: list[int], at_ms: int) -> int:
    """How many of some instants in order lie before one: ``bisect_left``, which compiles better."""
    low, high = 0, len(order)
    while low < high:
        middle = (low + high) // 2
        if order[middle] < at_ms:
            low = middle + 1
        else:
            high = middle
    return low
