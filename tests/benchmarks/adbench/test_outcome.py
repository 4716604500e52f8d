"""What was reached: both metrics, the best column, wins, and the printed table."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.adbench.outcome import Reached, outcome, reached, told
from benchmarks.adbench.published import Table

TABLE = Table(("a", "b"), {"weak": (0.5, 0.5), "strong": (0.9, 0.6)})
RUNS = {"a": [Reached(0.7, 0.1), Reached(0.9, 0.3)], "b": [Reached(0.8, 0.2)]}


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2))
def test_the_metrics_are_areas_by_their_definitions(cases: list[tuple[bool, int]]) -> None:
    answers = np.array([int(anomaly) for anomaly, _ in [*cases, (True, 2), (False, 2)]])
    scores = np.array([float(score) for _, score in [*cases, (True, 2), (False, 2)]])
    highs, lows = scores[answers == 1], scores[answers == 0]
    pairs = (highs[:, None] > lows) + 0.5 * (highs[:, None] == lows)
    steps = sorted(set(scores), reverse=True)
    taken = [scores >= step for step in steps]
    recall = [0.0, *(answers[rows].sum() / answers.sum() for rows in taken)]
    precision = [answers[rows].mean() for rows in taken]
    found = reached(answers, scores)
    assert found.aucroc == pytest.approx(pairs.mean())
    assert found.aucpr == pytest.approx((np.diff(recall) * precision).sum())


def test_an_outcome_is_the_mean_over_seeds_beside_the_best_column() -> None:
    one = outcome("mine", "AUCROC", RUNS, TABLE)
    assert one.rival == "strong"
    assert one.ours == pytest.approx((0.8, 0.8))
    assert one.mean == pytest.approx(0.8)
    assert one.lead == pytest.approx(0.05)
    assert one.wins == 1


def test_another_column_and_metric_can_be_asked_for() -> None:
    one = outcome("mine", "AUCPR", RUNS, TABLE, "weak")
    assert (one.rival, one.wins) == ("weak", 0)
    assert one.ours == pytest.approx((0.2, 0.2))
    assert one.lead == pytest.approx(-0.3)


def test_the_table_tells_each_set_the_means_and_the_wins() -> None:
    one = outcome("mine", "AUCROC", RUNS, TABLE)
    head, a, b, mean, wins = told([one, one]).splitlines()
    assert head.split() == ["mine", "AUCROC", "strong"] * 2
    assert a.split() == ["a", *["80.00", "90.00"] * 2]
    assert b.split() == ["b", *["80.00*", "60.00"] * 2]
    assert mean.split() == ["mean", *["80.00*", "75.00"] * 2]
    assert wins.split() == ["wins", *["1", "of", "2"] * 2]
