"""Small training sets for the detectors that are compiled from a fitted PyOD model."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from detectors.base import Detector
from tests.detectors.worlds import Array, pyod_score


def mixed_rows(seed: int, n_rows: int = 300, n_features: int = 6) -> Array:
    """Normal columns, one of counts, one with a long tail, one far from zero."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(n_rows, n_features))
    rows[:, 0] = rng.poisson(2.0, size=n_rows)
    rows[:, 1] = rng.lognormal(size=n_rows)
    rows[:, -1] = 1.7e3 + rng.integers(0, 50, size=n_rows)
    return rows


@st.composite
def whole_worlds(draw: st.DrawFn) -> tuple[Array, Array]:
    """Few rows of small whole numbers, often equal or constant, and one more row.

    Sums and squares of them are exact, so that ties and borders are judged alike by both sides.
    """
    n_rows, n_features = draw(st.integers(2, 25)), draw(st.integers(2, 4))
    wide = draw(st.lists(st.sampled_from([0, 1, 20]), min_size=n_features, max_size=n_features))
    cells = [st.integers(-width, width).map(float) for width in wide]
    rows = draw(st.lists(st.tuples(*cells), min_size=n_rows, max_size=n_rows))
    far = st.sampled_from([-1e6, -21.0, 0.0, 0.5, 1e6])
    row = draw(st.tuples(*(st.one_of(cell, far) for cell in cells)))
    return np.array(rows), np.array(row)


def assert_equals_pyod(detector: Detector, model: Any, row: Array) -> None:
    """PyOD's score of the row alone, to 1e-9 or 1e-9 of itself, and a ledger that adds up."""
    ledger = detector.explain(row)
    assert abs(ledger.score - pyod_score(model, row)) <= 1e-9 * max(1.0, abs(ledger.score))
    assert abs(ledger.base + ledger.contributions.sum() - ledger.total) <= 1e-9
