"""Figures beside scikit-learn's, and expected values over the order of equal scores."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

from detectors.ranking import Ranking

Rows = list[tuple[int, bool, float]]

# Score, whether a fraud, weight if it is one.
rows_of = st.lists(
    st.tuples(st.integers(0, 6), st.booleans(), st.sampled_from([0.0, 0.3, 1.0, 2.0])),
    min_size=2,
    max_size=40,
).filter(lambda rows: any(f and w for _, f, w in rows) and any(not f for _, f, _ in rows))


def parts(
    rows: Rows,
) -> tuple[Ranking, NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64]]:
    scores = np.array([score for score, _, _ in rows], np.float64)
    fraud = np.array([is_fraud for _, is_fraud, _ in rows])
    weights = np.array([weight for _, _, weight in rows])
    return Ranking(scores, fraud), scores, fraud, weights


@given(rows_of)
def test_average_precision_is_scikit_learn_s(rows: Rows) -> None:
    ranking, scores, fraud, weights = parts(rows)
    each = np.where(fraud, weights, 1.0)
    expected = average_precision_score(fraud, scores, sample_weight=each)
    assert ranking.average_precision(weights[fraud]) == pytest.approx(expected, abs=1e-12)


@given(rows_of)
def test_roc_auc_is_scikit_learn_s(rows: Rows) -> None:
    ranking, scores, fraud, weights = parts(rows)
    each = np.where(fraud, weights, 1.0)
    expected = roc_auc_score(fraud, scores, sample_weight=each)
    assert ranking.roc_auc(weights[fraud]) == pytest.approx(expected, abs=1e-12)


@given(rows_of, st.floats(0.01, 0.99))
def test_recall_at_false_positives_is_on_the_roc_curve(rows: Rows, share: float) -> None:
    ranking, scores, fraud, weights = parts(rows)
    each = np.where(fraud, weights, 1.0)
    false, true, _ = roc_curve(fraud, scores, sample_weight=each, drop_intermediate=False)
    if np.isclose(false, share).any():
        return  # a curve that jumps there has two values
    found = ranking.recall_at_false_positives(share, weights[fraud])
    assert found == pytest.approx(np.interp(share, false, true), abs=1e-9)


def test_equal_scores_are_shared_out_as_by_chance() -> None:
    scores = np.array([3.0, 2.0, 2.0, 2.0, 2.0, 1.0])
    fraud = np.array([False, True, True, False, False, True])
    rng = np.random.default_rng(0)
    caught = []
    for _ in range(4_000):
        order = np.lexsort((rng.random(6), -scores))
        caught.append(fraud[order[:3]].sum())
    ranking = Ranking(scores, fraud)
    assert ranking.caught(3, np.ones(3)) == 1.0
    assert np.mean(caught) == pytest.approx(1.0, abs=0.05)


def test_a_budget_is_a_share_of_the_weighted_rows() -> None:
    scores = np.arange(10.0)
    fraud = np.array([False] * 8 + [True] * 2)
    ranking = Ranking(scores, fraud)
    assert ranking.recall_at_budget(0.1, np.ones(2)) == 0.5
    # With half a weight each, 0.1 * 9 rows hold the first fraud and most of the second.
    assert ranking.recall_at_budget(0.1, np.full(2, 0.5)) == pytest.approx(0.9)
    assert ranking.recall_at_budget(1.0, np.ones(2)) == 1.0


def test_the_curve_ends_with_every_fraud() -> None:
    ranking = Ranking(np.array([4.0, 3.0, 2.0, 1.0]), np.array([True, False, True, False]))
    recall, precision = ranking.curve(np.ones(2))
    assert recall.tolist() == [0.5, 1.0]
    assert precision.tolist() == [1.0, pytest.approx(2 / 3)]


def test_without_frauds_there_is_no_figure() -> None:
    ranking = Ranking(np.array([1.0, 2.0]), np.array([False, False]))
    nothing = np.zeros(0)
    assert np.isnan(ranking.average_precision(nothing))
    assert np.isnan(ranking.roc_auc(nothing))
    assert np.isnan(ranking.recall_at_budget(0.5, nothing))
    assert np.isnan(ranking.recall_at_false_positives(0.5, nothing))
    assert ranking.caught(1, nothing) == 0.0
    assert np.isnan(Ranking(np.array([1.0]), np.array([True])).average_precision(np.zeros(1)))
