import doctest

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk import drift
from risk.drift import FLOOR, Baseline, baseline_of, psi

numbers = st.lists(
    st.one_of(st.floats(allow_nan=False), st.just(float("nan"))), min_size=1, max_size=60
)


def test_the_examples_are_true() -> None:
    assert doctest.testmod(drift).failed == 0


def _naive_psi(baseline: Baseline, values: list[float]) -> float:
    def bin_of(value: float) -> int:
        if np.isnan(value):
            return len(baseline.edges) + 1
        return sum(value > edge for edge in baseline.edges)

    total = 0.0
    for at, share in enumerate([*baseline.shares, baseline.missing]):
        now = max(FLOOR, sum(bin_of(value) == at for value in values) / len(values))
        then = max(FLOOR, share)
        total += (now - then) * np.log(now / then)
    return total


@given(numbers, numbers)
def test_the_index_is_the_naive_sum_and_never_below_zero(
    then: list[float], now: list[float]
) -> None:
    baseline = baseline_of(np.array(then))
    found = psi(baseline, np.array(now))
    assert found == pytest.approx(_naive_psi(baseline, now), abs=1e-12)
    assert found >= 0.0
    assert psi(baseline, np.array(then)) == pytest.approx(0.0, abs=1e-12)


@given(numbers)
def test_shares_are_of_all_values_and_a_baseline_survives_json(values: list[float]) -> None:
    baseline = baseline_of(np.array(values))
    assert sum(baseline.shares) + baseline.missing == pytest.approx(1.0)
    assert len(baseline.shares) == len(baseline.edges) + 1
    assert list(baseline.edges) == sorted(set(baseline.edges))
    assert msgspec.json.decode(msgspec.json.encode(baseline), type=Baseline) == baseline


def test_many_different_values_make_tenths() -> None:
    baseline = baseline_of(np.random.default_rng(1).normal(size=1_000))
    assert baseline.shares == pytest.approx([0.1] * 10)


def test_a_field_that_stays_empty_from_a_day_on_is_a_drift() -> None:
    values = np.random.default_rng(1).normal(size=1_000)
    baseline = baseline_of(values)
    assert psi(baseline, np.where(np.arange(1_000) % 2, values, np.nan)) > 0.25
    assert psi(baseline, values[:500]) < 0.1


def test_all_missing_then_and_now_is_no_drift() -> None:
    nothing = np.full(5, np.nan)
    assert baseline_of(nothing) == Baseline((), (0.0,), 1.0)
    assert psi(baseline_of(nothing), nothing) == 0.0
    assert psi(baseline_of(nothing), np.zeros(5)) > 1.0
