"""What was observed of events: by the end of training, and at the very end."""

from collections.abc import Set as AbstractSet
from math import isnan
from pathlib import Path
from typing import Final

from risk.labels import Labels, labels_in

UNKNOWN: Final = -1
"""An observed label that is not known yet, as it is kept in a table."""
_END_OF_TIME_MS: Final = 2**62


class Observed:
    """What a file's outcomes tell of its events: by the end of training, and at the very end.

    Args:
        events: ``events.jsonl``.
        train_until_ms: the end of training.
        stopped: ids of the events that were held or declined, as ``risk.labels`` wants them.
    """

    def __init__(self, events: Path, train_until_ms: int, stopped: AbstractSet[str]) -> None:
        self._then = labels_in(events, train_until_ms, stopped)
        self._last = labels_in(events, _END_OF_TIME_MS, stopped)

    def of(self, event_id: str, kind: str, at_ms: int) -> tuple[int, int]:
        """1 fraud, 0 honest, ``UNKNOWN``: when training ended, and when everything was known."""
        return _label(self._then, event_id, kind, at_ms), _label(self._last, event_id, kind, at_ms)


def _label(labels: Labels, event_id: str, kind: str, at_ms: int) -> int:
    """The one call of the engine's own labels."""
    known = labels.of(event_id, kind, at_ms)
    return UNKNOWN if isnan(known) else int(known)
