"""A card fitted on cases whose odds are known: order, evidence, points."""

from math import log

import numpy as np
import pytest
from numpy.typing import NDArray

from risk.scorecard_fit import (
    FittedCard,
    Plan,
    _against,
    _in_order,
    _woe,
    fit_scorecard,
    plans_of,
)
from rules.model import Words
from rules.scorecard import CompiledScorecard, Direction, probability_of_default
from rules.scorecard_check import read_scorecard, scorecard_text

pytest.importorskip("optbinning")
TITLE = Words("测试", "test")
WIDE = (0.02, 5.0)
NAMES = ("refused", "noise", "tenure")
PLANS = [Plan("refused", "falling", "C01"), Plan("noise"), Plan("tenure", "rising", "C02")]


def cases(count: int = 4_000) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Refusals and a short tenure make bad; noise says nothing; a tenth of the tenures is missing."""
    rng = np.random.default_rng(7)
    refused, noise, tenure = rng.random((3, count))
    logit = -3.0 + 4.0 * refused - 2.0 * tenure
    bad = rng.random(count) < 1 / (1 + np.exp(-logit))
    tenure[rng.random(count) < 0.1] = np.nan
    return np.column_stack([refused, noise, tenure]), bad


@pytest.fixture(scope="module")
def fitted() -> FittedCard:
    found = fit_scorecard(*cases(), PLANS, id_="t", title=TITLE, iv_range=WIDE)
    assert found is not None
    return found


def test_what_says_nothing_is_left_out_and_told(fitted: FittedCard) -> None:
    assert {each.feature for each in fitted.card.variables} == {"refused", "tenure"}
    values = {each.plan.feature: each for each in fitted.table}
    assert values["noise"].iv < 0.02 and not values["noise"].kept
    assert [each.iv for each in fitted.table] == sorted(
        (each.iv for each in fitted.table), reverse=True
    )


def test_bins_hold_a_twentieth_each_and_follow_the_known_direction(fitted: FittedCard) -> None:
    for each in fitted.table:
        assert min(each.cases) >= 0.045 * sum(each.cases)
    points = {v.feature: [step.points for step in v.bins] for v in fitted.card.variables}
    assert points["refused"] == sorted(points["refused"], reverse=True)
    assert points["tenure"] == sorted(points["tenure"])


def test_probabilities_are_true_on_average_and_in_order(fitted: FittedCard) -> None:
    values, bad = cases()
    card = CompiledScorecard(fitted.card, {name: at for at, name in enumerate(NAMES)})
    pd = np.array([probability_of_default(card.score(row).score) for row in values.tolist()])
    assert pd.mean() == pytest.approx(bad.mean(), rel=0.05)
    order = np.argsort(pd, kind="stable")
    rates = [bad[part].mean() for part in np.array_split(order, 4)]
    assert rates == sorted(rates)
    assert rates[-1] > 2.5 * rates[0]


def test_the_card_passes_its_own_check_and_is_fitted_the_same_again(fitted: FittedCard) -> None:
    text = scorecard_text(fitted.card)
    assert read_scorecard(text, NAMES).problems == []
    again = fit_scorecard(*cases(), PLANS, id_="t", title=TITLE, iv_range=WIDE)
    assert again is not None and scorecard_text(again.card) == text


def test_the_plans_of_a_card_are_its_variables(fitted: FittedCard) -> None:
    assert [plan.feature for plan in plans_of(fitted.card)] == ["refused", "tenure"]


def test_woe_is_the_smoothed_log_of_two_shares() -> None:
    bad = np.array([True] * 20 + [False] * 80)
    woe = _woe(np.array([30, 50]), np.array([15, 5]), bad)
    assert woe[0] == pytest.approx(log((30.5 / 80.5) / (15.5 / 20.5)))
    assert woe[1] == pytest.approx(log((50.5 / 80.5) / (5.5 / 20.5)))


@pytest.mark.parametrize(
    ("woe", "direction", "wrong"),
    [([0, 1, 2], "rising", None), ([0, 1, 0.5], "rising", 1), ([0, 1], "falling", 0),
     ([1, 0, 1], "free", None)],
)  # fmt: skip
def test_bins_against_the_direction_are_found(
    woe: list[float], direction: str, wrong: int | None
) -> None:
    assert _against(np.array(woe), direction) == wrong  # type: ignore[arg-type]  # a name of a test


@pytest.mark.parametrize(
    ("direction", "told"),
    [("rising", [0.0, 1.75, 1.75]), ("falling", [1.5, 1.5, 1.0]), ("free", [0.0, 2.0, 1.0])],
)
def test_bins_out_of_order_get_their_mean_by_cases(direction: Direction, told: list[float]) -> None:
    assert _in_order(np.array([0.0, 2.0, 1.0]), (1, 3, 1), direction).tolist() == told


def test_evidence_beyond_belief_is_left_out_as_a_leak(fitted: FittedCard) -> None:
    value = next(each.iv for each in fitted.table if each.plan.feature == "refused")
    narrow = fit_scorecard(*cases(), PLANS, id_="t", title=TITLE, iv_range=(0.02, value / 2))
    assert narrow is not None
    assert [each.feature for each in narrow.card.variables] == ["tenure"]


def test_a_variable_that_is_only_there_or_not_is_left_out() -> None:
    values, bad = cases(2_000)
    values[:, 1] = np.where(bad, np.nan, 1.0)
    found = fit_scorecard(values, bad, PLANS, id_="t", title=TITLE, iv_range=(0.02, 1e9))
    assert found is not None
    assert "noise" not in {each.feature for each in found.card.variables}


def test_cases_of_one_sort_are_refused_and_noise_alone_gives_no_card() -> None:
    values, bad = cases(500)
    with pytest.raises(ValueError, match="good and bad"):
        fit_scorecard(values, bad & False, PLANS, id_="t", title=Words("测", "t"))
    noise = values[:, 1:2] * 0
    assert fit_scorecard(noise, bad, PLANS[1:2], id_="t", title=Words("测", "t")) is None
