"""The compiled PCA against PyOD's own."""

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from detectors.pca import CompiledPca
from detectors.pca_fit import compile_pca
from detectors.pyod_models import MIN_SHARE, reference_pca
from tests.detectors.families import assert_equals_pyod, mixed_rows, whole_worlds
from tests.detectors.worlds import Array

pytestmark = pytest.mark.usefixtures("pyod_warnings_ignored")


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(whole_worlds())
def test_equals_pyod_for_a_row_alone(case: tuple[Array, Array]) -> None:
    rows, row = case
    assume(bool((rows != rows[0]).any()))
    model = reference_pca(rows)
    assert_equals_pyod(compile_pca(model, rows), model, row)


@pytest.mark.parametrize("factor", [0.0, 1.0, 3.0, 1e12])
def test_equals_pyod_near_and_far(factor: float) -> None:
    rows = mixed_rows(1)
    model = reference_pca(rows)
    compiled = compile_pca(model, rows)
    for row in rows[:40] * factor:
        assert_equals_pyod(compiled, model, row)


def test_directions_that_are_rounding_are_left_out() -> None:
    rows = mixed_rows(1)
    rows[:, 2], rows[:, 3] = 7.0, rows[:, 0] + rows[:, 1]
    model = reference_pca(rows)
    assert model.n_components_ == 4
    compiled = compile_pca(model, rows)
    assert compiled.to_arrays()["shares"].min() > MIN_SHARE
    assert_equals_pyod(compiled, model, rows[0])


def test_the_parts_of_a_distance_are_its_squares_by_its_length() -> None:
    arrays = {
        "centres": np.zeros(2),
        "scales": np.ones(2),
        "components": np.array([[1.0, 0.0]]),
        "shares": np.array([0.5]),
        "usual": np.array([1.0, 1.0]),
    }
    ledger = CompiledPca.from_arrays(arrays).explain(np.array([4.0, 4.0]))
    # Distance 5 by a share of 0.5; parts 9/5 and 16/5, doubled.
    assert ledger.score == pytest.approx(10.0)
    assert ledger.total == pytest.approx(np.log(1.0 + 10.0 / 2.0))
    assert ledger.contributions[1] / ledger.contributions[0] == pytest.approx(5.4 / 2.6)


def test_a_row_on_a_direction_is_scored() -> None:
    rows = mixed_rows(1)
    compiled = compile_pca(reference_pca(rows), rows)
    arrays = compiled.to_arrays()
    row = arrays["centres"] + arrays["scales"] * arrays["components"][0]
    ledger = compiled.explain(row)
    assert ledger.base + ledger.contributions.sum() == pytest.approx(ledger.total, abs=1e-9)


def test_usual_is_the_mean_part_of_the_training_set() -> None:
    rows = mixed_rows(2)
    compiled = compile_pca(reference_pca(rows), rows)
    mean = np.mean([compiled.score(row) for row in rows])
    assert compiled.to_arrays()["usual"].sum() == pytest.approx(mean)


def test_rows_that_are_alike_are_refused() -> None:
    with pytest.raises(ValueError, match="alike"):
        reference_pca(np.ones((5, 3)))


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("components", np.zeros((3, 5))),
        ("centres", np.zeros(5)),
        ("scales", np.ones(5)),
        ("scales", np.zeros(6)),
        ("shares", np.ones(3)),
        ("shares", np.zeros(6)),
        ("usual", np.full(6, -1.0)),
        ("usual", np.zeros(6)),
    ],
)
def test_arrays_that_do_not_fit_are_refused(name: str, array: Array) -> None:
    rows = mixed_rows(2)
    arrays = compile_pca(reference_pca(rows), rows).to_arrays()
    with pytest.raises(ValueError, match=r"components|shape|above zero|share|usual"):
        CompiledPca.from_arrays(arrays | {name: array})
