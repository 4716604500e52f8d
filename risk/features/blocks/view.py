"""What a block may read: the subject, what it touches, the windows and the graph. Nothing else."""

from collections.abc import Callable
from typing import Final

from data.instants import DAY_MS
from data.subject import Subject
from graph.identity import IdentityGraph
from risk.features.hub_typing import Typing
from risk.features.keeper import Keeper
from risk.features.touch import Touch
from risk.features.windows import History

NAN: Final = float("nan")


class View:
    """The state as one event sees it.

    What a typed hub shares is not seen: its histories are as if it were met for the first time.

    Attributes:
        get: a history by its key, of a hub too.
        met: the histories of the touch's keys, in their order; None where there is none.
        typing: says which hubs are typed.
        hubs: the typed ones that the event's rings have met; nearly always none.
    """

    __slots__ = ("at_ms", "get", "graph", "hubs", "met", "subject", "touch", "typing")

    def __init__(
        self,
        subject: Subject,
        touch: Touch,
        graph: IdentityGraph,
        keeper: Keeper,
        typing: Typing,
    ) -> None:
        self.subject = subject
        self.touch = touch
        self.at_ms = subject.at_ms
        self.graph = graph
        self.get: Callable[[int], History | None] = keeper.get
        self.typing = typing
        self.hubs = typing.typed
        met = keeper.met(touch.keys)
        self.met = _without(met, touch.keys, self.hubs) if self.hubs else met

    def history(self, role: int, node: int) -> History | None:
        """The history of a node in a role, or None."""
        return self.get(node << 3 | role) if node and node not in self.hubs else None

    def of_party(self) -> list[History | None]:
        """The histories of the acting party's identifiers, surest first."""
        return self.met[: len(self.touch.party)]

    def of_other(self) -> list[History | None]:
        """The same of the receiver's."""
        start = len(self.touch.party)
        return self.met[start : start + len(self.touch.other)]


def _without(
    met: list[History | None], keys: tuple[int, ...], hubs: frozenset[int]
) -> list[History | None]:
    return [None if key >> 3 in hubs else one for key, one in zip(keys, met, strict=True)]


def busiest(histories: list[History | None]) -> History | None:
    """The one with most facts at hand, of equals the first; None where there is none."""
    best: History | None = None
    most = -1
    for history in histories:
        if history is not None and len(history.facts) > most:
            best, most = history, len(history.facts)
    return best


def count(history: History | None, at_ms: int, length_ms: int) -> float:
    """Events in a window, this one included."""
    return 1.0 if history is None else float(history.count(at_ms, length_ms) + 1)


def distinct(history: History | None, field: int, at_ms: int, length_ms: int, plus: int) -> float:
    """Distinct values in a window, this event's included."""
    if history is None:
        return one(plus)
    return float(history.distinct(field, at_ms, length_ms, plus))


def one(node: int) -> float:
    """How many a known node counts for: 1, or 0 where it is not known."""
    return 1.0 if node else 0.0


def tenure_days(history: History | None, at_ms: int) -> float:
    """Days since an identifier was first seen in its role; 0 at its first event."""
    if history is None or not history.facts:
        return 0.0
    return max(at_ms - history.first_ms, 0) / DAY_MS


def failed_share(history: History | None) -> float:
    """Share of parcels refused or undeliverable, shrunk by Beta(2, 14) as in DOMAIN 4.3."""
    return NAN if history is None else shrunk(history, history.failed, 2, 14)


def shrunk(history: History, bad: int, alpha: int, beta: int) -> float:
    """Share of something among a history's parcels with a known end, shrunk by Beta(alpha, beta).

    NaN without such a parcel: it would say the prior, and of nobody.
    """
    ended = history.failed + history.delivered
    return (bad + alpha) / (ended + alpha + beta) if ended else NAN


def flag(condition: object) -> float:
    """1.0 or 0.0."""
    return 1.0 if condition else 0.0


def tri(condition: bool | None) -> float:  # noqa: FBT001  a flag of the event, not a switch
    """1.0, 0.0, or NaN where the flag is unknown."""
    return NAN if condition is None else 1.0 if condition else 0.0
