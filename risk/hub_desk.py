"""Shared identifiers that wait for a person to say what they are, with what they did; two people say it."""

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from data.changes import HubName, IdentifierKind, Listing, ListingsProposed
from data.errors import Conflict, InvalidInput, NotFound
from data.identifiers import Kind, kind_of, token_of
from graph.hub_list import Hub, hub_steps
from graph.hubs import Ground, HubType, Typed, type_of
from risk.features.hub_profile import profile_of
from risk.features.state import State
from rules.list_ledger import ListLedger

MOST: Final = 200
"""Hubs of one answer, those with most links."""
_TYPED: Final[dict[Kind, IdentifierKind]] = {
    Kind.PHONE: "phone",
    Kind.UNIT: "address",
    Kind.ACCOUNT: "account",
    Kind.DEVICE: "device",
}
"""Kinds of which a person can say what they are, by their names on lists."""
_SEEN: Final = (
    *("received", "senders", "takers", "sent", "names", "reached", "opened", "applicants"),
    *("outlets", "failed", "frauds", "span_days", "active_days"),
)
_UNKNOWN: Final = HubType.UNKNOWN.name.lower()


class HubView(Struct, frozen=True):
    """One shared identifier.

    Attributes:
        key: its node as 16 hexadecimal digits: nothing of it is readable.
        kind: as on lists.
        links: to other identifiers, of any age.
        hub: what it is; ``unknown`` where nothing explains it.
        by: ``analyst``, ``behaviour`` or ``nothing``.
        seen: what happened there in 90 days, as counts.
        evidence: the facts that gave the type; of an unknown one those that failed.
        entry: the entry of ``hub``, asked for or in force; None without one.
    """

    key: str
    kind: str
    links: int
    hub: str
    by: str
    seen: dict[str, int]
    evidence: tuple[Ground, ...]
    entry: str | None

    @property
    def waits(self) -> bool:
        """Whether nothing explains it and nobody has said or proposed what it is."""
        return self.hub == _UNKNOWN and self.entry is None


class HubsOut(Struct, frozen=True):
    """Hubs with most links first; ``unknown`` counts those that nothing explains and nobody has typed."""

    hubs: list[HubView]
    unknown: int


def hub_views(state: State) -> Iterator[HubView | None]:
    """All hubs as they stand now, one item a step; see ``graph.hub_list.hub_steps``."""
    now_ms = state.keeper.clock_ms
    for hub in hub_steps(state.graph, now_ms):
        if hub is None or kind_of(hub.key) not in _TYPED:
            yield None
        else:
            yield _view(hub, state, now_ms)


def hubs_out(views: Iterable[HubView]) -> HubsOut:
    """Those that wait for a word first, then those with most links."""
    once = {view.key: view for view in views}
    found = sorted(once.values(), key=lambda view: (not view.waits, -view.links, view.key))
    return HubsOut(found[:MOST], sum(view.waits for view in found))


def hub_listing(
    ledger: ListLedger, key: str, hub: HubName, *, until_ms: int, reason: str, now_ms: int
) -> ListingsProposed:
    """The change by which a hub gets its type, once a second person approves.

    Args:
        ledger: knows what stands already.
        key: as ``HubView`` has it.
        hub: what it is.
        until_ms: when the word ends.
        reason: why.
        now_ms: the present instant.

    Raises:
        NotFound: no such identifier can be a hub.
        InvalidInput: the end is past.
        Conflict: a word stands already.
    """
    node = int(key, 16)
    kind = _TYPED.get(kind_of(node))
    if kind is None:
        raise NotFound("there is no shared identifier with this key", param="hub")
    if until_ms <= now_ms:
        raise InvalidInput("must lie after now", param="until")
    known = ledger.standing("hub", node)
    if known is not None:
        raise Conflict(f"it stands there already as {known}", code="already_listed")
    # Whoever looks at a hub sees no identifier: the word is kept by its node alone.
    told = f"#{token_of(node)[:8]}"
    return ListingsProposed(
        (Listing("hub", kind, node, "", told, "internal", reason, until_ms=until_ms, hub=hub),)
    )


def _view(hub: Hub, state: State, now_ms: int) -> HubView:
    profile = profile_of(hub.key, now_ms, state.keeper.get)
    typed, by = Typed(HubType[hub.name.upper()], ()), "analyst"
    if typed.hub == HubType.UNKNOWN:
        typed = type_of(profile)
        by = "nothing" if typed.hub == HubType.UNKNOWN else "behaviour"
    return HubView(
        token_of(hub.key),
        str(_TYPED[profile.kind]),
        hub.links,
        typed.hub.name.lower(),
        by,
        {name: getattr(profile, name) for name in _SEEN},
        typed.evidence,
        state.lists.standing("hub", hub.key),
    )
