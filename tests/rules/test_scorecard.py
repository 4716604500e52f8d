"""A score is a sum of whole points, and a look-up equals a walk through the bins."""

import doctest
from math import inf, log, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import scorecard
from rules.model import Words
from rules.scorecard import (
    FACTOR,
    LEAST_SCORE,
    MOST_SCORE,
    OFFSET,
    PDO,
    Bin,
    CompiledScorecard,
    Direction,
    Loss,
    Scorecard,
    Variable,
    probability_of_default,
    score_of_log_odds,
)

ANY_SCORE = st.integers(LEAST_SCORE, MOST_SCORE)


def variable(
    feature: str = "a",
    points: tuple[int, ...] = (10, 0, -20),
    *,
    direction: Direction = "falling",
    missing: int = -3,
    history: bool = False,
    reason: str = "C01",
) -> Variable:
    bounds = [*(float(n) for n in range(1, len(points))), None]
    bins = tuple(Bin(each, bound) for each, bound in zip(points, bounds, strict=True))
    return Variable(feature, direction, reason, "C02", missing, history, "[D]", bins)


def compiled(*variables: Variable, base: int = 600) -> CompiledScorecard:
    card = Scorecard("t", 1, Words("测试", "test"), base, variables)
    return CompiledScorecard(card, {each.feature: at for at, each in enumerate(variables)})


def naive(each: Variable, value: float) -> int:
    for step in each.bins:
        if step.below is None or value < step.below:
            return step.points
    return each.missing


def test_the_docstrings_hold() -> None:
    assert doctest.testmod(scorecard).failed == 0


def test_the_scale_is_that_of_the_domain() -> None:
    assert pytest.approx(57.708, abs=1e-3) == FACTOR
    assert pytest.approx(427.123, abs=1e-3) == OFFSET
    for score, odds in ((600, 20), (640, 40), (700, 113.1), (660, 56.6), (540, 7.07)):
        assert 1 / probability_of_default(score) - 1 == pytest.approx(odds, rel=1e-3)


@given(ANY_SCORE)
def test_forty_points_double_the_odds(score: int) -> None:
    odds = [1 / probability_of_default(each) - 1 for each in (score, score + PDO)]
    assert odds[1] == pytest.approx(2 * odds[0])
    assert score_of_log_odds(log(odds[0])) == pytest.approx(score)


@given(ANY_SCORE, ANY_SCORE)
def test_a_higher_score_is_never_riskier(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert probability_of_default(high) <= probability_of_default(low)


@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_points_are_those_of_the_bin(one: float, other: float) -> None:
    first, second = variable("a"), variable("b", (-5, 5), direction="rising")
    scored = compiled(first, second).score([one, other])
    assert scored.points == (naive(first, one), naive(second, other))
    assert scored.score == 600 + sum(scored.points)


@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_more_of_what_speaks_against_a_merchant_never_helps(one: float, other: float) -> None:
    low, high = sorted((one, other))
    card = compiled(variable())
    assert card.score([high]).score <= card.score([low]).score


def test_a_bound_belongs_to_the_bin_above_and_infinity_to_the_last() -> None:
    card = compiled(variable())
    found = [card.score([value]).points[0] for value in (-inf, 0.999, 1.0, 2.0, inf)]
    assert found == [10, 10, 0, -20, -20]


def test_a_missing_value_has_points_and_a_reason_of_its_own() -> None:
    scored = compiled(variable()).score([nan])
    assert scored.score == 597
    assert scored.losses == (Loss("C02", 13),)


def test_past_trade_counts_once_a_merchant_is_seasoned() -> None:
    card = compiled(variable(history=True), variable("b"))
    assert card.score([5.0, 0.0]).points == (-20, 10)
    assert card.score([5.0, 0.0], seasoned=False).points == (-3, 10)


def test_reasons_are_points_lost_against_the_best_bin_and_one_code_stands_once() -> None:
    card = compiled(
        variable("a"), variable("b", reason="C05", points=(4, -30)), variable("c", (7, -6))
    )
    assert card.score([9.0, 9.0, 9.0]).losses == (Loss("C01", 30 + 13), Loss("C05", 34))
    assert card.score([1.5, 0.0, 0.0]).losses == ()


@pytest.mark.parametrize(("base", "score"), [(5_000, MOST_SCORE), (-5_000, LEAST_SCORE)])
def test_a_score_stays_within_its_scale(base: int, score: int) -> None:
    assert compiled(variable(), base=base).score([0.0]).score == score
