"""The compiled INNE against PyOD's own."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from detectors.inne import CompiledInne
from detectors.inne_fit import compile_inne
from detectors.pyod_models import reference_inne
from tests.detectors.families import assert_equals_pyod, mixed_rows, whole_worlds
from tests.detectors.worlds import Array

pytestmark = pytest.mark.usefixtures("pyod_warnings_ignored")


def _is_at_a_border(model: Any, row: Array) -> bool:
    """Whether the row is within PyOD's rounding of a sphere's border."""
    squares = ((model._centroids - row) ** 2).sum(axis=2)
    size = (row**2).sum() + (model._centroids**2).sum(axis=2)
    return bool((abs(squares - model._centroids_radius) <= 1e-13 * size).any())


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(whole_worlds())
def test_equals_pyod_for_a_row_alone(case: tuple[Array, Array]) -> None:
    """Of whole numbers the squares are exact, and so even the borders of spheres."""
    rows, row = case
    model = reference_inne(rows, 5)
    assert_equals_pyod(compile_inne(model), model, row)


@pytest.mark.parametrize("features", [6, 30])
def test_equals_pyod_away_from_borders(features: int) -> None:
    rows = mixed_rows(1, n_rows=2_000, n_features=features)
    model = reference_inne(rows, 5)
    compiled = compile_inne(model)
    probes = np.concatenate([rows[:60], rows[:30] + 0.25, rows[:5] * 1e6])
    clear = [row for row in probes if not _is_at_a_border(model, row)]
    assert len(clear) > 40
    for row in clear:
        assert_equals_pyod(compiled, model, row)


def _two_spheres() -> CompiledInne:
    arrays = {
        "centres": np.array([[0.0, 4.0], [0.0, 0.0]]),
        "radii": np.array([[16.0, 9.0]]),
        "scores": np.array([[0.5, 0.25]]),
        "expected": np.array([0.2]),
    }
    return CompiledInne.from_arrays(arrays)


def test_the_smallest_covering_sphere_decides() -> None:
    inne = _two_spheres()
    assert inne.score(np.array([2.0, 0.0])) == 0.25  # both cover, the second is smaller
    assert inne.score(np.array([-4.0, 0.0])) == 0.5  # on the border of the first
    assert inne.score(np.array([-4.1, 0.0])) == 1.0  # covered by none


def test_a_score_is_shared_by_the_squared_distances_from_the_deciding_centre() -> None:
    inne = _two_spheres()
    contributions = inne.explain(np.array([7.0, 9.0])).contributions
    # Covered by none: the second centre is the nearest, 3 and 9 away; 1 - 0.2 is shared 1 to 9.
    assert contributions == pytest.approx([0.08, 0.72])
    assert inne.explain(np.array([0.0, 2.0])).contributions == pytest.approx([0.0, 0.3])
    # On a centre nothing tells the features apart.
    assert inne.explain(np.array([4.0, 0.0])).contributions == pytest.approx([0.025, 0.025])


def test_base_is_the_mean_score_of_the_training_set() -> None:
    rows = mixed_rows(2)
    model = reference_inne(rows, 5)
    assert compile_inne(model).base == pytest.approx(model.decision_function(rows).mean())


def test_one_row_is_no_training_set() -> None:
    with pytest.raises(ValueError, match="two rows"):
        reference_inne(np.ones((1, 3)), 5)


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("centres", np.zeros((6, 1_599))),
        ("radii", np.zeros(1_600)),
        ("scores", np.zeros((200, 7))),
        ("expected", np.zeros(2)),
        ("radii", np.full((200, 8), np.inf)),
    ],
)
def test_arrays_that_do_not_fit_are_refused(name: str, array: Array) -> None:
    rows = mixed_rows(2)
    arrays = compile_inne(reference_inne(rows, 5)).to_arrays()
    with pytest.raises(ValueError, match=r"sphere|sets|one number|finite"):
        CompiledInne.from_arrays(arrays | {name: array})
