"""The identity graph told naively: the plain list of what arrived, and NetworkX for each question.

Written from the docstrings of ``graph.components``, ``graph.links``, ``graph.propagation`` and
``graph.density``; nothing is kept but the list. An identifier's memory starts where it was dropped.
"""

from dataclasses import dataclass, field
from math import log

import networkx as nx

from data.identifiers import Kind
from graph import components, links, propagation
from graph.identity import HUB_DEGREE, UNSEEN_MS

DAY_MS = 86_400_000


@dataclass
class Oracle:
    """What has arrived, in order."""

    sightings: list[tuple[int, int, int, int]] = field(default_factory=list)
    events: list[tuple[int, dict[int, int]]] = field(default_factory=list)
    marks: dict[tuple[int, int], tuple[bool, int, int]] = field(default_factory=dict)
    hubs: dict[int, tuple[int, int]] = field(default_factory=dict)
    known: dict[int, int] = field(default_factory=dict)
    count: int = 0

    def enter(self, pairs: list[tuple[int, int]], at_ms: int) -> None:
        self.count += 1
        for one, other in pairs:
            self.sightings.append((one, other, at_ms, self.count))
            for key in (one, other):
                self.known.setdefault(key, self.count)
        keys = {key for pair in pairs for key in pair}
        self.events.append((at_ms, dict.fromkeys(keys, self.count)))

    def mark(self, keys: list[int], event: int, at_ms: int, *, is_fraud: bool) -> None:
        self.count += 1
        for key in keys:
            if is_fraud:
                self.known.setdefault(key, self.count)
            if key in self.known:
                old = self.marks.get((key, event))
                if old is not None and old[0] == is_fraud:
                    self.marks[key, event] = (is_fraud, min(at_ms, old[1]), old[2])
                else:
                    self.marks[key, event] = (is_fraud, at_ms, self.count)

    def lift(self, keys: list[int], event: int) -> None:
        for key in keys:
            self.marks.pop((key, event), None)

    def drop(self, key: int) -> None:
        self.known.pop(key, None)
        self.hubs.pop(key, None)
        self.marks = {mark: said for mark, said in self.marks.items() if mark[0] != key}
        self.sightings = [seen for seen in self.sightings if key not in seen[:2]]
        for _, keys in self.events:
            keys.pop(key, None)

    def picture(self) -> nx.Graph:
        """All links with first and last sighting."""
        picture = nx.Graph()
        for one, other, at_ms, _ in self.sightings:
            if one != other:
                tie = picture.get_edge_data(one, other, {"first": at_ms, "last": at_ms})
                first, last = min(tie["first"], at_ms), max(tie["last"], at_ms)
                picture.add_edge(one, other, first=first, last=last)
        return picture

    def hub(self, picture: nx.Graph, key: int, at_ms: int) -> int:
        said, until_ms = self.hubs.get(key, (0, 0))
        if said and until_ms > at_ms:
            return 2
        people = [
            other
            for other, tie in (picture.adj[key].items() if key in picture else ())
            if other & 15 in components.HUB_KINDS
            and tie["first"] <= at_ms < tie["last"] + components.RING_HUB_MS
        ]
        return int(len(people) > HUB_DEGREE)

    def ring(self, starts: list[int], at_ms: int, *, devices: bool = True) -> dict[str, object]:
        """The numbers of a ring, each as ``components.Ring`` names it."""
        whole = self.picture()
        live = nx.Graph()
        live.add_nodes_from(starts)
        for one, other, tie in whole.edges(data=True):
            life_ms = min(links.LIVES_MS[one & 15], links.LIVES_MS[other & 15])
            weight = min(links.WEIGHTS[one & 15], links.WEIGHTS[other & 15])
            if not devices and Kind.DEVICE in (one & 15, other & 15):
                continue
            if weight >= 2 and tie["first"] <= at_ms < tie["last"] + life_ms:
                fresh = 1 - max(at_ms - tie["last"], 0) / life_ms
                live.add_edge(one, other, weight=weight * fresh, **tie)
        hubs = {key: self.hub(whole, key, at_ms) for key in live}
        own = [key for key in dict.fromkeys(starts) if not hubs[key]]
        open_ = live.subgraph([key for key in live if not hubs[key]])
        depth = nx.multi_source_dijkstra_path_length(open_, own, weight=None) if own else {}
        ring = open_.subgraph(depth)
        met = {other for key in ring for other in live[key] if hubs[other]} | (
            set(starts) - set(own)
        )
        frauds = {key: told for key in ring if (told := self.told_last(key)) is not None}
        cleared = {key for (key, _), said in self.marks.items() if not said[0]}
        ages = {key: self.age_ms(key, at_ms) for key in ring if key in self.known}
        firsts = [tie["first"] for _, _, tie in ring.edges(data=True)]
        near = [key for key in ages if depth[key] == 1]
        return {
            "size": len(ring),
            "hops": min((depth[key] for key in frauds), default=None),
            "confirmed": len(frauds),
            "cleared": len(cleared & set(ring)),
            "links": ring.number_of_edges(),
            "age_ms": min(at_ms - min(firsts), UNSEEN_MS) if firsts else 0,
            "new_24h": sum(age < DAY_MS for age in ages.values()),
            "new_7d": sum(age < 7 * DAY_MS for age in ages.values()),
            "bounded": False,
            "unknown_hubs": sum(hubs[key] == 1 for key in met),
            "typed_hubs": sum(hubs[key] == 2 for key in met),
            "crowd": self.crowd(list(ages), ages),
            "near": self.crowd(near, ages),
            "kinds": tuple(sum(key & 15 == kind for key in ring) for kind in range(len(Kind))),
        } | _floats(whole, ring, own, frauds, at_ms)

    def told_last(self, key: int) -> tuple[int, int] | None:
        """Event and instant of the mark that confirmed an identifier last."""
        told = [
            (said[2], event, said[1])
            for (marked, event), said in self.marks.items()
            if marked == key and said[0]
        ]
        return max(told)[1:] if told else None

    def age_ms(self, key: int, at_ms: int) -> int:
        firsts = [at for at, keys in self.events if key in keys]
        return min(max(at_ms - min(firsts), 0), UNSEEN_MS) if firsts else 0

    def crowd(self, keys: list[int], ages: dict[int, int]) -> components.Crowd:
        events = [sum(key in stood for _, stood in self.events) for key in keys]
        told = [ages[key] for key in keys]
        most = max(events, default=0), max(told, default=0)
        return components.Crowd(len(keys), sum(events), most[0], sum(told), most[1])


