"""The hubs that one event meets, and which of them are typed.

The graph says which identifiers are hubs, and what analysts have said of them; what neither explains is
held against its behaviour (``graph.hubs``). An event that meets no hub pays for none of this.
"""

from collections.abc import Callable
from typing import Final

from graph.components import Met, Ring
from graph.hubs import HubType, type_of
from graph.identity import HUB_DEGREE, IdentityGraph
from risk.features import facts
from risk.features.hub_profile import profile_of
from risk.features.touch import Touch
from risk.features.windows import D90, History

MOST: Final = 8
"""Hubs of an event whose behaviour is looked at; those beyond stay unknown."""


class Nearby:
    """Both rings of an event, and how many hubs around them nothing explains.

    Attributes:
        own: the acting party's ring.
        own_unknown: hubs that it meets and nothing explains.
        other: the receiver's ring, None without a receiver.
        other_unknown: the same of the receiver's.
    """

    __slots__ = ("other", "other_unknown", "own", "own_unknown")

    def __init__(self, own: Ring, own_unknown: int, other: Ring | None, other_unknown: int) -> None:
        self.own = own
        self.own_unknown = own_unknown
        self.other = other
        self.other_unknown = other_unknown


class Typing:
    """Tells which hubs are typed, for one event.

    Args:
        get: a history by its key.
        at_ms: the event's instant.
        active: whether behaviour is looked at.

    Attributes:
        typed: the hubs of the rings that something explains.
        unknown: the event's own identifiers that are hubs and that nothing explains.
    """

    __slots__ = ("_active", "_at_ms", "_get", "_looked_at", "typed", "unknown")

    def __init__(self, get: Callable[[int], History | None], at_ms: int, *, active: bool) -> None:
        self._get = get
        self._at_ms = at_ms
        self._active = active
        self._looked_at = 0
        self.typed: frozenset[int] = frozenset()
        self.unknown: tuple[int, ...] = ()

    def nearby(self, graph: IdentityGraph, touch: Touch, *, devices: bool) -> Nearby:
        """The rings of both sides; the hubs that they meet are typed.

        Args:
            graph: the identity graph.
            touch: the event's identifiers.
            devices: whether the acting party's walk may go over devices.
        """
        own = graph.ring(touch.party, self._at_ms, devices=devices)
        own_unknown = own.unknown_hubs
        if own_unknown or own.typed_hubs:
            own_unknown = self.unknown_of(graph.met())
        if not touch.other:
            return Nearby(own, own_unknown, None, 0)
        other = graph.ring(touch.other, self._at_ms)
        other_unknown = other.unknown_hubs
        if other_unknown or other.typed_hubs:
            other_unknown = self.unknown_of(graph.met())
        return Nearby(own, own_unknown, other, other_unknown)

    def explains_house(self, building: int, history: History) -> bool:
        """Whether a house is no node of the graph but a hub by its windows, and a typed one."""
        if not self._active or len(history.facts) <= HUB_DEGREE:
            return False
        if history.distinct(facts.RECEIVER, self._at_ms, D90) <= HUB_DEGREE:
            return False
        return self._is_explained(building)

    def unknown_of(self, hubs: list[Met]) -> int:
        """How many of some hubs nothing explains; the others are then in ``typed``."""
        explained = [hub.key for hub in hubs if hub.typed or self._behaves(hub)]
        self.typed |= frozenset(explained)
        if len(explained) < len(hubs):
            own = [hub.key for hub in hubs if hub.hops == 0 and hub.key not in self.typed]
            self.unknown += tuple([key for key in own if key not in self.unknown])
        return len(hubs) - len(explained)

    def _behaves(self, hub: Met) -> bool:
        if hub.told or not self._active or self._looked_at >= MOST:
            return False
        self._looked_at += 1
        return self._is_explained(hub.key)

    def _is_explained(self, key: int) -> bool:
        return type_of(profile_of(key, self._at_ms, self._get)).hub != HubType.UNKNOWN
