"""Communities of the whole graph at an instant: who hangs together, for a report and off the scoring path.

The same links as of a ring (``graph.components``): strong, live at the instant, and through no hub. First the
connected components; one with more than ``SPLIT_FROM`` identifiers is split by Louvain's method (Blondel et
al. 2008) of NetworkX, weighted by what links weigh and how old they are, with a fixed seed: the same graph
gives the same communities. NetworkX and SciPy are of the extra ``train``.
"""

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from data.identifiers import Kind
from graph import layout as at
from graph import links
from graph.hub_list import hubs_of, records_of
from graph.identity import IdentityGraph
from graph.walks import STRONG

SPLIT_FROM: Final = 30
SEED: Final = 7
HOLDERS: Final = (Kind.PERSON, Kind.ORG, Kind.MERCHANT)

_Words: TypeAlias = NDArray[np.int64]


class Community(Struct, frozen=True):
    """Identifiers that hang together.

    Attributes:
        members: keys, those with most links first.
        holders: persons, organisations and merchants among them.
        links: live strong links between them.
        first_ms, last_ms: of those links.
    """

    members: tuple[int, ...]
    holders: int
    links: int
    first_ms: int
    last_ms: int


def communities(graph: IdentityGraph, at_ms: int, least: int = 3) -> list[Community]:
    """The communities with most holders first.

    Args:
        graph: the identity graph.
        at_ms: the instant.
        least: holders that a community must have.

    Raises:
        ModuleNotFoundError: the extra "train" is not installed.
    """
    tied = _Tied.of(graph, at_ms)
    found = [
        tied.community(part)
        for component in tied.components()
        for part in (tied.split(component) if len(component) > SPLIT_FROM else [component])
    ]
    kept = [one for one in found if one.holders >= least]
    return sorted(kept, key=lambda one: (-one.holders, -len(one.members), min(one.members)))


class _Tied(Struct, frozen=True):
    """The strong links of an instant between identifiers that are no hubs.

    Attributes:
        keys: of the identifiers, ascending; others are told by their places here.
        ends: shape (n_links, 2).
        weights: shape (n_links,).
        spans: first and last sighting, shape (n_links, 2).
        around: identifier -> the places of its links.
    """

    keys: NDArray[np.uint64]
    ends: _Words
    weights: NDArray[np.float64]
    spans: _Words
    around: list[list[int]]

    @classmethod
    def of(cls, graph: IdentityGraph, at_ms: int) -> "_Tied":
        table, addresses = records_of(graph)
        rows = table[table[:, 0] > 0]
        kinds = np.stack([rows[:, 0] & 15, rows[:, 1] & 15], axis=1)
        weight = np.array(links.WEIGHTS)[kinds].min(axis=1)
        life_ms = np.array(links.LIVES_MS)[kinds].min(axis=1)
        age_ms = np.maximum(at_ms - rows[:, at.LAST], 0)
        live = (weight >= STRONG) & (rows[:, at.SINCE] <= at_ms) & (age_ms < life_ms)
        ends = np.stack([rows[:, 0], rows[:, 1]], axis=1) & ~np.int64(15)
        key_of = dict(
            zip(addresses.tolist(), table[:, at.KEY].view(np.uint64).tolist(), strict=True)
        )
        hubs = {hub.key for hub in hubs_of(graph, at_ms)}
        pairs = np.array([[key_of[a], key_of[b]] for a, b in ends[live].tolist()], np.uint64)
        pairs = pairs.reshape(-1, 2)
        open_ = ~np.isin(pairs, np.array(sorted(hubs), np.uint64)).any(axis=1)
        keys, places = np.unique(pairs[open_], return_inverse=True)
        fresh = (1.0 - age_ms / life_ms)[live][open_]
        spans = rows[live][open_][:, [at.SINCE, at.LAST]]
        places = places.reshape(-1, 2)
        around: list[list[int]] = [[] for _ in keys]
        for number, (one, other) in enumerate(places.tolist()):
            around[one].append(number)
            around[other].append(number)
        return cls(keys, places, weight[live][open_] * fresh, spans, around)

    def components(self) -> Iterator[list[int]]:
        """The places of each connected component."""
        seen = [False] * len(self.keys)
        for start in range(len(self.keys)):
            if seen[start]:
                continue
            seen[start], found = True, [start]
            for place in found:  # grows while it is walked
                for link in self.around[place]:
                    for other in self.ends[link].tolist():
                        if not seen[other]:
                            seen[other] = True
                            found.append(other)
            yield found

    def split(self, component: Sequence[int]) -> list[list[int]]:
        """The communities within a component."""
        # A scorer never gets here, and must not carry the library.
        import networkx as nx  # noqa: PLC0415  heavy, and absent in service

        graph = nx.Graph()
        graph.add_nodes_from(sorted(component))
        for link in self._within(component):
            one, other = self.ends[link].tolist()
            graph.add_edge(one, other, weight=float(self.weights[link]))
        parts: list[set[int]] = nx.community.louvain_communities(graph, seed=SEED)
        return [sorted(part) for part in parts]

    def community(self, places: Sequence[int]) -> Community:
        """A community from its places."""
        own = set(places)
        within = self._within(places)
        ties = dict.fromkeys(own, 0)
        for link in within:
            for end in self.ends[link].tolist():
                ties[end] += 1
        keys = {place: int(self.keys[place]) for place in own}
        members = sorted(own, key=lambda place: (-ties[place], keys[place]))
        spans = self.spans[within] if within else np.zeros((1, 2), np.int64)
        return Community(
            tuple(keys[place] for place in members),
            sum(keys[place] & 15 in HOLDERS for place in own),
            len(within),
            int(spans[:, 0].min()),
            int(spans[:, 1].max()),
        )

    def _within(self, places: Sequence[int]) -> list[int]:
        """The links both of whose ends are among some places."""
        own = set(places)
        met = {link for place in places for link in self.around[place]}
        return sorted(link for link in met if own.issuperset(self.ends[link].tolist()))
