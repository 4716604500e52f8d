"""The embedded keeper of windows: all histories of live identifiers, in this process.

Bounded: beyond ``max_identifiers`` the history touched longest ago goes first, counted in
``dropped``; a history untouched for ``RETENTION_MS`` of event time goes in any case.

The keeper's clock follows event time but moves at most one hour per event: one parcel dated 2099 must
not make ninety days of history look old. Only pruning uses it, never a window.
"""

from collections.abc import Sequence
from typing import Final

from data.instants import DAY_MS, HOUR_MS
from data.recency import Call, Recency, Step
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


class Keeper:
    """Histories by key, and the facts of recent events by event.

    Args:
        max_identifiers: upper bound of live histories.
    """

    def __init__(self, max_identifiers: int) -> None:
        self._max = max_identifiers
        self._histories: dict[int, History] = {}
        self._recency = Recency()
        self._events: dict[int, Fact] = {}
        self._event_recency = Recency()
        self.get = self._histories.get
        self.clock_ms = 0
        self.dropped = 0
        self.dropped_facts = 0

    def __len__(self) -> int:
        return len(self._histories)

    def met(self, keys: tuple[int, ...]) -> list[History | None]:
        """The histories of some keys, None where there is none."""
        histories = self._histories
        return [histories.get(key) for key in keys]

    def remembered(self, event: int) -> Fact | None:
        """The fact of a recent event."""
        return self._events.get(event)

    def tick(self, at_ms: int) -> None:
        """Let the clock follow an event's time."""
        limit = self.clock_ms + STEP_MS if self.clock_ms else at_ms
        self.clock_ms = max(self.clock_ms, min(at_ms, limit))

    def apply(self, fact: Fact, keys: tuple[int, ...], undo: Undo) -> None:
        """Let a fact enter the histories of its keys; ``undo`` takes the steps back."""
        entered: list[History] = []
        undo.append(_Entered(self, fact, entered, self.clock_ms))
        self.tick(fact.at_ms)
        entered += [self._enter(key, fact, undo) for key in keys]
        # The keys of the histories and not those at hand: one integer for all events of an identifier.
        fact.keys = tuple([history.key for history in entered])
        self._remember(fact, undo)
        self._shrink(undo)

    def mark(self, fact: Fact, known_ms: int) -> Undo:
        """Say when a remembered fact became known as a fraud, ``NEVER`` that it is none."""
        if known_ms == fact.known_ms:
            return []
        undo: Undo = [Call(self._mark, fact, fact.known_ms)]
        self._mark(fact, known_ms)
        return undo

    def _mark(self, fact: Fact, known_ms: int) -> None:
        met = [self._histories.get(key) for key in fact.keys]
        holders = [history for history in met if history is not None and history.holds(fact)]
        for history in holders:
            history.forget_fraud(fact)
        fact.known_ms = known_ms
        for history in holders:
            history.learn_fraud(fact)

    def leave(self, fact: Fact, entered: Sequence[History], clock_ms: int) -> None:
        """The reverse of ``apply``, when the steps after it have been taken back."""
        for history in entered:
            history.remove(fact)
            if history.before is history:  # it stands in no list: the fact had brought it in
                self._histories.pop(history.key, None)
        self._events.pop(fact.event, None)
        self.clock_ms = clock_ms

    def _enter(self, key: int, fact: Fact, undo: Undo) -> History:
        history = self._histories.get(key)
        # Not before what can be late: one parcel dated 1970 must not give a tenure of decades.
        first_ms = max(fact.at_ms, self.clock_ms - RETENTION_MS)
        if history is None:
            history = self._histories[key] = History(key)
            history.first_ms = first_ms
        elif first_ms < history.first_ms:
            undo.append(Call(setattr, history, "first_ms", history.first_ms))
            history.first_ms = first_ms
        undo.append(self._recency.touch(history, self.clock_ms))
        history.insert(fact)
        # The earlier of clock and event: a clock that a first event dated 2099 set would else drop
        # every fact as it comes in.
        oldest_ms = min(self.clock_ms, fact.at_ms) - RETENTION_MS
        dropped = history.expire(oldest_ms, MAX_FACTS)
        if dropped:
            undo.append(Call(history.unexpire, dropped))
            self._count_dropped_facts(dropped, undo)
        return history

    def _count_dropped_facts(self, dropped: list[Fact], undo: Undo) -> None:
        early = sum(fact.at_ms >= self.clock_ms - RETENTION_MS for fact in dropped)
        undo.append(Call(setattr, self, "dropped_facts", self.dropped_facts))
        self.dropped_facts += early

    def _remember(self, fact: Fact, undo: Undo) -> None:
        self._events[fact.event] = fact
        undo.append(self._event_recency.touch(fact, self.clock_ms))
        limit_ms = self.clock_ms - RETENTION_MS
        oldest = self._event_recency.oldest()
        assert isinstance(oldest, Fact), "one was just remembered"  # noqa: S101  narrows the type
        over = len(self._events) > self._max
        if not over and oldest.touched_ms >= limit_ms:
            return
        if over or oldest.at_ms < limit_ms:
            undo.append(Call(self._events.__setitem__, oldest.event, oldest))
            undo.append(self._event_recency.drop(oldest))
            del self._events[oldest.event]
        else:
            undo.append(self._event_recency.touch(oldest, self.clock_ms))

    def _shrink(self, undo: Undo) -> None:
        while len(self._histories) > self._max:
            oldest = self._recency.oldest()
            assert isinstance(oldest, History), "whoever is counted is in the list"  # noqa: S101
            undo.append(Call(setattr, self, "dropped", self.dropped))
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
                undo.append(self._recency.touch(oldest, self.clock_ms))
            else:
                self._drop(oldest, undo)

    def _drop(self, history: History, undo: Undo) -> None:
        del self._histories[history.key]
        undo.append(Call(self._histories.__setitem__, history.key, history))
        undo.append(self._recency.drop(history))


class _Entered(Step):
    """A fact came in."""

    __slots__ = ("clock_ms", "entered", "fact", "keeper")

    def __init__(self, keeper: Keeper, fact: Fact, entered: list[History], clock_ms: int) -> None:
        self.keeper = keeper
        self.fact = fact
        self.entered = entered
        self.clock_ms = clock_ms

    def take_back(self) -> None:
        self.keeper.leave(self.fact, self.entered, self.clock_ms)
