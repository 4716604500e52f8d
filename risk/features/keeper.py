"""The embedded keeper of windows: all histories of live identifiers, in this process.

Bounded: beyond ``max_identifiers`` the history touched longest ago goes first, counted in
``dropped``; a history untouched for ``RETENTION_MS`` of event time goes in any case.

The keeper's clock follows event time but moves at most one hour per event: one parcel dated 2099 must
not make ninety days of history look old. Only pruning uses it, never a window.
"""

from collections import deque
from collections.abc import Sequence
from typing import Final

from data.instants import DAY_MS, HOUR_MS
from data.recency import Link, Recency
from graph.identity import Undo
from risk.features.facts import Fact
from risk.features.windows import History

LATENESS_MS: Final = 7 * DAY_MS
"""A late event is exact up to this lateness; beyond it, what it reads may have expired."""
RETENTION_MS: Final = 90 * DAY_MS + LATENESS_MS
MAX_FACTS: Final = 20_000
"""Facts kept for one identifier in one role: the oldest beyond it are dropped and counted."""
STEP_MS: Final = HOUR_MS
"""How far one event may move the clock."""
_EXPIRED_AT_ONCE: Final = 4

Remembered = tuple[Fact, tuple[int, ...]]


class Keeper:
    """Histories by key, and the facts of recent events by event.

    Args:
        max_identifiers: upper bound of live histories.
    """

    def __init__(self, max_identifiers: int) -> None:
        self._max = max_identifiers
        self._histories: dict[int, History] = {}
        self._recency = Recency()
        self._events: dict[int, Remembered] = {}
        self._event_order: deque[tuple[int, int]] = deque()
        self.get = self._histories.get
        self.clock_ms = 0
        self.dropped = 0
        self.dropped_facts = 0

    def __len__(self) -> int:
        return len(self._histories)

    def remembered(self, event: int) -> Remembered | None:
        """The fact and keys of a recent event."""
        return self._events.get(event)

    def tick(self, at_ms: int, undo: Undo) -> None:
        """Let the clock follow an event's time."""
        undo.append((setattr, (self, "clock_ms", self.clock_ms)))
        limit = self.clock_ms + STEP_MS if self.clock_ms else at_ms
        self.clock_ms = max(self.clock_ms, min(at_ms, limit))

    def apply(self, fact: Fact, keys: Sequence[int], event: int, undo: Undo) -> None:
        """Let a fact enter the histories of its keys; ``undo`` takes the steps back."""
        for key in keys:
            self._enter(key, fact, undo)
        self._remember(event, fact, keys, undo)
        self._shrink(undo)

    def _enter(self, key: int, fact: Fact, undo: Undo) -> None:
        history = self._histories.get(key)
        if history is None:
            history = self._histories[key] = History(key)
            undo.append((self._histories.pop, (key,)))
            history.first_ms = max(fact.at_ms, self.clock_ms - RETENTION_MS)
        first_ms, touched_ms = history.first_ms, history.touched_ms
        if fact.at_ms < first_ms:
            # Not before what can be late: one parcel dated 1970 must not give a tenure of decades.
            history.first_ms = min(first_ms, max(fact.at_ms, self.clock_ms - RETENTION_MS))
        history.touched_ms = self.clock_ms
        previous = self._recency.touch(history)
        history.insert(fact)
        undo.append((self._leave, (history, fact, first_ms, touched_ms, previous)))
        # The earlier of clock and event: a clock that a first event dated 2099 set would else drop
        # every fact as it comes in.
        oldest_ms = min(self.clock_ms, fact.at_ms) - RETENTION_MS
        dropped = history.expire(oldest_ms, MAX_FACTS)
        if dropped:
            undo.append((history.unexpire, (dropped,)))
            self._count_dropped_facts(dropped, undo)

    def _leave(
        self, history: History, fact: Fact, first_ms: int, touched_ms: int, previous: Link
    ) -> None:
        """The reverse of entering, as one entry of the undo: entering is the hot path."""
        history.remove(fact)
        self._recency.untouch(history, previous)
        _restore(history, first_ms, touched_ms)

    def _count_dropped_facts(self, dropped: list[Fact], undo: Undo) -> None:
        early = sum(fact.at_ms >= self.clock_ms - RETENTION_MS for fact in dropped)
        undo.append((setattr, (self, "dropped_facts", self.dropped_facts)))
        self.dropped_facts += early

    def _remember(self, event: int, fact: Fact, keys: Sequence[int], undo: Undo) -> None:
        self._events[event] = (fact, tuple(keys))
        self._event_order.append((self.clock_ms, event))
        undo.append((self._event_order.pop, ()))
        undo.append((self._events.pop, (event,)))
        limit_ms = self.clock_ms - RETENTION_MS
        clock_ms, oldest = self._event_order[0]
        over = len(self._events) > self._max
        if not over and clock_ms >= limit_ms:
            return
        self._event_order.popleft()
        undo.append((self._event_order.appendleft, ((clock_ms, oldest),)))
        if over or self._events[oldest][0].at_ms < limit_ms:
            undo.append((self._events.__setitem__, (oldest, self._events.pop(oldest))))
        else:
            self._event_order.append((self.clock_ms, oldest))
            undo.append((self._event_order.pop, ()))

    def _shrink(self, undo: Undo) -> None:
        while len(self._histories) > self._max:
            oldest = self._recency.oldest()
            assert isinstance(oldest, History), "whoever is counted is in the list"  # noqa: S101
            undo.append((setattr, (self, "dropped", self.dropped)))
            self.dropped += 1
            self._drop(oldest, undo)
        self._expire(self.clock_ms - RETENTION_MS, undo)

    def _expire(self, limit_ms: int, undo: Undo) -> None:
        """Drop what is old, a few at a time.

        A history is old by the clock and by its own facts: a clock that lagged behind (after a pause,
        or few events a day) and catches up runs faster than the time it measures.
        """
        for _ in range(_EXPIRED_AT_ONCE):
            oldest = self._recency.oldest()
            if not isinstance(oldest, History) or oldest.touched_ms > limit_ms:
                return
            if oldest.facts and oldest.facts[-1].at_ms > limit_ms:
                undo.append((_restore, (oldest, oldest.first_ms, oldest.touched_ms)))
                oldest.touched_ms = self.clock_ms
                undo.append((self._recency.untouch, (oldest, self._recency.touch(oldest))))
            else:
                self._drop(oldest, undo)

    def _drop(self, history: History, undo: Undo) -> None:
        del self._histories[history.key]
        undo.append((self._histories.__setitem__, (history.key, history)))
        undo.append((self._recency.restore, (history, self._recency.drop(history))))


def _restore(history: History, first_ms: int, touched_ms: int) -> None:
    history.first_ms = first_ms
    history.touched_ms = touched_ms
