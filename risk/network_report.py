"""The network report of a file of events: its largest communities, the money in them, and the hubs.

The file is replayed and nothing is kept. Names, numbers and places are masked as on pictures. A community
is a reason to look and no proof of anything: its events are those whose acting party stands in it by its
surest identifier, and its money is what those events say is at stake (``risk.stakes``).
"""

import importlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

from msgspec import Struct

from data.errors import Failure
from data.identifiers import Kind, Tokeniser, kind_of
from data.subject import Reader
from graph.communities import Community, communities
from graph.hub_list import Hub, hubs_of
from graph.hubs import Ground, HubType, type_of
from graph.neighbourhood import Span, identifier_at, neighbourhood
from graph.picture import Picture, picture_of
from risk.bootstrap import shipped_policy
from risk.bundle import NO_BUNDLE
from risk.engine import Engine
from risk.features.hub_profile import profile_of
from risk.features.state import State
from risk.masked_labels import labels_in
from risk.replay import Replay, Step
from risk.stakes import stake_fen

MOST_HUBS: Final = 50
PICTURES: Final = 3
"""The first communities are drawn too."""
_LABELS: Final = 5
"""Members that a community is told by: those with most links."""
_LIBRARIES: Final = ("networkx", "scipy")


class CommunityLine(Struct, frozen=True):
    """One community.

    Attributes:
        size: identifiers.
        holders: persons, organisations and merchants among them.
        kinds: kind -> how many.
        links: strong links within.
        first_ms, last_ms: of those links.
        confirmed, confirmed_share: identifiers of confirmed frauds, and of all.
        cleared: identifiers of events found honest.
        events, money_fen: of acting parties in it.
        labels: masked texts of those with most links.
    """

    size: int
    holders: int
    kinds: dict[str, int]
    links: int
    first_ms: int
    last_ms: int
    confirmed: int
    confirmed_share: float
    cleared: int
    events: int
    money_fen: int
    labels: tuple[str, ...]


class HubLine(Struct, frozen=True):
    """One hub.

    Attributes:
        kind: of the identifier.
        label: its masked text.
        links: of any age.
        hub: what it is, in lower case; ``unknown`` where nothing explains it.
        by: ``analyst``, ``behaviour`` or ``nothing``.
        evidence: for that type, or against any.
    """

    kind: str
    label: str
    links: int
    hub: str
    by: str
    evidence: tuple[Ground, ...]


class NetworkReport(Struct, frozen=True):
    """The whole report.

    Attributes:
        at_ms: the instant of links and hubs: the time of the last event.
        known_ms: marks told by then count: outcomes come months after their events.
        identifiers, links: in the graph.
        found: communities with enough holders.
        communities: the largest of them.
        hubs: those with most links.
        pictures: of the first communities.
    """

    at_ms: int
    known_ms: int
    identifiers: int
    links: int
    found: int
    communities: tuple[CommunityLine, ...]
    hubs: tuple[HubLine, ...]
    pictures: tuple[Picture, ...]


class NetworkReports:
    """Makes reports of files.

    Args:
        tokeniser: of the home, so that keys are those of its log.
        max_identifiers: upper bound of live identifiers.
    """

    def __init__(self, tokeniser: Tokeniser, max_identifiers: int) -> None:
        self._tokeniser = tokeniser
        self._reader = Reader(tokeniser)
        self._state = State(max_identifiers)
        self._events = Counter[int]()
        self._money_fen = Counter[int]()

    def report(
        self,
        events: Path,
        *,
        until_ms: int | None = None,
        least: int = 3,
        most: int = 20,
        told: Callable[[], object] = lambda: None,
    ) -> NetworkReport:
        """The report once a file has been read; for the first call only.

        Args:
            events: JSON lines, gzip by its ending.
            until_ms: lines of a later time are passed over; None takes all.
            least: persons, organisations and merchants that a community must have.
            most: communities told.
            told: called after each line.

        Raises:
            Failure: the file can't be read, or the extra "train" is not installed.
        """
        _require_libraries()
        at_ms, last_ms = self._replay(events, until_ms, told)
        known_ms, graph = last_ms if until_ms is None else until_ms, self._state.graph
        found, hubs = communities(graph, at_ms, least), hubs_of(graph, at_ms)[:MOST_HUBS]
        largest, span = found[:most], Span(0, known_ms)
        arounds = [
            neighbourhood(graph, one.members[:100], span, hops=1) for one in largest[:PICTURES]
        ]
        wanted = {key for one in largest for key in one.members[:_LABELS]} | {h.key for h in hubs}
        wanted |= {met.key for around in arounds for met in around.identifiers}
        labels = labels_in(events, self._reader, wanted)
        return NetworkReport(
            at_ms,
            known_ms,
            len(graph),
            graph.n_links,
            len(found),
            tuple(self._community(one, span, labels) for one in largest),
            tuple(self._hub(hub, at_ms, labels) for hub in hubs),
            tuple(picture_of(around, labels) for around in arounds),
        )

    def _replay(
        self, events: Path, until_ms: int | None, told: Callable[[], object]
    ) -> tuple[int, int]:
        """The time of the last event, and the latest of all lines."""
        engine = Engine(self._reader, self._state, NO_BUNDLE, shipped_policy())
        replay, at_ms = Replay(engine, self._tokeniser, until_ms), 0
        for step in replay.steps(events, told):
            if not isinstance(step, Step) or step.evaluation is None:
                continue
            reading = step.evaluation.reading
            at_ms = reading.fact.at_ms
            if reading.touch.party:
                self._events[reading.touch.party[0]] += 1
                self._money_fen[reading.touch.party[0]] += stake_fen(step.event)
        return at_ms, replay.last_ms

    def _community(self, one: Community, span: Span, labels: dict[int, str]) -> CommunityLine:
        members = [identifier_at(self._state.graph, key, 0, span) for key in one.members]
        kinds = Counter(member.kind.name.lower() for member in members)
        confirmed = sum(member.confirmed_ms is not None for member in members)
        return CommunityLine(
            len(members),
            one.holders,
            dict(kinds.most_common()),
            one.links,
            one.first_ms,
            one.last_ms,
            confirmed,
            confirmed / len(members),
            sum(member.cleared_ms is not None for member in members),
            sum(self._events[key] for key in one.members),
            sum(self._money_fen[key] for key in one.members),
            tuple(_named(key, labels) for key in one.members[:_LABELS]),
        )

    def _hub(self, hub: Hub, at_ms: int, labels: dict[int, str]) -> HubLine:
        kind, label = kind_of(hub.key).name.lower(), _named(hub.key, labels)
        if hub.name != HubType.UNKNOWN.name.lower():
            return HubLine(kind, label, hub.links, hub.name, "analyst", ())
        typed = type_of(profile_of(hub.key, at_ms, self._state.keeper.get))
        by = "nothing" if typed.hub == HubType.UNKNOWN else "behaviour"
        return HubLine(kind, label, hub.links, typed.hub.name.lower(), by, typed.evidence)


def _named(key: int, labels: dict[int, str]) -> str:
    """Kind and masked text: a shared key says little without its kind."""
    kind = Kind(key & 15).name.lower()
    return f"{kind} {labels[key]}" if labels.get(key) else kind


def _require_libraries() -> None:
    try:
        for name in _LIBRARIES:
            importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise Failure(
            f"a report needs {error.name}, which is not installed: pip install 'postrisk[train]'",
            code="no_train_extra",
        ) from None
