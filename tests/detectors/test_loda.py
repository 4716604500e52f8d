"""The compiled LODA against PyOD's own."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from detectors.loda import CompiledLoda
from detectors.loda_fit import compile_loda
from detectors.pyod_models import reference_loda
from tests.detectors.families import assert_equals_pyod, mixed_rows, whole_worlds
from tests.detectors.worlds import Array

pytestmark = pytest.mark.usefixtures("pyod_warnings_ignored")


def _is_at_a_limit(model: Any, row: Array) -> bool:
    """Whether a projection is within rounding of a bin's limit: PyOD's bin is then luck."""
    projections = model.projections_ @ row
    size = abs(model.projections_) @ abs(row)
    gaps = abs(model.limits_ - projections[:, None])
    return bool((gaps <= 1e-12 * (size[:, None] + abs(model.limits_))).any())


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(whole_worlds())
def test_equals_pyod_for_a_row_alone(case: tuple[Array, Array]) -> None:
    rows, row = case
    model = reference_loda(rows, 5)
    # One feature a direction (up to three features) leaves nothing to round.
    assume(rows.shape[1] < 4 or not _is_at_a_limit(model, row))
    assert_equals_pyod(compile_loda(model, rows), model, row)


@pytest.mark.parametrize("mended", [True, False])
def test_equals_pyod_with_and_without_the_mend(mended: bool) -> None:
    rows = mixed_rows(1, n_features=9)
    model = reference_loda(rows, 5)
    if not mended:
        model.limits_ = np.roll(model.limits_, 1, axis=1)
    compiled = compile_loda(model, rows)
    probes = [row for row in np.concatenate([rows, rows * 1.3]) if not _is_at_a_limit(model, row)]
    assert len(probes) > 300
    for row in probes:
        assert_equals_pyod(compiled, model, row)


def test_the_mend_looks_a_projection_up_where_it_was_counted() -> None:
    rows = mixed_rows(1, n_rows=200, n_features=2)
    model = reference_loda(rows, 5)
    # A direction's densities, weighted by the looked-up rows, must be its histogram again.
    for direction, limits, histogram in zip(
        model.projections_, model.limits_, model.histograms_, strict=True
    ):
        bins = np.searchsorted(limits[: model.n_bins - 1], rows @ direction)
        counts = np.bincount(bins, minlength=model.n_bins)
        # Bins hold their upper edge, counts were of bins that hold their lower one: at most ties.
        assert abs(counts / 200 - histogram).sum() < 0.2


def test_shares_follow_what_moved_the_projection() -> None:
    rows = mixed_rows(1, n_features=9)
    compiled = compile_loda(reference_loda(rows, 5), rows)
    row = rows.mean(axis=0)
    row[3] += 50.0
    contributions = compiled.explain(row).contributions
    assert contributions.argmax() == 3


def test_base_is_the_mean_score_of_the_training_set() -> None:
    rows = mixed_rows(2)
    compiled = compile_loda(reference_loda(rows, 5), rows)
    mean = np.mean([compiled.score(row) for row in rows])
    assert compiled.base == pytest.approx(mean, rel=0.02)  # apart from rows at limits


def test_bins_chosen_by_direction_are_refused() -> None:
    rows = mixed_rows(2)
    model = reference_loda(rows, 5)
    model.n_bins = "auto"
    with pytest.raises(ValueError, match="bins"):
        compile_loda(model, rows)


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("features", np.full((100, 2), 6)),
        ("features", np.full((99, 2), 0)),
        ("features", np.zeros(3, np.int64)),
        ("weights", np.zeros((100, 3))),
        ("limits", np.zeros((100, 10))),
        ("scores", np.zeros((99, 10))),
        ("expected", np.zeros(99)),
    ],
)
def test_arrays_that_do_not_fit_are_refused(name: str, array: Array) -> None:
    rows = mixed_rows(2)
    arrays = compile_loda(reference_loda(rows, 5), rows).to_arrays()
    with pytest.raises(ValueError, match=r"feature|weight|shape|direction|bins"):
        CompiledLoda.from_arrays(arrays | {name: array})
