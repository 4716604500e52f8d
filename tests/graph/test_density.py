"""The densest part of a ring; that it equals a peel over copies, ``test_components`` shows."""

from math import log

import pytest

from data.identifiers import Kind
from graph.identity import IdentityGraph
from tests.graph.stars import T, node, star


def test_a_dense_block_is_as_dense_alone_as_within_ordinary_traffic() -> None:
    """Camouflage does not help: links to popular keys add little."""
    graph = IdentityGraph(1_000)
    block = [(node(n), node(m, Kind.PHONE)) for n in range(1, 6) for m in range(1, 6)]
    graph.apply(block, T, T)
    alone = graph.ring([node(1)], T).suspiciousness
    graph.apply([(node(1), node(50, Kind.UNIT)), (node(60), node(50, Kind.UNIT))], T, T)
    assert graph.ring([node(1)], T).suspiciousness == pytest.approx(alone, rel=0.05)
    assert star(5).ring([node(1)], T + 5).suspiciousness < alone / 2


def test_one_link_is_worth_its_column_over_two_members() -> None:
    graph = IdentityGraph(10)
    graph.apply([(node(1), node(1, Kind.PHONE))], T, T)
    assert graph.ring([node(1)], T).suspiciousness == pytest.approx(1 / log(6) / 2, abs=1e-6)
