"""Outcomes that came before their event, kept until it comes."""

from typing import Final

from data.recency import Call
from graph.identity import Undo

MAX_WAITING: Final = 10_000
"""Events that have not come yet for which outcomes are kept; the oldest goes first."""
MAX_WAITING_EACH: Final = 32
"""Outcomes kept for one such event: the last ones."""
_Kept = dict[int, tuple[tuple[str, int], ...]]


class Waiting:
    """Outcomes by the node of the event that they are about, each with its own time."""

    def __init__(self) -> None:
        self._kept: _Kept = {}

    def __contains__(self, event: int) -> bool:
        """Whether anything was told of an event."""
        return event in self._kept

    def items(self) -> list[tuple[int, tuple[tuple[str, int], ...]]]:
        """All of them, in the order in which they will be dropped."""
        return list(self._kept.items())

    def add(self, event: int, outcome: str, at_ms: int) -> Undo:
        """Keep one more."""
        kept = self._kept
        before = kept.get(event)
        if before is None and len(kept) >= MAX_WAITING:
            undo: Undo = [Call(_refill, kept, kept.copy())]
            del kept[next(iter(kept))]
        elif before is None:
            undo = [Call(kept.pop, event)]
        else:
            undo = [Call(kept.__setitem__, event, before)]
        kept[event] = (*(before or ()), (outcome, at_ms))[-MAX_WAITING_EACH:]
        return undo

    def take(self, event: int, undo: Undo) -> tuple[tuple[str, int], ...]:
        """What was told of an event, which came; they are no longer kept."""
        undo.append(Call(_refill, self._kept, self._kept.copy()))
        return self._kept.pop(event)


def _refill(kept: _Kept, before: _Kept) -> None:
    """Everything as it was, down to the order in which it will be dropped."""
    kept.clear()
    kept.update(before)
