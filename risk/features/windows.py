"""Exact sliding windows of one identifier in one role.

The window of length L at instant t is ``(t - L, t]``: an event exactly L ago is out, one in the very
millisecond of t is in. A late event is put at its own time: it sees what had arrived and happened no
later than itself, and later events see it. Answers already given are not revised.

Most identifiers have a handful of facts: those are scanned. From ``INDEX_FROM`` facts on, an index
keeps prefix sums and last-seen times, so that a hub of ten thousand facts costs a few binary
searches. Both forms give the same numbers (a test holds each to a naive recount).
"""

from typing import Final

from data.instants import DAY_MS, HOUR_MS
from data.recency import Link
from risk.features.facts import NEVER, Fact, after
from risk.features.frauds import Frauds
from risk.features.index import Index, below

H1: Final = HOUR_MS
H24: Final = DAY_MS
D7: Final = 7 * DAY_MS
D30: Final = 30 * DAY_MS
D90: Final = 90 * DAY_MS
LENGTHS: Final = {"1h": H1, "24h": H24, "7d": D7, "30d": D30, "90d": D90}

INDEX_FROM: Final = 48
FAST_MS: Final = 12 * HOUR_MS
"""Sooner than a parcel between two cities can be signed for (DOMAIN SH-03)."""


class History(Link):
    """The facts of one identifier in one role, in order of their own time, then of arrival.

    Attributes:
        key: the identifier's node and role as one integer.
        first_ms: earliest instant ever seen, kept when its fact has expired.
        delivered: how many of its parcels were delivered, as told by outcomes.
        failed: how many were refused or could not be delivered.
        signed_fast: how many of the delivered were signed for within ``FAST_MS`` of acceptance.
        complaints: how many of its parcels the receiver called not ordered, or not what was ordered.
        claims: for how many of its parcels compensation was asked.
        account_changed_ms: the latest instant at which its settlement account changed; 0 for never.
        overdue: how many of its bills or debts were not paid in time.
        frauds: those of its facts that are known frauds; None where there are none, as of nearly all.
    """

    __slots__ = (
        "_index",
        "account_changed_ms",
        "claims",
        "complaints",
        "delivered",
        "facts",
        "failed",
        "first_ms",
        "frauds",
        "key",
        "overdue",
        "signed_fast",
    )

    def __init__(self, key: int) -> None:
        super().__init__()
        self.key = key
        self.facts: list[Fact] = []
        self._index: Index | None = None
        self.first_ms = 0
        self.delivered = 0
        self.failed = 0
        self.signed_fast = 0
        self.complaints = 0
        self.claims = 0
        self.account_changed_ms = 0
        self.overdue = 0
        self.frauds: Frauds | None = None

    @property
    def role(self) -> int:
        """The role whose facts these are."""
        return self.key & 7

    def span(self, at_ms: int, length_ms: int) -> tuple[int, int]:
        """Positions ``[i, j)`` of the facts in ``(at - length, at]``."""
        rows = self.facts
        end = len(rows)
        if not end:
            return 0, 0
        if rows[-1].at_ms > at_ms:
            end = after(rows, at_ms)
        start_ms = at_ms - length_ms
        if rows[0].at_ms > start_ms:
            return 0, end
        return min(after(rows, start_ms), end), end

    def count(self, at_ms: int, length_ms: int) -> int:
        """Facts in the window."""
        start, end = self.span(at_ms, length_ms)
        return end - start

    def total(self, field: int, span: tuple[int, int]) -> int:
        """Exact sum of a field over a span."""
        start, end = span
        if start >= end:
            return 0
        if self._index is not None:
            sums = self._index.prefix(field)
            return sums[end] - sums[start]
        rows, total = self.facts, 0
        for at in range(start, end):
            total += rows[at].amount(field)
        return total

    def distinct(self, field: int, at_ms: int, length_ms: int, plus: int = 0) -> int:
        """Distinct known values of a field in the window, counting ``plus`` as one of them."""
        return self.distinct_in(field, self.span(at_ms, length_ms), at_ms - length_ms, plus)

    def distinct_in(self, field: int, span: tuple[int, int], since_ms: int, plus: int = 0) -> int:
        """As ``distinct``, for a span that is at hand and begins after ``since_ms``."""
        start, end = span
        if start >= end:
            return 1 if plus else 0
        rows, index = self.facts, self._index
        if index is None or end < len(rows):
            values = {plus}
            for at in range(start, end):
                values.add(rows[at].value(field))
            return len(values) - 1 if 0 in values else len(values)
        seen = index.of(field)
        known = len(seen.order) - below(seen.order, since_ms + 1)
        is_new = plus and seen.last.get(plus, since_ms) <= since_ms
        return known + 1 if is_new else known

    def has(self, field: int, value: int, at_ms: int, length_ms: int) -> bool:
        """Whether a value of a field occurs in the window."""
        start, end = self.span(at_ms, length_ms)
        rows, index = self.facts, self._index
        if index is not None and end == len(rows):
            since_ms = at_ms - length_ms
            return index.of(field).last.get(value, since_ms) > since_ms
        return any(rows[at].value(field) == value for at in range(start, end))

    def insert(self, fact: Fact) -> None:
        """Put a fact at its own time, after those of the same millisecond."""
        rows, index = self.facts, self._index
        if not rows or rows[-1].at_ms <= fact.at_ms:
            rows.append(fact)
            if index is not None:
                index.append(fact)
        else:
            position = after(rows, fact.at_ms)
            rows.insert(position, fact)
            if index is not None:
                index.insert(position, fact)
        if index is None and len(rows) >= INDEX_FROM:
            self._index = Index(self.role, rows)

    def remove(self, fact: Fact) -> None:
        """Take a fact out again, after a failed commit; the next insert builds the index anew."""
        rows = self.facts
        position = after(rows, fact.at_ms) - 1
        while rows[position] is not fact:
            position -= 1
        del rows[position]
        self._index = None

    def expire(self, before_ms: int, most: int) -> list[Fact]:
        """Drop facts older than an instant, and the oldest beyond ``most``; returns them."""
        rows = self.facts
        if rows[0].at_ms >= before_ms and len(rows) <= most:
            return []
        count = max(after(rows, before_ms - 1), len(rows) - most)
        dropped = rows[:count]
        del rows[:count]
        if self._index is not None:
            self._index.forget(dropped, rows)
        if self.frauds is not None:
            for fact in dropped:
                self.forget_fraud(fact)
        return dropped

    def unexpire(self, dropped: list[Fact]) -> None:
        """Put expired facts back, after a failed commit."""
        self.facts[:0] = dropped
        self._index = None
        for fact in dropped:
            self.learn_fraud(fact)

    def holds(self, fact: Fact) -> bool:
        """Whether a fact is still at hand: a history may have dropped it, or be a new one."""
        rows = self.facts
        position = after(rows, fact.at_ms) - 1
        while position >= 0 and rows[position].at_ms == fact.at_ms:
            if rows[position] is fact:
                return True
            position -= 1
        return False

    def learn_fraud(self, fact: Fact) -> None:
        """Count a fact at hand among the known frauds, if it is one."""
        if fact.known_ms != NEVER:
            if self.frauds is None:
                self.frauds = Frauds()
            self.frauds.add(fact)

    def forget_fraud(self, fact: Fact) -> None:
        """The reverse of ``learn_fraud``; ``known_ms`` must be as it was then."""
        if self.frauds is not None and fact.known_ms != NEVER:
            self.frauds.remove(fact)
            if not self.frauds.rows:
                self.frauds = None
