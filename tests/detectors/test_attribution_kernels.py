"""SHAP values of one leaf by quadrature, against the sum over subsets that defines them."""

from itertools import combinations
from math import factorial, prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors import attribution_kernels
from detectors.attribution_kernels import MAX_SLOTS, _shapley
from detectors.trees import ZERO_THRESHOLD


def _naive(value: float, ratios: list[float], met: list[bool]) -> list[float]:
    k = len(ratios)

    def worth(known: frozenset[int]) -> float:
        return value * prod(met[i] if i in known else ratios[i] for i in range(k))

    return [
        sum(
            factorial(size)
            * factorial(k - 1 - size)
            / factorial(k)
            * (worth(frozenset(known) | {j}) - worth(frozenset(known)))
            for size in range(k)
            for known in combinations(sorted(set(range(k)) - {j}), size)
        )
        for j in range(k)
    ]  # fmt: skip  the weight and what it weighs


@settings(max_examples=100, deadline=None)
@given(
    st.floats(-1e3, 1e3),
    st.lists(st.tuples(st.floats(0.0, 1.0), st.booleans()), max_size=7),
)
def test_a_leaf_equals_the_definition(value: float, path: list[tuple[float, bool]]) -> None:
    ratios, met = [ratio for ratio, _ in path], [is_met for _, is_met in path]
    unmet = sum(1 << i for i, is_met in enumerate(met) if not is_met)
    room, parts = np.empty((2, MAX_SLOTS)), np.empty(MAX_SLOTS)
    _shapley.py_func(value, np.array(ratios), unmet, room[0], room[1], parts)
    assert parts[: len(path)] == pytest.approx(_naive(value, ratios, met), abs=1e-9)


def test_a_zero_is_the_same_to_kernels_and_trees() -> None:
    assert attribution_kernels._ZERO_THRESHOLD == ZERO_THRESHOLD