def _floats(
    whole: nx.Graph,
    ring: nx.Graph,
    own: list[int],
    frauds: dict[int, tuple[int, int]],
    at_ms: int,
) -> dict[str, object]:
    """Closeness by dense steps, and the densest part by the peel over copies."""
    begin = {key: 1 / len(own) if key in own else 0.0 for key in ring}
    mass = dict(begin)
    for _ in range(propagation.ROUNDS):
        flow = dict.fromkeys(ring, 0.0)
        for key in ring:
            total = ring.degree(key, weight="weight")
            for other in ring[key] if total else own:
                share = ring[key][other]["weight"] / total if total else 1 / len(own)
                flow[other] += mass[key] * share
        anew = propagation.RESTART
        mass = {key: anew * begin[key] + (1 - anew) * flow[key] for key in ring}
    fresh = {
        key: 1 - min(max(at_ms - told[1], 0), UNSEEN_MS) / UNSEEN_MS for key, told in frauds.items()
    }
    parts = {
        frozenset(pair): int(1e6 / log(max(whole.degree(key) for key in pair) + 5))
        for pair in ring.edges
    }
    left, best = nx.Graph(ring), 0.0
    while len(left):
        sums = {key: sum(parts[frozenset((key, other))] for other in left[key]) for key in left}
        best = max(best, sum(sums.values()) / 2 / len(left))
        least = min(sums.values())
        left.remove_nodes_from([key for key in sums if sums[key] == least])
    closeness = sum(mass[key] * fresh[key] for key in frauds)
    return {"closeness": closeness, "suspiciousness": best / 1e6}
