"""The compiled KNN against PyOD's own on the same sample."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from detectors.knn import CompiledKnn
from detectors.knn_fit import compile_knn
from detectors.pyod_models import MAX_POINTS, reference_knn, sampled
from tests.detectors.families import assert_equals_pyod, mixed_rows, whole_worlds
from tests.detectors.worlds import Array

pytestmark = pytest.mark.usefixtures("pyod_warnings_ignored")


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(whole_worlds())
def test_equals_pyod_for_a_row_alone(case: tuple[Array, Array]) -> None:
    rows, row = case
    model = reference_knn(rows, 5)
    assert_equals_pyod(compile_knn(model, rows), model, row)


@pytest.mark.parametrize("features", [6, 30])
def test_equals_pyod_near_and_far(features: int) -> None:
    rows = mixed_rows(1, n_features=features)
    model = reference_knn(rows, 5)
    compiled = compile_knn(model, rows)
    for row in np.concatenate([rows[:30], rows[:30] + 0.25, rows[:5] * 1e12]):
        assert_equals_pyod(compiled, model, row)


def test_a_large_training_set_is_sampled_once_and_for_all() -> None:
    rows = mixed_rows(3, n_rows=MAX_POINTS + 500)
    points = sampled(rows, 5)
    assert points.shape == (MAX_POINTS, 6)
    assert np.array_equal(points, sampled(rows, 5))
    assert not np.array_equal(points, sampled(rows, 6))
    assert len(np.unique(points, axis=0)) == MAX_POINTS
    model = reference_knn(rows, 5)
    compiled = compile_knn(model, points)
    for row in rows[:20]:
        assert_equals_pyod(compiled, model, row)


def test_a_row_that_is_all_its_neighbours_has_a_finite_ledger() -> None:
    rows = np.ones((9, 3))
    ledger = compile_knn(reference_knn(rows, 5), rows).explain(rows[0])
    assert ledger.score == 0.0
    assert ledger.total == pytest.approx(ledger.base + ledger.contributions.sum(), abs=1e-9)


def test_the_parts_of_a_distance_are_its_squares_by_its_length() -> None:
    arrays = {
        "points": np.array([[0.0, 9.0], [0.0, 9.0]]),
        "n_neighbours": np.array([1]),
        "usual": np.array([0.5, 0.5]),
    }
    ledger = CompiledKnn.from_arrays(arrays).explain(np.array([3.0, 4.0]))
    assert ledger.score == pytest.approx(5.0)
    assert ledger.total == pytest.approx(np.log(6.0))
    # Parts 9/5 and 16/5, each above its usual 0.5.
    assert ledger.contributions[1] / ledger.contributions[0] == pytest.approx(2.7 / 1.3)


def test_usual_is_the_mean_score_of_the_sample_without_itself() -> None:
    rows = mixed_rows(2)
    model = reference_knn(rows, 5)
    usual = compile_knn(model, rows).to_arrays()["usual"]
    assert usual.sum() == pytest.approx(model.decision_scores_.mean())


@pytest.mark.parametrize(("field", "value"), [("method", "largest"), ("p", 1)])
def test_another_distance_is_refused(field: str, value: object) -> None:
    rows = mixed_rows(2)
    model = reference_knn(rows, 5)
    setattr(model, field, value)
    with pytest.raises(ValueError, match="distance"):
        compile_knn(model, rows)


def test_one_row_is_no_training_set() -> None:
    with pytest.raises(ValueError, match="two rows"):
        reference_knn(np.ones((1, 3)), 5)


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("points", np.zeros((5, 300))),
        ("points", np.zeros((6, 4))),
        ("n_neighbours", np.array([0])),
        ("n_neighbours", np.array([1, 2])),
    ],
)
def test_arrays_that_do_not_fit_are_refused(name: str, array: Array) -> None:
    rows = mixed_rows(2)
    arrays = compile_knn(reference_knn(rows, 5), rows).to_arrays()
    with pytest.raises(ValueError, match=r"points|number"):
        CompiledKnn.from_arrays(arrays | {name: array})
