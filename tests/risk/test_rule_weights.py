"""What a fired rule is worth: what labels tell beyond the score, never below zero, never falling."""

from math import inf, nan

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import minimize

from data.decisions import LADDER
from risk.decide import RANK
from risk.rule_weights import RIDGE, RuleWeights, fit_rule_weights, weights_of

NONE, STEP_UP, REVIEW, HOLD, DECLINE = (RANK[action] for action in LADDER)
WEIGHTS = RuleWeights(0.5, 1.25, 2.0)


def _labelled(
    worth: dict[int, float], count: int = 40_000, seed: int = 1
) -> tuple[NDArray[np.float64], NDArray[np.int8], NDArray[np.bool_]]:
    """Rows whose frauds are as likely as the score says, and more so by what rules asked for."""
    rng = np.random.default_rng(seed)
    log_odds = rng.normal(-2.5, 1.0, count)
    ranks = rng.choice([NONE, *worth], count).astype(np.int8)
    added = np.array([worth.get(rank, 0.0) for rank in ranks.tolist()])
    frauds = rng.random(count) < 1.0 / (1.0 + np.exp(-log_odds - added))
    return log_odds, ranks, frauds


def test_it_learns_what_each_action_adds() -> None:
    shift, found = fit_rule_weights(*_labelled({STEP_UP: 0.5, REVIEW: 1.0, HOLD: 2.0}))
    assert shift == pytest.approx(0.0, abs=0.1)
    assert (found.step_up, found.review, found.hold) == pytest.approx((0.5, 1.0, 2.0), abs=0.12)


def test_what_the_score_knows_already_is_worth_nothing() -> None:
    shift, found = fit_rule_weights(*_labelled({STEP_UP: 0.0, REVIEW: -1.0, HOLD: -3.0}))
    assert found == RuleWeights(0.0, 0.0, 0.0)
    assert shift < 0.0


def test_a_severer_action_that_is_less_often_right_counts_what_the_milder_does() -> None:
    _, found = fit_rule_weights(*_labelled({STEP_UP: 2.0, REVIEW: 0.5}))
    assert 0.5 < found.step_up == found.review == found.hold < 2.0


def test_few_hits_move_little() -> None:
    log_odds, ranks, frauds = _labelled({}, count=2_000)
    ranks[:2], frauds[:2] = HOLD, True
    _, found = fit_rule_weights(log_odds, ranks, frauds)
    assert 0.0 < found.hold < 3.0


def test_the_mean_probability_stays_the_share_of_frauds() -> None:
    log_odds, ranks, frauds = _labelled({REVIEW: 1.5}, count=5_000)
    shift, found = fit_rule_weights(log_odds, ranks, frauds)
    said = 1.0 / (1.0 + np.exp(-(shift + log_odds + weights_of(found, ranks))))
    assert said.mean() == pytest.approx(frauds.mean(), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(30, 300))
def test_they_are_the_minimum_under_the_bounds(seed: int, count: int) -> None:
    """Beside a general solver, on rows where anything may be true."""
    rng = np.random.default_rng(seed)
    log_odds, ranks = rng.normal(-1.0, 2.0, count), rng.integers(0, 5, count).astype(np.int8)
    frauds = rng.random(count) < rng.uniform(0.1, 0.9)
    frauds[:2] = True, False
    shift, found = fit_rule_weights(log_odds, ranks, frauds)
    told = np.stack([ranks >= rank for rank in (STEP_UP, REVIEW, HOLD)], axis=1)

    def loss(at: NDArray[np.float64]) -> float:
        total = at[0] + log_odds + told @ at[1:]
        return float(
            (np.logaddexp(0.0, total) - frauds * total).sum() + RIDGE / 2 * at[1:] @ at[1:]
        )

    ours = np.array([shift, *np.diff([0.0, found.step_up, found.review, found.hold])])
    theirs = minimize(loss, np.zeros(4), bounds=[(None, None), *[(0.0, None)] * 3])
    assert loss(ours) <= theirs.fun + 1e-6


def test_the_weight_of_a_rank_is_that_of_its_action() -> None:
    assert [WEIGHTS.of(rank) for rank in range(len(LADDER))] == [0.0, 0.5, 1.25, 2.0, 2.0]
    ranks = np.array([HOLD, NONE, DECLINE, STEP_UP, REVIEW], np.int8)
    assert weights_of(WEIGHTS, ranks).tolist() == [2.0, 0.0, 2.0, 0.5, 1.25]


@pytest.mark.parametrize(
    "wrong", [(-0.1, 0.0, 0.0), (1.0, 0.5, 2.0), (0.0, 1.0, 0.5), (0.0, 0.0, inf), (nan, 1.0, 1.0)]
)
def test_weights_that_fall_or_are_none_are_refused(wrong: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="rise from zero"):
        RuleWeights(*wrong)


def test_they_come_back_from_json() -> None:
    assert msgspec.json.decode(msgspec.json.encode(WEIGHTS), type=RuleWeights) == WEIGHTS
    with pytest.raises(msgspec.ValidationError, match="rise from zero"):
        msgspec.json.decode(b'{"step_up":1,"review":0,"hold":2}', type=RuleWeights)
