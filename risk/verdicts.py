"""What is known of events afterwards, to judge decisions by: a simulated truth, or what was observed."""

from pathlib import Path
from typing import Final, NamedTuple, Protocol

from data.synthetic.truth import truths
from risk.labels import labels_in

ORDINARY: Final = "ordinary"
"""Group of honest events that resemble no fraud."""
FOUND: Final = "found"
"""Group of all frauds of a file without a truth: an outcome names no typology."""

_LATEST_MS: Final = 2**62


class Verdict(NamedTuple):
    """Whether an event was a fraud, and the typology or look-alike it belongs to."""

    fraud: bool
    group: str


class Verdicts(Protocol):
    """Tells of events."""

    def of(self, event_id: str, kind: str, at_ms: int) -> Verdict:
        """The verdict on one event."""


_HONEST: Final = Verdict(fraud=False, group=ORDINARY)
_FOUND: Final = Verdict(fraud=True, group=FOUND)


class Truth:
    """The truth of a simulated world; in memory are its frauds and look-alikes only.

    Args:
        path: ``truth.csv``.

    Raises:
        Failure: the file can't be read, or is another one.
    """

    def __init__(self, path: Path) -> None:
        self._known: dict[str, Verdict] = {}
        groups: dict[str, str] = {}
        for truth in truths(path):
            group = truth.typology if truth.is_fraud else truth.decoy
            if group:
                self._known[truth.event_id] = Verdict(
                    truth.is_fraud, groups.setdefault(group, group)
                )

    def of(self, event_id: str, kind: str, at_ms: int) -> Verdict:  # noqa: ARG002  truth has no date
        """The verdict on one event."""
        return self._known.get(event_id, _HONEST)


class Observed:
    """What the outcomes of a file tell in the end: frauds that were found; the rest counts as honest.

    Args:
        events: JSON lines.

    Raises:
        Failure: the file can't be read.
    """

    def __init__(self, events: Path) -> None:
        self._labels = labels_in(events, _LATEST_MS)

    def of(self, event_id: str, kind: str, at_ms: int) -> Verdict:
        """The verdict on one event."""
        return _FOUND if self._labels.of(event_id, kind, at_ms) == 1.0 else _HONEST
