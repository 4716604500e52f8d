import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.graph.aggregates import (
    STATISTICS,
    both_ways,
    degrees,
    links_of,
    statistics,
    widened,
)

PAIRS = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20)


def naive(pairs: set[tuple[int, int]], values: list[list[float]]) -> list[list[float]]:
    """The statistics by loops: mean, deviation, least and largest of each column."""
    found = []
    for node in range(len(values)):
        ends = [values[other] for one, other in sorted(pairs) if one == node]
        if not ends:
            found.append([np.nan] * STATISTICS * len(values[0]))
            continue
        columns = list(zip(*ends, strict=True))
        means = [sum(column) / len(column) for column in columns]
        spreads = [
            (sum((value - mean) ** 2 for value in column) / len(column)) ** 0.5
            for column, mean in zip(columns, means, strict=True)
        ]
        found.append([*means, *spreads, *map(min, columns), *map(max, columns)])
    return found


@given(PAIRS, st.integers(0, 99))
def test_the_statistics_are_those_of_a_loop(pairs: set[tuple[int, int]], seed: int) -> None:
    values = np.random.default_rng(seed).random((8, 2))
    ends = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    links = links_of(ends[:, 0], ends[:, 1], 8)
    expected = naive(pairs, values.tolist())
    np.testing.assert_allclose(statistics(links, values), expected, atol=1e-7)
    assert degrees(links).tolist() == [sum(one == node for one, _ in pairs) for node in range(8)]


def test_an_edge_goes_both_ways() -> None:
    links = both_ways(np.array([[0, 1], [1, 2]]), 4)
    assert degrees(links).tolist() == [1, 2, 1, 0]
    np.testing.assert_array_equal(links.todense(), links.todense().T)


def test_two_hops_see_the_neighbours_of_neighbours_and_no_further() -> None:
    path = both_ways(np.array([[0, 1], [1, 2], [2, 3]]), 4)
    own = np.array([[0.0], [0.0], [0.0], [1.0]])
    changed = own.copy()
    changed[3] = 9.0
    moved = [
        [
            not np.array_equal(before, after, equal_nan=True)
            for before, after in zip(
                widened(own, [path], hops), widened(changed, [path], hops), strict=True
            )
        ]
        for hops in (0, 1, 2)
    ]
    assert moved[0] == [False, False, False, True]
    assert moved[1] == [False, False, True, True]
    assert moved[2] == [False, True, True, True]


def test_each_kind_of_link_has_columns_of_its_own() -> None:
    own = np.arange(6.0).reshape(3, 2)
    one, other = both_ways(np.array([[0, 1]]), 3), both_ways(np.array([[1, 2]]), 3)
    both = widened(own, [one, other], 2)
    for links, part in ((one, both[:, 2:27]), (other, both[:, 27:])):
        np.testing.assert_array_equal(widened(own, [links], 2)[:, 2:], part)
    assert both.shape == (3, 2 + 2 * (1 + 2 * STATISTICS * 3))


def test_one_hop_of_a_node_by_hand() -> None:
    star = both_ways(np.array([[0, 1], [0, 2]]), 3)
    found = widened(np.array([[1.0], [2.0], [4.0]]), [star], 1)[0]
    log2, log3 = np.log([2.0, 3.0])
    assert found == pytest.approx([1.0, log3, 3.0, log2, 1.0, 0.0, 2.0, log2, 4.0, log2])


def test_nodes_without_any_link_have_no_statistics() -> None:
    none = both_ways(np.zeros((0, 2), np.int64), 2)
    assert np.isnan(statistics(none, np.ones((2, 1)))).all()
    assert widened(np.ones((2, 1)), [none], 2)[:, :2].tolist() == [[1.0, 0.0]] * 2
