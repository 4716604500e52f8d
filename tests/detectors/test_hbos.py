"""The compiled HBOS against PyOD's own."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from detectors.hbos import CompiledHbos
from detectors.hbos_fit import compile_hbos
from detectors.pyod_models import reference_hbos
from tests.detectors.families import assert_equals_pyod, mixed_rows, whole_worlds
from tests.detectors.worlds import Array

pytestmark = pytest.mark.usefixtures("pyod_warnings_ignored")


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(whole_worlds())
def test_equals_pyod_for_a_row_alone(case: tuple[Array, Array]) -> None:
    rows, row = case
    model = reference_hbos(rows)
    assert_equals_pyod(compile_hbos(model, rows), model, row)


@pytest.mark.parametrize("factor", [-1e12, 0.0, 0.999, 1.0, 1.5, 1e12])
def test_equals_pyod_inside_and_outside(factor: float) -> None:
    rows = mixed_rows(1)
    model = reference_hbos(rows)
    compiled = compile_hbos(model, rows)
    for row in rows[:40] * factor:
        assert_equals_pyod(compiled, model, row)


_COLUMN = np.repeat(np.arange(11.0), [9, 5, 5, 5, 1, 5, 5, 5, 5, 5, 9])
"""Edges 0, 1 … 10; no outermost bin is the rarest."""


def test_edges_and_the_tolerance_outside_equal_pyod() -> None:
    rows = np.stack([_COLUMN, _COLUMN**2], axis=1)
    model = reference_hbos(rows)
    compiled = compile_hbos(model, rows)
    # Half a bin outside still counts as the outermost bin.
    for x in (-0.6, -0.5, -0.4, 0.0, 1.0, 1.5, 9.0, 10.0, 10.4, 10.5, 10.6):
        assert_equals_pyod(compiled, model, np.array([x, 50.0]))


def test_half_a_bin_outside_is_the_outermost_bin_and_more_is_the_rarest() -> None:
    # Without this the test above could pass with all bins alike.
    rows = np.stack([_COLUMN, np.zeros(len(_COLUMN))], axis=1)
    compiled = compile_hbos(reference_hbos(rows), rows)
    scores = [compiled.score(np.array([x, 0.0])) for x in (0.5, -0.4, -0.6, 4.5)]
    assert scores[0] == scores[1] < scores[2]
    assert scores[2] > compiled.score(np.array([7.5, 0.0]))


def test_expected_is_the_mean_of_the_training_set() -> None:
    rows = mixed_rows(2)
    compiled = compile_hbos(reference_hbos(rows), rows)
    contributions = np.stack([compiled.explain(row).contributions for row in rows])
    assert contributions.mean(axis=0) == pytest.approx(np.zeros(6), abs=1e-9)


def test_bins_chosen_by_column_are_refused() -> None:
    rows = mixed_rows(2)
    model = reference_hbos(rows)
    model.n_bins = "auto"
    with pytest.raises(ValueError, match="bins"):
        compile_hbos(model, rows)


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("edges", np.zeros((6, 11))),
        ("edges", np.zeros((6, 10))),
        ("scores", np.zeros(6)),
        ("tolerance", np.zeros(2)),
        ("expected", np.zeros(5)),
        ("expected", np.full(6, np.nan)),
    ],
)
def test_arrays_that_do_not_fit_are_refused(name: str, array: Array) -> None:
    rows = mixed_rows(2)
    arrays = compile_hbos(reference_hbos(rows), rows).to_arrays()
    with pytest.raises(ValueError, match=r"ascend|bins|one number|shape|entry|finite"):
        CompiledHbos.from_arrays(arrays | {name: array})
