"""The blend: one ledger of many, in calibrated log-odds."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from detectors.base import totals_of
from detectors.blend import Blend, fit_blend, robust_scales
from detectors.calibrate import Calibration, logit
from detectors.ecod_fit import compile_ecod
from detectors.impute import Imputer, fit_imputer
from detectors.pyod_fit import fit_iforest

pytestmark = pytest.mark.usefixtures("pyod_warnings_ignored")

Array = NDArray[np.float64]
_N = 5


def _rows() -> Array:
    rng = np.random.default_rng(11)
    rows = rng.normal(size=(400, _N))
    rows[:, 1] = rng.lognormal(size=400)
    rows[rng.random(rows.shape) < 0.05] = np.nan
    return rows


@pytest.fixture(scope="module")
def blend() -> Blend:
    rows = _rows()
    imputer = fit_imputer(rows)
    filled = imputer.fill_rows(rows)
    return fit_blend([compile_ecod(filled), fit_iforest(filled, 3)], rows, imputer=imputer)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cells=st.lists(st.floats(allow_nan=True), min_size=_N, max_size=_N))
def test_ledger_sums_to_the_log_odds(blend: Blend, cells: list[float]) -> None:
    answer = blend.explain(np.array(cells))
    assert abs(answer.base + answer.contributions.sum() - answer.total) <= 1e-9
    assert 0.0 < answer.probability < 1.0
    if abs(answer.total) < 10.0:
        assert logit(answer.probability) == pytest.approx(answer.total, abs=1e-9)
    assert 0 <= answer.score <= 1000


def test_total_is_the_stated_formula(blend: Blend) -> None:
    for row in _rows()[:20]:
        filled = blend.imputer.fill(row)
        totals = np.array([each.explain(filled).total for each in blend.detectors])
        blended = (blend.weights * (totals - blend.centres) / blend.scales).sum()
        expected = blend.calibration.intercept + blend.calibration.slope * blended
        assert blend.explain(row).total == pytest.approx(expected, abs=1e-9)


def test_raw_scores_are_the_detectors_own(blend: Blend) -> None:
    row = _rows()[0]
    filled = blend.imputer.fill(row)
    assert blend.explain(row).raw == {d.name: d.score(filled) for d in blend.detectors}


def test_an_outlier_is_explained_by_its_feature(blend: Blend) -> None:
    row = np.zeros(_N)
    row[3] = 9.0
    answer = blend.explain(row)
    assert int(answer.contributions.argmax()) == 3
    assert answer.probability > 10 * blend.explain(np.zeros(_N)).probability


def test_labels_reach_the_calibration() -> None:
    rows = np.random.default_rng(2).normal(size=(300, 2))
    labels = (abs(rows).sum(axis=1) > 2.5).astype(np.float64)
    detectors = [compile_ecod(rows)]
    fitted = fit_blend(detectors, rows, labels)
    assert fitted.calibration != fit_blend(detectors, rows).calibration
    mean = np.mean([fitted.explain(row).probability for row in rows])
    assert mean == pytest.approx(labels.mean(), abs=0.01)


def test_weights_silence_a_detector() -> None:
    rows = np.random.default_rng(2).normal(size=(300, 2))
    ecod, iforest = compile_ecod(rows), fit_iforest(rows, 1)
    both, alone = fit_blend([ecod, iforest], rows, weights=[1.0, 0.0]), fit_blend([ecod], rows)
    assert both.explain(rows[0]).total == pytest.approx(alone.explain(rows[0]).total)


def test_round_trip_without_objects(blend: Blend) -> None:
    arrays = blend.to_arrays()
    assert not any(array.dtype.hasobject for array in arrays.values())
    again = Blend.from_arrays({name: array.copy() for name, array in arrays.items()})
    for row in _rows()[:20]:
        one, other = blend.explain(row), again.explain(row)
        assert (one.base, one.total, one.raw) == (other.base, other.total, other.raw)
        assert np.array_equal(one.contributions, other.contributions)


def test_robust_scales_of_a_normal_are_its_own() -> None:
    totals = np.random.default_rng(1).normal(3.0, 2.0, size=(1, 100_000))
    centres, scales = robust_scales(totals)
    assert (centres[0], scales[0]) == pytest.approx((3.0, 2.0), rel=0.02)


def test_scales_without_spread() -> None:
    totals = np.array([[1.0] * 9 + [11.0], [4.0] * 10])
    _, scales = robust_scales(totals)
    assert scales.tolist() == [pytest.approx(3.0), 1.0]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"detectors": []}, "needs a detector"),
        ({"scales": np.array([0.0])}, "scales"),
        ({"scales": np.array([1.0, 1.0])}, "one number"),
        ({"weights": np.array([-1.0])}, "weights"),
        ({"weights": np.array([0.0])}, "weights"),
        ({"centres": np.array([np.nan])}, "centres"),
        ({"imputer": Imputer(np.zeros(3))}, "number of features"),
    ],
)
def test_parts_that_do_not_fit_are_refused(changes: dict[str, Any], complaint: str) -> None:
    ecod = compile_ecod(np.array([[1.0, 1.0], [2.0, 3.0], [4.0, 2.0]]))
    parts: dict[str, Any] = {
        "imputer": Imputer(np.zeros(2)),
        "detectors": [ecod],
        "centres": np.zeros(1),
        "scales": np.ones(1),
        "weights": np.ones(1),
        "calibration": Calibration(0.0, 1.0),
    }
    assert Blend(**parts).n_features == 2
    with pytest.raises(ValueError, match=complaint):
        Blend(**(parts | changes))


def test_the_same_detector_twice_is_refused() -> None:
    rows = np.array([[1.0, 1.0], [2.0, 3.0], [4.0, 2.0]])
    with pytest.raises(ValueError, match="twice"):
        fit_blend([compile_ecod(rows), compile_ecod(rows)], rows)


def test_totals_of_a_table() -> None:
    rows = np.random.default_rng(2).normal(size=(30, 2))
    ecod = compile_ecod(rows)
    assert totals_of(ecod, np.asfortranarray(rows)).tolist() == [ecod.score(row) for row in rows]
