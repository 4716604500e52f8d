"""Points of all bins together, on cases whose odds are known."""

from math import log
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from risk import scorecard_points
from risk.scorecard_points import PENALTIES, _Columns, _Loss, fit_points, woe_of

pytest.importorskip("scipy")
pytest.importorskip("sklearn")
Bins = NDArray[np.int64]
Bad = NDArray[np.bool_]


def cases(odds: NDArray[np.floating[Any]], bins: Bins, seed: int = 1) -> Bad:
    rng = np.random.default_rng(seed)
    return np.asarray(rng.random(len(bins)) < 1 / (1 + np.exp(odds)))


def drawn(count: int, variables: int = 2) -> Bins:
    return np.random.default_rng(2).integers(0, 3, (count, variables))


def test_woe_is_the_smoothed_log_of_two_shares_and_nothing_of_an_empty_bin() -> None:
    found = woe_of(np.array([30.0, 50.0, 0.0]), np.array([15.0, 5.0, 0.0]), 80.0, 20.0)
    assert found[0] == pytest.approx(log((30.5 / 80.5) / (15.5 / 20.5)))
    assert found[2] == 0.0


def test_odds_that_add_up_are_found_again() -> None:
    bins, parts = drawn(30_000), np.array([-1.0, 0.0, 1.0])
    bad = cases(1.0 + parts[bins[:, 0]] + 0.5 * parts[bins[:, 1]], bins)
    found = fit_points(bins, (4, 4), bad)
    assert found is not None and found.places == (0, 1)
    for part, scale in zip(found.log_odds, (1.0, 0.5), strict=True):
        steps = np.diff(part[:3])
        assert steps.tolist() == pytest.approx([scale, scale], abs=0.15)


def test_a_bin_that_says_another_thing_beside_the_others_gets_its_step() -> None:
    """The second variable's middle bin looks good only because the first one is good there."""
    bins = drawn(30_000)
    bins[:, 1] = np.where((bins[:, 0] == 2) & (bins[:, 1] == 0), 1, bins[:, 1])
    bad = cases(1.0 + np.array([-1.0, 0.0, 1.0])[bins[:, 0]] + 0.8 * (bins[:, 1] == 2), bins)
    found = fit_points(bins, (4, 4), bad)
    assert found is not None
    alone = [np.mean(~bad[bins[:, 1] == at]) for at in (0, 1)]
    assert alone[1] > alone[0] + 0.03
    assert abs(np.diff(found.log_odds[1][:2])[0]) < 0.15


def test_weights_of_evidence_alone_are_enough_where_steps_tell_nothing() -> None:
    bins = drawn(400, 8)
    bad = cases(0.8 * (bins[:, 0] - 1.0), bins)
    found = fit_points(bins, (4,) * 8, bad)
    assert found is not None and found.penalty >= PENALTIES[2]


def test_a_variable_against_its_own_evidence_is_left_out() -> None:
    rng = np.random.default_rng(1)
    signal = rng.integers(0, 3, 6_000)
    other = np.where(rng.random(6_000) < 0.8, signal, rng.integers(0, 3, 6_000))
    bins = np.column_stack([signal, other])
    bad = cases(2.0 * (signal - 1.0) - 0.5 * (other - 1.0), bins)
    found = fit_points(bins, (4, 4), bad)
    assert found is not None and found.places == (0,)


def test_where_nothing_stays_there_are_no_points() -> None:
    one_bin = np.zeros((200, 1), np.int64)
    assert fit_points(one_bin, (2,), np.arange(200) % 5 == 0) is None


def test_a_missing_value_never_seen_has_no_part() -> None:
    bins = drawn(3_000, 1)
    found = fit_points(bins, (4,), cases(bins[:, 0] - 1.0, bins))
    assert found is not None
    assert found.log_odds[0][3] == 0.0


def test_the_gradient_is_that_of_the_loss() -> None:
    bins = drawn(300)
    good = 1.0 - cases(bins[:, 0] - 1.0, bins).astype(np.float64)
    columns = _Columns((4, 4))
    loss = _Loss(columns.owner, columns.hot(bins), good, 30.0)
    at = np.random.default_rng(4).normal(0.3, 0.2, 1 + 2 + 8)
    _, gradient = loss(at)
    step = 1e-6 * np.eye(len(at))
    slopes = [(loss(at + each)[0] - loss(at - each)[0]) / 2e-6 for each in step]
    assert gradient.tolist() == pytest.approx(slopes, rel=1e-4, abs=1e-4)


def test_the_penalty_is_chosen_on_the_cases_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scorecard_points, "PENALTIES", (7.0,))
    bins = drawn(500)
    found = fit_points(bins, (4, 4), cases(bins[:, 0] - 1.0, bins))
    assert found is not None and found.penalty == 7.0
