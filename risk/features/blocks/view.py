"""What a block may read: the subject, what it touches, the windows and the graph. Nothing else."""

from collections.abc import Callable

from msgspec import Struct

from data.instants import DAY_MS
from data.subject import Subject
from graph.identity import IdentityGraph
from risk.features.touch import Touch
from risk.features.windows import History, Role

NAN = float("nan")


class View(Struct, frozen=True):
    """The state as one event sees it."""

    subject: Subject
    touch: Touch
    at_ms: int
    graph: IdentityGraph
    get: Callable[[int], History | None]

    def history(self, role: Role, node: int) -> History | None:
        """The history of a node in a role, or None."""
        return self.get(node << 3 | role) if node else None


def count(history: History | None, at_ms: int, length_ms: int) -> int:
    """Events in a window, this one included."""
    return 1 if history is None else history.count(at_ms, length_ms) + 1


def distinct(history: History | None, field: int, at_ms: int, length_ms: int, plus: int) -> int:
    """Distinct values in a window, this event's included."""
    if history is None:
        return 1 if plus else 0
    return history.distinct(field, at_ms, length_ms, plus)


def tenure_days(history: History | None, at_ms: int) -> float:
    """Days since an identifier was first seen in its role; 0 at its first event."""
    if history is None or not history.facts:
        return 0.0
    return max(at_ms - history.first_ms, 0) / DAY_MS


def failed_share(history: History | None) -> float:
    """Share of parcels refused or undeliverable, shrunk by Beta(2, 14) as in DOMAIN 4.3."""
    if history is None or not history.failed + history.delivered:
        return NAN
    return (history.failed + 2) / (history.failed + history.delivered + 16)


def flag(condition: object) -> float:
    """1.0 or 0.0."""
    return 1.0 if condition else 0.0


def tri(condition: bool | None) -> float:  # noqa: FBT001  a flag of the event, not a switch
    """1.0, 0.0, or NaN where the flag is unknown."""
    return NAN if condition is None else 1.0 if condition else 0.0
