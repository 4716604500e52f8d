"""Where nodes stand on a page.

The layout is Kamada and Kawai's (1989) of NetworkX: distance on the page follows distance in the graph,
so a shared phone stands in the middle of those who share it. It begins as a tree around the centre,
each branch with an angle by its leaves, so a plain ring comes out regular; there is no chance in it.
Then boxes of nodes and names are pushed off each other. NetworkX is of the extra ``train``.
"""

from collections.abc import Sequence
from math import cos, pi, sin
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

STEP: Final = 125.0
"""Length of a link, in pixels, where there is room enough."""
_ROUNDS: Final = 300
_GROWTH: Final = 1.1
_MOST_GROWTH: Final = 2.0
"""A crowded page grows until fewer than a quarter of its nodes are in the way of another."""

_MOST_LINES: Final = 40
"""With more links than this, lines cross nodes whatever is done."""
_CLEAR: Final = 26.0
"""Room between a line and the middle of a node that is not on it, in pixels."""
_LINE_ROUNDS: Final = 60

Points: TypeAlias = NDArray[np.float64]


def layout(n: int, links: Sequence[tuple[int, int]], centre: int) -> Points:
    """Middles of n nodes, shape (n, 2), in pixels around the origin.

    Args:
        n: how many, at least one.
        links: pairs of them.
        centre: the node to begin at. Parts that do not hang together with it are laid around it.

    Raises:
        ModuleNotFoundError: the extra ``train`` is not installed.
    """
    import networkx as nx  # noqa: PLC0415  heavy, and absent in service

    if n == 1:
        return np.zeros((1, 2))
    graph: Any = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(links)
    here = nx.node_connected_component(graph, centre)
    others = [min(part) for part in nx.connected_components(graph) if centre not in part]
    graph.add_edges_from((min(here), other) for other in others)
    found = nx.kamada_kawai_layout(graph, pos=_fan(graph, centre))
    points = np.array([found[node] for node in range(n)])
    ways = [points[one] - points[other] for one, other in graph.edges]
    lengths = np.hypot(*np.array(ways).T)
    return np.asarray(points * (STEP / max(float(np.median(lengths)), 1e-9)))


def apart(points: Points, boxes: Points, links: Sequence[tuple[int, int]] = ()) -> Points:
    """The same points with no two boxes on each other, as far as ``_ROUNDS`` rounds get.

    Args:
        points: middles, shape (n, 2).
        boxes: width and height of each, shape (n, 2).
        links: pairs between which lines are drawn; few ones are kept off other nodes where that can be.
    """
    points, room = points.copy(), (boxes[:, None] + boxes[None]) / 2
    grown = 1.0
    while grown < _MOST_GROWTH and _meet(points, room).any(1).mean() > 0.25:
        points *= _GROWTH
        grown *= _GROWTH
    for _ in range(_LINE_ROUNDS if len(links) <= _MOST_LINES else 0):
        moved = [_off_line(points, node, link) for node in range(len(points)) for link in links]
        _part(points, room)
        if not any(moved):
            break
    for _ in range(_ROUNDS):
        if not _part(points, room):
            break
    return points


def _part(points: Points, room: Points) -> bool:
    """Push each two boxes off each other that meet; whether any did."""
    pairs = np.argwhere(np.triu(_meet(points, room))).tolist()
    for one, other in pairs:
        _push(points, room, one, other)
    return bool(pairs)


def _off_line(points: Points, node: int, link: tuple[int, int]) -> bool:
    """Push a node off the line of a link between others, straight away from it; whether it was on it."""
    if node in link:
        return False
    start, along = points[link[0]], points[link[1]] - points[link[0]]
    length = max(float(np.hypot(*along)), 1e-9)
    off = points[node] - start
    part = float(off @ along) / length**2
    across = float(along[0] * off[1] - along[1] * off[0]) / length
    if not 0 < part < 1 or abs(across) >= _CLEAR:
        return False
    push = (_CLEAR - abs(across) + 0.5) * (1 if across >= 0 else -1)
    points[node] += np.array([-along[1], along[0]]) * (push / length)
    return True


def _fan(graph: Any, centre: int) -> dict[int, tuple[float, float]]:
    """A tree around the centre: each node at its depth, in the middle of the angle of its leaves."""
    import networkx as nx  # noqa: PLC0415  heavy, and absent in service

    tree = nx.bfs_tree(graph, centre)
    leaves: dict[int, int] = {}
    for node in reversed(list(tree)):
        leaves[node] = max(sum(leaves[child] for child in tree[node]), 1)
    places = {centre: (0.0, 0.0)}
    begins = {centre: 0.0}
    depths = nx.single_source_shortest_path_length(tree, centre)
    for node in tree:
        begin = begins[node]
        for child in tree[node]:
            angle = 2 * pi * (begin + leaves[child] / 2) / leaves[centre]
            places[child] = (depths[child] * cos(angle), depths[child] * sin(angle))
            begins[child] = begin
            begin += leaves[child]
    return places


def _meet(points: Points, room: Points) -> NDArray[np.bool_]:
    over = room - np.abs(points[:, None] - points[None])
    return np.asarray((over > 0).all(2) & ~np.eye(len(points), dtype=bool))


def _push(points: Points, room: Points, one: int, other: int) -> None:
    """Push two off each other, each half the way, along the axis on which they overlap less."""
    way = points[one] - points[other]
    over = room[one, other] - np.abs(way)
    axis = int(over.argmin())
    if over[axis] > 0:
        push = (over[axis] / 2 + 0.5) * (1 if way[axis] >= 0 else -1)
        points[one, axis] += push
        points[other, axis] -= push
