"""Random ensembles made to be awkward, rows that hit their thresholds, and naive Shapley values."""

from itertools import combinations
from math import factorial

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from detectors.trees import Nodes, Trees

Array = NDArray[np.float64]

GRID = (-np.inf, -2.0, -1.0, -1e-36, 0.0, 1e-36, 0.1, 0.5, 1.0, 16777217.0, np.inf)
"""Thresholds and values both come from here, so they are often equal. One is no float32."""


def random_trees(
    rng: np.random.Generator, n_features: int, depth: int, n_trees: int, *, symmetric: bool
) -> Trees:
    """Trees with repeated features on a path, impossible branches and leaves without a row."""
    nodes = Nodes()
    for _ in range(n_trees):
        splits = [_random_split(rng, n_features) for _ in range(depth)]
        waiting = [0]
        while waiting:
            level = waiting.pop()
            if level == depth or (not symmetric and level > 0 and rng.random() < 0.2):
                nodes.leaf(float(rng.normal()), float(rng.integers(0, 4)))
                continue
            feature, threshold, missing = (
                splits[level] if symmetric else _random_split(rng, n_features)
            )
            nodes.split(feature, threshold, missing_left=missing)
            waiting += (level + 1, level + 1)
    flags = {name: bool(rng.integers(2)) for name in ("rounds_to_float32", "zero_is_missing")}
    return nodes.trees(n_features, float(rng.normal()), **flags)


def _random_split(rng: np.random.Generator, n_features: int) -> tuple[int, float, bool]:
    return int(rng.integers(n_features)), float(rng.choice(GRID)), bool(rng.integers(2))


def random_row(rng: np.random.Generator, n_features: int) -> Array:
    return rng.choice([*GRID, np.nan], n_features)


@st.composite
def ensembles_and_rows(draw: st.DrawFn, most_depth: int = 8) -> tuple[Trees, Array]:
    """One to three trees over one to five features, and a row."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n_features, depth = draw(st.integers(1, 5)), draw(st.integers(0, most_depth))
    n_trees = draw(st.integers(1, 3)) if depth < 6 else 1
    trees = random_trees(rng, n_features, depth, n_trees, symmetric=draw(st.booleans()))
    return trees, random_row(rng, n_features)


def naive_shapley(trees: Trees, row: Array) -> Array:
    """Shapley values by their definition, over all subsets of the features."""
    n = trees.n_features
    worth = {
        subset: expectation(trees, row, subset)
        for size in range(n + 1)
        for subset in map(frozenset, combinations(range(n), size))
    }
    values = np.zeros(n)
    for subset, value in worth.items():
        for j in set(range(n)) - subset:
            weight = factorial(len(subset)) * factorial(n - 1 - len(subset)) / factorial(n)
            values[j] += weight * (worth[subset | {j}] - value)
    return values


def expectation(trees: Trees, row: Array, known: frozenset[int]) -> float:
    """The score where only some features are known: other splits go both ways, by their cover."""
    prepared = trees.prepared(row)

    def below(node: int) -> float:
        right = trees.right[node]
        if not right:
            return float(trees.value[node])
        if int(trees.feature[node]) in known:
            return below(node + 1 if trees.goes_left(node, prepared) else right)
        left, both = trees.covers[node + 1], trees.covers[node + 1] + trees.covers[right]
        share = left / both if both else 0.5
        return share * below(node + 1) + (1.0 - share) * below(right)

    return trees.base + sum(below(root) for root in trees.roots)
