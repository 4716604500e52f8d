import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.page import STEP, Points, apart, layout

edges = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda e: e[0] != e[1]))


@settings(deadline=None)
@given(edges, st.integers(0, 9))
def test_every_node_has_a_place_of_its_own_and_always_the_same(
    links: list[tuple[int, int]], centre: int
) -> None:
    points = layout(10, links, centre)
    assert points.shape == (10, 2) and np.isfinite(points).all()
    assert np.array_equal(points, layout(10, links, centre))
    assert min_distance(points) > STEP / 20


def test_a_plain_ring_comes_out_regular() -> None:
    points = layout(9, [(0, n) for n in range(1, 9)], 0)
    lengths = np.hypot(*(points[1:] - points[0]).T)
    assert np.allclose(lengths, STEP, rtol=0.02)
    assert min_distance(points) > 0.7 * STEP


def test_neighbours_stand_nearer_than_strangers() -> None:
    graph = nx.path_graph(6)
    points = layout(6, list(graph.edges), 0)
    hops = dict(nx.all_pairs_shortest_path_length(graph))
    far = [np.hypot(*(points[0] - points[n])) for n in sorted(hops[0], key=hops[0].get)]
    assert far == sorted(far)


def test_one_node_is_a_page() -> None:
    assert layout(1, [], 0).tolist() == [[0.0, 0.0]]


@settings(deadline=None)
@given(st.integers(1, 40), st.integers(0, 5))
def test_no_two_boxes_stay_on_each_other(n: int, seed: int) -> None:
    points = np.random.default_rng(seed).normal(0, 60, (n, 2))
    boxes = np.full((n, 2), (70.0, 50.0))
    moved = apart(points, boxes)
    over = np.abs(moved[:, None] - moved[None]) < boxes[0] - 1e-6
    assert not (over.all(2) & ~np.eye(n, dtype=bool)).any()


def test_few_lines_are_kept_off_other_nodes() -> None:
    """A node between the ends of a link would seem to be on it."""
    points = np.array([[0.0, 0.0], [200.0, 0.0], [100.0, 3.0]])
    moved = apart(points, np.full((3, 2), 30.0), [(0, 1)])
    assert moved[2, 1] > 20.0
    assert np.array_equal(moved[:2], points[:2])
    assert np.array_equal(apart(points, np.full((3, 2), 30.0), [(0, 2), (2, 1)]), points)


def test_what_is_in_nobody_s_way_stays() -> None:
    points = np.array([[0.0, 0.0], [100.0, 0.0], [0.0, 80.0]])
    assert np.array_equal(apart(points, np.full((3, 2), 50.0)), points)


def min_distance(points: Points) -> float:
    ways = np.hypot(*np.moveaxis(points[:, None] - points[None], 2, 0))
    return float(ways[~np.eye(len(points), dtype=bool)].min())
