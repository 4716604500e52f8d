"""The compiled ECOD against PyOD's own, on columns made to be awkward."""

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from detectors.ecod import CompiledEcod
from detectors.ecod_fit import compile_ecod
from detectors.pyod_fit import fit_ecod
from detectors.pyod_models import reference_ecod
from tests.detectors.worlds import Array, pyod_score, skewness_is_noise, world_and_row

pytestmark = pytest.mark.usefixtures("pyod_warnings_ignored")


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(world_and_row())
def test_equals_pyod_for_a_row_alone(case: tuple[Array, Array]) -> None:
    rows, row = case
    assume(not any(map(skewness_is_noise, rows.T, row)))
    model = reference_ecod(rows)
    ledger = compile_ecod(rows).explain(row)
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
    model, compiled = reference_ecod(rows), fit_ecod(rows)
    probes = np.concatenate([rows[:10], rows[:10] * 3.0, np.full((1, 5), 1e15)])
    for probe in probes:
        assert compiled.score(probe) == pytest.approx(pyod_score(model, probe), abs=1e-9)


@pytest.mark.parametrize(
    ("column", "x"),
    [
        ([-1.0, 1.0] * 4, 0.0),  # unseen, balances by symmetry
        ([-1.0, 0.0, 1.0], 0.0),  # seen, in the middle of a symmetric column
        ([0.0, 1.0, 1.0], 0.0),  # seen, evens out two values
        ([0.0, 1.0, 1.0], 1.0),  # seen, stays lopsided
        ([5.0] * 6, 5.0),  # constant with the row
        ([5.0] * 6, 6.0),  # constant but for the row
        ([1e10, 1e10, 1e10, 1e10 + 2e-6], 1e10),  # varies in the last bit only
        ([0.1, 0.2, 0.3, 0.4], 0.1),  # decimals
        ([0.1, 0.3, 0.3], 0.1),  # symmetric, but not in binary
    ],
)
def test_zero_skewness_adds_both_tails_as_pyod_does(column: list[float], x: float) -> None:
    rows = np.stack([column, np.arange(float(len(column)))], axis=1)
    row = np.array([x, 0.5])
    expected = pyod_score(reference_ecod(rows), row)
    assert compile_ecod(rows).score(row) == pytest.approx(expected, abs=1e-12)


def test_a_balanced_row_differs_from_a_lopsided_one_by_the_smaller_tail() -> None:
    # Without this the test above could pass with the branch never taken.
    rows = np.stack([[-1.0, 1.0] * 4, np.zeros(8)], axis=1)
    score = compile_ecod(rows).score(np.array([0.0, 0.0]))
    assert score == pytest.approx(2.0 * np.log(9.0 / 5.0))


@pytest.mark.parametrize("centre", [0.0, 0.1, 0.3, 0.7, 1 / 3, 1e6, 1.7e9])
@pytest.mark.parametrize("step", [1.0, 0.1, 0.01, 0.3])
def test_symmetry_in_decimals_is_judged_as_pyod_rounds_it(centre: float, step: float) -> None:
    """In binary such columns are symmetric or not by rounding; in most PyOD sees a skewness."""
    offsets = np.array([-step, 0.0, step] * 3 + [-2 * step, 2 * step])
    rows = np.stack([centre + offsets, np.arange(11.0)], axis=1)
    model, compiled = reference_ecod(rows), compile_ecod(rows)
    for x in np.unique(rows[:, 0]):
        row = np.array([x, 1.5])
        assert compiled.score(row) == pytest.approx(pyod_score(model, row), abs=1e-12)


def test_one_feature_alone_equals_pyod() -> None:
    rows = np.array([[1.0], [2.0], [2.0], [10.0]])
    model = reference_ecod(rows)
    for x in (0.0, 2.0, 5.0, 10.0, 11.0):
        row = np.array([x])
        assert compile_ecod(rows).score(row) == pytest.approx(pyod_score(model, row), abs=1e-12)


def test_expected_is_the_mean_tail_of_the_training_set() -> None:
    rows = np.random.default_rng(3).poisson(2.0, size=(200, 3)).astype(np.float64)
    compiled = compile_ecod(rows)
    contributions = np.stack([compiled.explain(row).contributions for row in rows])
    assert contributions.mean(axis=0) == pytest.approx(np.zeros(3), abs=1e-9)


def test_a_read_only_row_is_scored() -> None:
    rows = np.random.default_rng(3).normal(size=(20, 2))
    rows.flags.writeable = False
    assert compile_ecod(rows).score(rows[0]) > 0.0


@pytest.mark.parametrize("bad", [np.zeros((1, 2)), np.zeros((3, 0)), np.array([[1.0], [np.nan]])])
def test_unfit_training_sets_are_refused(bad: Array) -> None:
    with pytest.raises(ValueError, match=r"training set|two rows"):
        compile_ecod(bad)


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("starts", np.array([0, 1, 99])),
        ("starts", np.array([0, 3])),
        ("starts", np.array([0, 0, 6])),
        ("up_to", np.array([1])),
        ("moments", np.zeros((2, 4))),
    ],
)
def test_arrays_that_do_not_fit_are_refused(name: str, array: Array) -> None:
    arrays = compile_ecod(np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]])).to_arrays()
    with pytest.raises(ValueError, match=r"starts|differ|shape|value"):
        CompiledEcod.from_arrays(arrays | {name: array})


def test_a_row_of_another_type_is_refused() -> None:
    compiled = compile_ecod(np.array([[1.0, 1.0], [2.0, 2.0]]))
    with pytest.raises(TypeError):
        compiled.score(np.array([1, 2]))
