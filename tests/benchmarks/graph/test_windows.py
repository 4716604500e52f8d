import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.graph.windows import Past

ROWS = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5), st.integers(0, 9)), min_size=1)
"""Key, time since the row before, value."""


@given(ROWS, st.integers(1, 12) | st.none(), st.integers(1, 3))
def test_the_past_is_that_of_a_loop(
    told: list[tuple[int, int, int]], window: int | None, back: int
) -> None:
    keys = [key for key, _, _ in told]
    times = np.cumsum([gap for _, gap, _ in told]).tolist()
    values = [value for _, _, value in told]
    past = Past(np.array(keys), np.array(times))
    sums, gaps, pairs = [], [], set()
    for row, key in enumerate(keys):
        same = [other for other in range(row) if keys[other] == key]
        near = [o for o in same if window is None or times[row] - times[o] <= window]
        sums.append(float(sum(values[other] for other in near)))
        gaps.append(times[row] - times[same[-back]] if len(same) >= back else None)
        pairs |= {(row, other) for other in same[-back:]}
    assert past.sums(np.array(values, np.float64)[:, None], window)[:, 0].tolist() == sums
    assert [None if np.isnan(gap) else gap for gap in past.since(back)] == gaps
    rows, others = past.earlier(back)
    assert set(zip(rows.tolist(), others.tolist(), strict=True)) == pairs
    assert len(rows) == len(pairs)


def test_the_edge_of_a_window_is_in_it() -> None:
    past = Past(np.zeros(3, np.int64), np.array([10, 15, 20]))
    ones = np.ones((3, 1))
    assert past.sums(ones, 5)[:, 0].tolist() == [0, 1, 1]
    assert past.sums(ones, 4)[:, 0].tolist() == [0, 0, 0]
    assert past.sums(ones, 10)[:, 0] == pytest.approx([0, 1, 2])
