"""A table worked out by hand, and that a block begins with the base."""

import numpy as np

from detectors.tree_cut import Cut, Subtrees
from detectors.tree_tables import _filled, block_of
from detectors.trees import Nodes


def test_a_stump_by_hand() -> None:
    """Its mean is 1.75; the one bit of its table is 1 where the row goes left."""
    nodes = Nodes()
    nodes.split(0, 0.0, missing_left=True)
    nodes.leaf(1.0, 1.0)
    nodes.leaf(2.0, 3.0)
    cut = Cut(Subtrees(nodes.trees(1, 0.0)), 1e5)
    assert _filled(cut.subtrees, cut.tables).tolist() == [0.25, -0.75]
    block = block_of(cut)
    assert block.view(np.float64)[block.view(np.int64)[0]] == 1.75


def test_a_leaf_alone_needs_no_numbers() -> None:
    nodes = Nodes()
    nodes.leaf(1.0, 1.0)
    cut = Cut(Subtrees(nodes.trees(1, 0.0)), 1e5)
    assert _filled(cut.subtrees, cut.tables).tolist() == []
