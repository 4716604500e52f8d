"""The compiled COPOD against PyOD's own, on columns made to be awkward."""

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from detectors.copod import CompiledCopod
from detectors.copod_fit import compile_copod
from detectors.pyod_models import reference_copod
from tests.detectors.worlds import Array, pyod_score, skewness_is_noise, world_and_row

pytestmark = pytest.mark.usefixtures("pyod_warnings_ignored")


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(world_and_row())
def test_equals_pyod_for_a_row_alone(case: tuple[Array, Array]) -> None:
    rows, row = case
    assume(not any(map(skewness_is_noise, rows.T, row)))
    model = reference_copod(rows)
    ledger = compile_copod(rows).explain(row)
    assert ledger.score == pytest.approx(pyod_score(model, row), abs=1e-9)
    assert ledger.base + ledger.contributions.sum() == pytest.approx(ledger.total, abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_equals_pyod_on_many_rows(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(3_001, 5))
    rows[:, 1] = rng.lognormal(size=3_001)
    rows[:, 2] = rng.poisson(2.0, size=3_001)
    rows[:, 3] = 1.7e9 + rng.integers(0, 1_000, size=3_001)
    rows[:, 4] = -rng.lognormal(size=3_001)
    model = reference_copod(rows)
    compiled = compile_copod(model.X_train)
    for probe in np.concatenate([rows[:10], rows[:10] * 3.0, np.full((1, 5), 1e15)]):
        assert compiled.score(probe) == pytest.approx(pyod_score(model, probe), abs=1e-9)


@pytest.mark.parametrize(
    ("column", "x"),
    [
        ([-1.0, 1.0] * 4, 0.0),  # unseen, balances by symmetry
        ([-1.0, 0.0, 1.0], 0.0),  # seen, in the middle of a symmetric column
        ([0.0, 1.0, 1.0], 1.0),  # seen, stays skewed to the left
        ([0.0, 0.0, 1.0], 0.0),  # seen, stays skewed to the right
        ([0.0, 0.0, 1.0], 9.0),  # unseen, skewed to the right
        ([0.0, 0.0, 1.0], -9.0),  # unseen, turns the skewness round
        ([5.0] * 6, 5.0),  # constant with the row
        ([5.0] * 6, 6.0),  # constant but for the row
        ([0.1, 0.2, 0.3, 0.4], 0.1),  # decimals
        ([0.1, 0.3, 0.3], 0.1),  # symmetric, but not in binary
    ],
)
def test_the_skewness_decides_as_in_pyod(column: list[float], x: float) -> None:
    rows = np.stack([column, np.arange(float(len(column)))], axis=1)
    row = np.array([x, 0.5])
    expected = pyod_score(reference_copod(rows), row)
    assert compile_copod(rows).score(row) == pytest.approx(expected, abs=1e-12)


def test_the_tail_that_the_skewness_points_to_counts() -> None:
    rows = np.stack([[0.0, 0.0, 0.0, 1.0], np.zeros(4)], axis=1)
    low, high = (compile_copod(rows).score(np.array([x, 0.0])) for x in (-0.5, 2.0))
    assert high == pytest.approx(np.log(5.0))  # right tail 1 of 5, left tail 5 of 5
    assert low == pytest.approx(np.log(5.0) / 2.0)  # the left tail counts half only


def test_one_feature_alone_equals_pyod() -> None:
    rows = np.array([[1.0], [2.0], [2.0], [10.0]])
    model = reference_copod(rows)
    for x in (0.0, 2.0, 5.0, 10.0, 11.0):
        row = np.array([x])
        assert compile_copod(rows).score(row) == pytest.approx(pyod_score(model, row), abs=1e-12)


def test_expected_is_the_mean_tail_of_the_training_set() -> None:
    rows = np.random.default_rng(3).poisson(2.0, size=(200, 3)).astype(np.float64)
    compiled = compile_copod(rows)
    contributions = np.stack([compiled.explain(row).contributions for row in rows])
    assert contributions.mean(axis=0) == pytest.approx(np.zeros(3), abs=1e-9)


def test_an_unknown_sign_is_refused() -> None:
    arrays = compile_copod(np.array([[1.0, 1.0], [2.0, 2.0]])).to_arrays()
    with pytest.raises(ValueError, match="sign"):
        CompiledCopod.from_arrays(arrays | {"signs": np.full(4, 4, np.uint8)})


@pytest.mark.parametrize("bad", [np.zeros((1, 2)), np.zeros((3, 0)), np.array([[1.0], [np.nan]])])
def test_unfit_training_sets_are_refused(bad: Array) -> None:
    with pytest.raises(ValueError, match=r"training set|two rows"):
        compile_copod(bad)
