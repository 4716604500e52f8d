"""Exact sliding windows of one identifier in one role.

The window of length L at instant t is ``(t - L, t]``: an event exactly L ago is out, one in the very
millisecond of t is in. A late event is put at its own time: it sees what had arrived and happened no
later than itself, and later events see it. Answers already given are not revised.

Most identifiers have a handful of facts: those are scanned. From ``INDEX_FROM`` facts on, an index
keeps prefix sums and last-seen times, so that a hub of ten thousand facts costs a few binary
searches. Both forms give the same numbers (a test holds each to a naive recount).
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from data.instants import DAY_MS, HOUR_MS
from data.recency import Link
from risk.features import facts
from risk.features.facts import Fact

H1: Final = HOUR_MS
H24: Final = DAY_MS
D7: Final = 7 * DAY_MS
D30: Final = 30 * DAY_MS
D90: Final = 90 * DAY_MS
LENGTHS: Final = {"1h": H1, "24h": H24, "7d": D7, "30d": D30, "90d": D90}

INDEX_FROM: Final = 48
_LAST: Final = float("inf")


class Role(IntEnum):
    """In what role an identifier met an event; windows of different roles never mix."""

    SENDER = 0
    RECEIVER = 1
    APPLICANT = 2
    AGENT = 3
    OUTLET = 4
    OPERATOR = 5
    BUSINESS = 6


SUMS: Final[dict[Role, tuple[int, ...]]] = {
    Role.SENDER: (
        facts.WEIGHT,
        facts.WEIGHT_SQUARED,
        facts.DECLARED,
        facts.COD,
        facts.NOVEL,
        facts.VAGUE,
        facts.WALK_IN,
    ),
    Role.RECEIVER: (),
    Role.APPLICANT: (facts.GRANTED, facts.COUNTED),
    Role.AGENT: (),
    Role.OUTLET: (),
    Role.OPERATOR: (facts.WALK_IN,),
    Role.BUSINESS: (),
}
"""Fields that are summed for a role."""

DISTINCTS: Final[dict[Role, tuple[int, ...]]] = {
    Role.SENDER: (facts.RECEIVER, facts.PROVINCE, facts.OUTLET, facts.PHONE, facts.NAME),
    Role.RECEIVER: (facts.SENDER,),
    Role.APPLICANT: (facts.PERSON, facts.OUTLET, facts.NAME),
    Role.AGENT: (facts.PERSON, facts.UNRELATED),
    Role.OUTLET: (),
    Role.OPERATOR: (facts.WALK_IN_PERSON,),
    Role.BUSINESS: (facts.MERCHANT,),
}
"""Fields whose distinct values are counted for a role."""


class _Index:
    """Prefix sums and last-seen times over a list of facts."""

    __slots__ = ("last", "order", "prefix")

    def __init__(self, role: Role, rows: Sequence[Fact]) -> None:
        self.prefix: dict[int, list[int]] = {field: [0] for field in SUMS[role]}
        self.last: dict[int, dict[int, int]] = {field: {} for field in DISTINCTS[role]}
        self.order: dict[int, list[int]] = {field: [] for field in DISTINCTS[role]}
        for row in rows:
            self.append(row)

    def append(self, fact: Fact) -> None:
        """Add a fact that is not older than any other."""
        for field, sums in self.prefix.items():
            sums.append(sums[-1] + fact[field])
        for field, last in self.last.items():
            value = fact[field]
            if value:
                order = self.order[field]
                before = last.get(value)
                if before is not None:
                    del order[bisect_left(order, before)]
                last[value] = fact.at_ms
                order.append(fact.at_ms)

    def insert(self, position: int, fact: Fact) -> None:
        """Add a late fact at its place: the sums after it move, so its cost grows with lateness."""
        for field, sums in self.prefix.items():
            value = fact[field]
            sums[position + 1 :] = [total + value for total in sums[position:]]
        for field, last in self.last.items():
            value = fact[field]
            before = last.get(value)
            if value and (before is None or before < fact.at_ms):
                order = self.order[field]
                if before is not None:
                    del order[bisect_left(order, before)]
                last[value] = fact.at_ms
                insort(order, fact.at_ms)

    def forget(self, dropped: Sequence[Fact], rows: Sequence[Fact]) -> None:
        """Drop the oldest facts; ``rows`` are those that stay."""
        cut_ms = dropped[-1].at_ms
        same = [] if not rows or rows[0].at_ms > cut_ms else [r for r in rows if r.at_ms == cut_ms]
        for sums in self.prefix.values():
            del sums[: len(dropped)]
        for field, last in self.last.items():
            order = self.order[field]
            for fact in dropped:
                if last.get(fact[field]) == fact.at_ms:
                    del last[fact[field]]
                    del order[bisect_left(order, fact.at_ms)]
            for fact in same:  # the bound of facts may cut within one millisecond
                if fact[field] and fact[field] not in last:
                    last[fact[field]] = cut_ms
                    insort(order, cut_ms)


class History(Link):
    """The facts of one identifier in one role, in order of their own time.

    Attributes:
        key: the identifier's node and role as one integer.
        first_ms: earliest instant ever seen, kept when its fact has expired.
        delivered: how many of its parcels were delivered, as told by outcomes.
        failed: how many were refused or could not be delivered.
    """

    __slots__ = ("_index", "delivered", "facts", "failed", "first_ms", "key", "touched_ms")

    def __init__(self, key: int) -> None:
        super().__init__()
        self.key = key
        self.facts: list[Fact] = []
        self._index: _Index | None = None
        self.first_ms = 0
        self.touched_ms = 0
        self.delivered = 0
        self.failed = 0

    @property
    def role(self) -> Role:
        """The role whose facts these are."""
        return Role(self.key & 7)

    def span(self, at_ms: int, length_ms: int) -> tuple[int, int]:
        """Positions ``[i, j)`` of the facts in ``(at - length, at]``."""
        rows = self.facts
        end = len(rows)
        if not end:
            return 0, 0
        if rows[-1][0] > at_ms:
            end = bisect_right(rows, (at_ms, _LAST))
        start_ms = at_ms - length_ms
        if rows[0][0] > start_ms:
            return 0, end
        return min(bisect_right(rows, (start_ms, _LAST)), end), end

    def count(self, at_ms: int, length_ms: int) -> int:
        """Facts in the window."""
        start, end = self.span(at_ms, length_ms)
        return end - start

    def total(self, field: int, span: tuple[int, int]) -> int:
        """Exact sum of a field over a span."""
        start, end = span
        if start >= end:
            return 0
        if self._index is None:
            return sum([row[field] for row in self.facts[start:end]])
        sums = self._index.prefix[field]
        return sums[end] - sums[start]

    def distinct(self, field: int, at_ms: int, length_ms: int, plus: int = 0) -> int:
        """Distinct known values of a field in the window, counting ``plus`` as one of them."""
        return self.distinct_in(field, self.span(at_ms, length_ms), at_ms - length_ms, plus)

    def distinct_in(self, field: int, span: tuple[int, int], since_ms: int, plus: int = 0) -> int:
        """As ``distinct``, for a span that is at hand and begins after ``since_ms``."""
        start, end = span
        index = self._index
        if index is None or end < len(self.facts):
            values = {row[field] for row in self.facts[start:end]}
            values.add(plus)
            values.discard(0)
            return len(values)
        order = index.order[field]
        known = len(order) - bisect_right(order, since_ms)
        is_new = plus and index.last[field].get(plus, since_ms) <= since_ms
        return known + 1 if is_new else known

    def has(self, field: int, value: int, at_ms: int, length_ms: int) -> bool:
        """Whether a value of a field occurs in the window."""
        start, end = self.span(at_ms, length_ms)
        if self._index is None or end < len(self.facts):
            return value in [row[field] for row in self.facts[start:end]]
        since_ms = at_ms - length_ms
        return self._index.last[field].get(value, since_ms) > since_ms

    def insert(self, fact: Fact) -> None:
        """Put a fact at its own time."""
        rows = self.facts
        if not rows or rows[-1] < fact:
            rows.append(fact)
            if self._index is not None:
                self._index.append(fact)
        else:
            position = bisect_left(rows, fact)
            rows.insert(position, fact)
            if self._index is not None:
                self._index.insert(position, fact)
        if self._index is None and len(rows) >= INDEX_FROM:
            self._index = _Index(self.role, rows)

    def remove(self, fact: Fact) -> None:
        """Take a fact out again, after a failed commit; the next insert builds the index anew."""
        del self.facts[bisect_left(self.facts, fact)]
        self._index = None

    def expire(self, before_ms: int, most: int) -> list[Fact]:
        """Drop facts older than an instant, and the oldest beyond ``most``; returns them."""
        rows = self.facts
        if rows[0][0] >= before_ms and len(rows) <= most:
            return []
        count = max(bisect_left(rows, (before_ms,)), len(rows) - most)
        dropped = rows[:count]
        del rows[:count]
        if self._index is not None:
            self._index.forget(dropped, rows)
        return dropped

    def unexpire(self, dropped: list[Fact]) -> None:
        """Put expired facts back, after a failed commit."""
        self.facts[:0] = dropped
        self._index = None
