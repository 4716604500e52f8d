"""The blend: one ledger of many, in calibrated log-odds."""

from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from detectors.base import totals_of
from detectors.blend import Blend, fit_blend, robust_scales
from detectors.calibrate import Calibration, sigmoid
from detectors.ecod_fit import compile_ecod
from detectors.impute import Imputer, fit_imputer
from detectors.kernels import numpy_sum
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


class _Plain(NamedTuple):
    """The answer of the plain form; ``contributions`` of the features alone."""

    base: float
    total: float
    raw: dict[str, float]
    contributions: Array


def _plain(blend: Blend, row: Array) -> _Plain:
    """The blend of one row step by step in NumPy: the oracle of ``Blend.score``."""
    filled = blend.imputer.fill_rows(row[None])[0]
    gains = blend.calibration.slope * blend.weights / blend.scales
    base = blend.calibration.intercept - float((gains * blend.centres).sum())
    contributions, raw = np.zeros(len(row)), {}
    for detector, gain in zip(blend.detectors, gains.tolist(), strict=True):
        ledger = detector.explain(filled)
        contributions += gain * ledger.contributions
        base += gain * ledger.base
        raw[detector.name] = ledger.score
    return _Plain(base, base + float(contributions.sum()), raw, contributions)


def _total(blend: Blend, row: Array) -> float:
    return blend.score(row.tobytes()).total


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
    answer = blend.score(np.array(cells).tobytes())
    assert abs(answer.base + np.frombuffer(answer.contributions).sum() - answer.total) <= 1e-9


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cells=st.lists(st.floats(allow_nan=True), min_size=_N, max_size=_N))
def test_equals_the_plain_form_to_the_bit(blend: Blend, cells: list[float]) -> None:
    row = np.array(cells)
    answer, plain = blend.score(row.tobytes()), _plain(blend, row)
    assert (answer.base, answer.total, answer.raw) == (plain.base, plain.total, plain.raw)
    assert answer.contributions == plain.contributions.tobytes()


@pytest.mark.parametrize("names", [("ecod",), ("iforest",), ("iforest", "ecod")])
@pytest.mark.parametrize("n_features", [1, 7, 8, 46, 129, 200])
def test_equals_the_plain_form_in_any_company(names: tuple[str, ...], n_features: int) -> None:
    rows = np.random.default_rng(n_features).normal(size=(60, n_features)).round(1)
    fitted = {"ecod": compile_ecod(rows), "iforest": fit_iforest(rows, 1, n_trees=7)}
    blend = fit_blend([fitted[name] for name in names], rows)
    for row in rows[:10] * 1.1:
        answer, plain = blend.score(row.tobytes()), _plain(blend, row)
        assert (answer.base, answer.total, answer.raw) == (plain.base, plain.total, plain.raw)
        assert answer.contributions == plain.contributions.tobytes()


def test_features_are_found_at_their_places_in_a_vector(blend: Blend) -> None:
    columns = [7, 0, 3, 9, 4]
    placed = Blend.from_arrays(blend.to_arrays(), columns, 11)
    for row in _rows()[:20]:
        vector = np.full(11, np.nan)
        vector[columns] = row
        answer, plain = placed.score(vector.tobytes()), _plain(blend, row)
        assert (answer.total, answer.raw) == (plain.total, plain.raw)
        assert answer.contributions == plain.contributions.tobytes()


@pytest.mark.parametrize(
    ("columns", "complaint"),
    [
        ((0, 1, 2, 3), "other features"),
        ((), "other features"),
        ((0, 1, 2, 3, 3), "twice"),
        ((0, 1, 2, 3, 6), "outside"),
        ((-1, 1, 2, 3, 4), "outside"),
    ],
)
def test_columns_that_do_not_fit_are_refused(
    blend: Blend, columns: tuple[int, ...], complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        Blend.from_arrays(blend.to_arrays(), columns, 6)


def test_a_vector_of_another_form_is_refused(blend: Blend) -> None:
    with pytest.raises(ValueError, match="40 octets"):
        blend.score(bytes(32))
    with pytest.raises(TypeError):
        blend.score(bytearray(40))  # type: ignore[arg-type]  # the refusal is under test


def test_an_answer_outlives_the_next_call(blend: Blend) -> None:
    row, other = _rows()[:2]
    answer = blend.score(row.tobytes())
    kept = (answer.total, dict(answer.raw), bytes(bytearray(answer.contributions)))
    blend.score(other.tobytes())
    assert (answer.total, answer.raw, answer.contributions) == kept


@pytest.mark.parametrize("size", [*range(20), 127, 128, 129, 200, 300, 1_000])
def test_sums_round_as_numpy_does(size: int) -> None:
    numbers = np.random.default_rng(size).lognormal(sigma=9.0, size=size)
    assert numpy_sum(numbers) == numbers.sum()


def test_total_is_the_stated_formula(blend: Blend) -> None:
    for row in _rows()[:20]:
        filled = blend.imputer.fill_rows(row[None])[0]
        totals = np.array([each.explain(filled).total for each in blend.detectors])
        blended = (blend.weights * (totals - blend.centres) / blend.scales).sum()
        expected = blend.calibration.intercept + blend.calibration.slope * blended
        assert _total(blend, row) == pytest.approx(expected, abs=1e-9)


def test_an_outlier_is_explained_by_its_feature(blend: Blend) -> None:
    row = np.zeros(_N)
    row[3] = 9.0
    answer = blend.score(row.tobytes())
    assert int(np.frombuffer(answer.contributions).argmax()) == 3
    assert sigmoid(answer.total) > 10 * sigmoid(_total(blend, np.zeros(_N)))


def test_labels_reach_the_calibration() -> None:
    rows = np.random.default_rng(2).normal(size=(300, 2))
    labels = (abs(rows).sum(axis=1) > 2.5).astype(np.float64)
    detectors = [compile_ecod(rows)]
    fitted = fit_blend(detectors, rows, labels)
    assert fitted.calibration != fit_blend(detectors, rows).calibration
    mean = np.mean([sigmoid(_total(fitted, row)) for row in rows])
    assert mean == pytest.approx(labels.mean(), abs=0.01)


def test_weights_silence_a_detector() -> None:
    rows = np.random.default_rng(2).normal(size=(300, 2))
    ecod, iforest = compile_ecod(rows), fit_iforest(rows, 1)
    both, alone = fit_blend([ecod, iforest], rows, weights=[1.0, 0.0]), fit_blend([ecod], rows)
    assert _total(both, rows[0]) == pytest.approx(_total(alone, rows[0]))


def test_round_trip_without_objects(blend: Blend) -> None:
    arrays = blend.to_arrays()
    assert not any(array.dtype.hasobject for array in arrays.values())
    again = Blend.from_arrays({name: array.copy() for name, array in arrays.items()})
    for row in _rows()[:20]:
        assert blend.score(row.tobytes()) == again.score(row.tobytes())


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
