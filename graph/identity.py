"""The identity graph: which identifiers were used together, and when last.

Nodes are identifiers (a 64-bit integer whose low four bits are its kind), links are pairs that stood
together on one party of an event. ``read`` functions are pure; ``apply`` is separate and can be
undone exactly. Integers only.

Bounded: beyond ``max_nodes`` the node touched longest ago goes first; a node untouched for 24 months
of event time goes in any case.

A node with more than ``HUB_DEGREE`` neighbours is a hub candidate (DOMAIN 2.0): it is counted, but no
walk goes through it, so that a village phone or a dormitory does not tie strangers together.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from data.identifiers import Kind
from data.instants import DAY_MS
from data.recency import Call, Link, Recency, Step

HUB_DEGREE: Final = 50
MAX_HOPS: Final = 3
MAX_WALK: Final = 64
MAX_SHARERS: Final = 200
UNSEEN_MS: Final = 730 * DAY_MS
_EXPIRED_AT_ONCE: Final = 4
_KIND_NAMES: Final = [kind.name.lower() for kind in sorted(Kind)]

Undo = list[Step]


class Edge:
    """A link between two identifiers, shared by both ends."""

    __slots__ = ("last_ms",)

    def __init__(self, last_ms: int) -> None:
        self.last_ms = last_ms


class Node(Link):
    """An identifier with its links."""

    __slots__ = ("confirmed", "edges", "key")

    def __init__(self, key: int) -> None:
        super().__init__()
        self.key = key
        self.edges: dict[int, Edge] = {}
        self.confirmed: frozenset[int] = _UNMARKED


_UNMARKED: Final[frozenset[int]] = frozenset()


class Reach:
    """What a bounded walk from an event's identifiers found.

    Attributes:
        size: identifiers met, the event's own included, counted up to ``MAX_WALK``.
        hops: links to the nearest identifier of a confirmed fraud (0: one of the event's own).
        path: kinds of identifier on the way there.
        confirmed_near: confirmed identifiers at most one link away.
    """

    __slots__ = ("confirmed_near", "hops", "path", "size")

    def __init__(
        self, size: int, hops: int | None, path: tuple[str, ...], confirmed_near: int
    ) -> None:
        self.size = size
        self.hops = hops
        self.path = path
        self.confirmed_near = confirmed_near


class IdentityGraph:
    """Identifiers tied by events, kept incrementally.

    Args:
        max_nodes: upper bound of live identifiers.
    """

    def __init__(self, max_nodes: int) -> None:
        self._max_nodes = max_nodes
        self._nodes: dict[int, Node] = {}
        self._recency = Recency()
        self.dropped = 0

    def __len__(self) -> int:
        return len(self._nodes)

    def neighbours(self, key: int, since_ms: int) -> list[int]:
        """Identifiers linked to one and seen with it after an instant."""
        node = self._nodes.get(key)
        if node is None:
            return []
        return [other for other, edge in node.edges.items() if edge.last_ms > since_ms]

    def sharers(self, key: int, kinds: int, since_ms: int, plus: int = 0) -> int:
        """How many identifiers of some kinds share this one, counting ``plus`` among them.

        ``kinds`` is a set of kinds as ``kind_set`` makes it. Counted up to ``MAX_SHARERS``: beyond
        it, a key says "hub" and nothing more.
        """
        node = self._nodes.get(key)
        count = 1 if plus else 0
        if node is None:
            return count
        for other, edge in node.edges.items():
            if edge.last_ms > since_ms and kinds >> (other & 15) & 1 and other != plus:
                count += 1
                if count >= MAX_SHARERS:
                    break
        return count

    def reach(self, starts: Sequence[int]) -> Reach:
        """Walk outwards from identifiers, at most ``MAX_HOPS`` links and ``MAX_WALK`` nodes."""
        nodes = self._nodes
        came_from: dict[int, int] = {start: 0 for start in starts}  # noqa: C420  a plain loop when compiled
        frontier: list[int] = list(came_from)
        nearest, near = 0, 0
        hops: int | None = None
        for depth in range(MAX_HOPS + 1):
            following: list[int] = []
            for key in frontier:
                node = nodes.get(key)
                if node is None:
                    continue
                if node.confirmed:
                    near += depth <= 1
                    if hops is None:
                        hops, nearest = depth, key
                if depth < MAX_HOPS and len(node.edges) <= HUB_DEGREE:
                    for other in node.edges:
                        if other not in came_from and len(came_from) < MAX_WALK:
                            came_from[other] = key
                            following.append(other)
            if not following:
                break
            frontier = following
        path = _path(came_from, nearest) if nearest else ()
        return Reach(len(came_from), hops, path, near)

    def apply(self, pairs: Iterable[tuple[int, int]], at_ms: int, clock_ms: int) -> Undo:
        """Let pairs of identifiers that stood together enter; returns how to undo it."""
        undo: Undo = []
        self.enter(pairs, at_ms, clock_ms, undo)
        return undo

    def enter(
        self, pairs: Iterable[tuple[int, int]], at_ms: int, clock_ms: int, undo: Undo
    ) -> None:
        """As ``apply``, with the steps added to those of the rest of the event."""
        for left, right in pairs:
            one, other = self._touch(left, clock_ms, undo), self._touch(right, clock_ms, undo)
            _link(one, other, at_ms, undo)
        self._shrink(clock_ms, undo)

    def confirm(self, keys: Iterable[int], event: int, clock_ms: int) -> Undo:
        """Mark identifiers as those of a confirmed fraud, also one that no link has brought in."""
        undo: Undo = []
        for key in keys:
            node = self._touch(key, clock_ms, undo)
            undo.append(Call(setattr, node, "confirmed", node.confirmed))
            node.confirmed |= {event}
        self._shrink(clock_ms, undo)
        return undo

    def lift(self, keys: Iterable[int], event: int) -> Undo:
        """Take the mark of one event off again; other confirmed events keep theirs."""
        undo: Undo = []
        for key in keys:
            node = self._nodes.get(key)
            if node is not None:
                undo.append(Call(setattr, node, "confirmed", node.confirmed))
                node.confirmed -= {event}
        return undo

    def _touch(self, key: int, clock_ms: int, undo: Undo) -> Node:
        node = self._nodes.get(key)
        if node is None:
            node = self._nodes[key] = Node(key)
            undo.append(_Added(self._nodes, key))
        undo.append(self._recency.touch(node, clock_ms))
        return node

    def _shrink(self, clock_ms: int, undo: Undo) -> None:
        while len(self._nodes) > self._max_nodes:
            oldest = self._recency.oldest()
            assert isinstance(oldest, Node), "whoever is counted is in the list"  # noqa: S101
            undo.append(Call(setattr, self, "dropped", self.dropped))
            self.dropped += 1
            self._drop(oldest, undo)
        self._expire(clock_ms, undo)

    def _expire(self, clock_ms: int, undo: Undo) -> None:
        """Drop what is old by the clock and by its links: see the keeper of histories."""
        limit_ms = clock_ms - UNSEEN_MS
        for _ in range(_EXPIRED_AT_ONCE):
            oldest = self._recency.oldest()
            if not isinstance(oldest, Node) or oldest.touched_ms > limit_ms:
                return
            if any(edge.last_ms > limit_ms for edge in oldest.edges.values()):
                undo.append(self._recency.touch(oldest, clock_ms))
            else:
                self._drop(oldest, undo)

    def _drop(self, node: Node, undo: Undo) -> None:
        for other in node.edges:
            edges = self._nodes[other].edges
            # The whole dictionary: a walk that meets its bound depends on the order of links.
            undo.append(Call(_refill, edges, edges.copy()))
            del edges[node.key]
        del self._nodes[node.key]
        undo.append(Call(self._nodes.__setitem__, node.key, node))
        undo.append(self._recency.drop(node))


class _Added(Step):
    """A node came in."""

    __slots__ = ("key", "nodes")

    def __init__(self, nodes: dict[int, Node], key: int) -> None:
        self.nodes = nodes
        self.key = key

    def take_back(self) -> None:
        del self.nodes[self.key]


class _Tied(Step):
    """Two nodes were tied for the first time."""

    __slots__ = ("left", "right")

    def __init__(self, left: Node, right: Node) -> None:
        self.left = left
        self.right = right

    def take_back(self) -> None:
        del self.left.edges[self.right.key]
        del self.right.edges[self.left.key]


class _Seen(Step):
    """A link was seen again, later than ever before."""

    __slots__ = ("edge", "last_ms")

    def __init__(self, edge: Edge, last_ms: int) -> None:
        self.edge = edge
        self.last_ms = last_ms

    def take_back(self) -> None:
        self.edge.last_ms = self.last_ms


def _link(left: Node, right: Node, at_ms: int, undo: Undo) -> None:
    edge = left.edges.get(right.key)
    if edge is None:
        left.edges[right.key] = right.edges[left.key] = Edge(at_ms)
        undo.append(_Tied(left, right))
    elif at_ms > edge.last_ms:
        undo.append(_Seen(edge, edge.last_ms))
        edge.last_ms = at_ms


def _refill(edges: dict[int, Edge], before: dict[int, Edge]) -> None:
    edges.clear()
    edges.update(before)


def kind_set(*kinds: Kind) -> int:
    """Some kinds as one integer with a bit for each."""
    return sum(1 << kind for kind in set(kinds))


def take_back(undo: Undo) -> None:
    """Undo a change: exactly, if everything after it was undone before."""
    for step in reversed(undo):
        step.take_back()


def _path(came_from: dict[int, int], key: int) -> tuple[str, ...]:
    steps = []
    while key:
        steps.append(_KIND_NAMES[key & 15])
        key = came_from[key]
    return tuple(reversed(steps))
