"""Each map beside a naive one, and what the comparison must not do: judge rows it was fitted on."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from detectors.reliability import brier
from detectors.rivals import CALIBRATORS, SERVED, beta, cross_fitted, isotonic, platt, venn_abers

Array = NDArray[np.float64]


def _cases(count: int, seed: int = 1) -> tuple[Array, NDArray[np.bool_]]:
    rng = np.random.default_rng(seed)
    totals = rng.normal(size=count)
    return totals, rng.random(count) < 1.0 / (1.0 + np.exp(2.0 - 1.5 * totals))


@pytest.mark.parametrize("name", sorted(CALIBRATORS))
def test_each_says_what_is_true_and_never_falls_with_the_total(name: str) -> None:
    totals, frauds = _cases(4_000)
    asked = np.linspace(-5.0, 5.0, 101)
    said = CALIBRATORS[name](totals, frauds, asked)
    assert (np.diff(said) >= -1e-12).all()
    assert (said >= 0.0).all()
    assert (said <= 1.0).all()
    inside = np.abs(asked) < 2.0
    true = 1.0 / (1.0 + np.exp(2.0 - 1.5 * asked))
    assert said[inside] == pytest.approx(true[inside], abs=0.1)


def test_platt_is_an_unpunished_logistic_regression() -> None:
    totals, frauds = _cases(500)
    model = LogisticRegression(C=1e9).fit(totals[:, None], frauds)
    expected = model.predict_proba(totals[:, None])[:, 1]
    assert platt(totals, frauds, totals) == pytest.approx(expected, abs=1e-4)


def test_platt_never_turns_the_ranking_round() -> None:
    totals, frauds = _cases(500)
    assert (np.diff(platt(totals, ~frauds, np.array([0.0, 1.0]))) > 0.0).all()


def test_beta_bends_where_platt_can_not() -> None:
    rng = np.random.default_rng(3)
    totals = rng.normal(size=20_000)
    frauds = rng.random(20_000) < np.where(totals > 0.0, 0.3, 0.3 / (1.0 + np.exp(-3 * totals)))
    straight, bent = (brier(map_(totals, frauds, totals), frauds).mean() for map_ in (platt, beta))
    assert bent < straight - 1e-4


def test_isotonic_is_scikit_learn_s() -> None:
    totals, frauds = _cases(100)
    fitted = IsotonicRegression(out_of_bounds="clip").fit(totals, frauds)
    assert isotonic(totals, frauds, totals).tolist() == fitted.predict(totals).tolist()


def _naive_venn_abers(totals: Array, frauds: NDArray[np.bool_], one: float) -> float:
    low, high = (
        IsotonicRegression()
        .fit(np.append(totals, one), np.append(frauds.astype(float), label))
        .predict([one])[0]
        for label in (0.0, 1.0)
    )
    return float(high / (1.0 - low + high))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=1, max_size=30),
    st.lists(st.integers(-2, 20), min_size=1, max_size=12),
)
def test_venn_abers_is_two_regressions_a_row(
    cases: list[tuple[int, bool]], halves: list[int]
) -> None:
    totals = np.array([float(total) for total, _ in cases])
    frauds = np.array([fraud for _, fraud in cases])
    asked = np.array(halves) / 2.0
    expected = [_naive_venn_abers(totals, frauds, one) for one in asked.tolist()]
    assert venn_abers(totals, frauds, asked) == pytest.approx(expected, abs=1e-12)


def test_each_part_is_judged_by_the_other() -> None:
    totals, frauds = _cases(400)
    said = cross_fitted(CALIBRATORS[SERVED], totals, frauds, 100)
    assert said[:100].tolist() == platt(totals[100:], frauds[100:], totals[:100]).tolist()
    assert said[100:].tolist() == platt(totals[:100], frauds[:100], totals[100:]).tolist()


def test_what_is_learnt_by_heart_does_not_count() -> None:
    """On noise, isotonic regression looks perfect where it was fitted, and is not elsewhere."""
    rng = np.random.default_rng(4)
    totals, frauds = rng.normal(size=300), rng.random(300) < 0.3
    heart = brier(isotonic(totals, frauds, totals), frauds).mean()
    blind = brier(np.full(300, frauds.mean()), frauds).mean()
    assert heart < blind < brier(cross_fitted(isotonic, totals, frauds, 150), frauds).mean()


@pytest.mark.parametrize("cut", [0, 2, 4])
def test_a_part_of_one_sort_is_refused(cut: int) -> None:
    with pytest.raises(ValueError, match="either part"):
        cross_fitted(platt, np.arange(4.0), np.array([True, True, True, False]), cut)
