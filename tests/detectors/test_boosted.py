"""The served model: one pass that scores and explains, from trees and detectors together."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from detectors.attribution import CompiledTrees
from detectors.blend import Blend, fit_blend
from detectors.boosted import NAME, Boosted, Mixture
from detectors.calibrate import Calibration
from detectors.impute import fit_imputer
from detectors.leaning import Leaning
from detectors.pyod_fit import fit_ecod, fit_iforest
from detectors.trees import Nodes, Trees

WIDTH = 5
COLUMNS = (0, 1, 3, 4)
DETECTORS = (1, 3)
MIXTURE = Mixture(-2.0, 0.7, 0.3)


def _vectors(count: int) -> NDArray[np.float64]:
    rng = np.random.default_rng(4)
    vectors = rng.normal(size=(count, WIDTH))
    vectors[rng.random(vectors.shape) < 0.1] = math.nan
    return vectors


@pytest.fixture(scope="module")
def blend() -> Blend:
    rows = np.ascontiguousarray(_vectors(400)[:, DETECTORS])
    imputer = fit_imputer(rows)
    filled = imputer.fill_rows(rows)
    fitted = fit_blend([fit_ecod(filled), fit_iforest(filled, 1)], rows, imputer=imputer)
    return Blend.from_arrays(fitted.to_arrays(), DETECTORS, WIDTH)


def _trees(n_features: int = len(COLUMNS) + 1) -> Trees:
    """Asks the vector's column 3, then whether the row is unusual."""
    nodes = Nodes()
    nodes.split(2, 0.1, missing_left=False)
    nodes.leaf(-1.0, 60.0)
    nodes.split(n_features - 1, -5.0, missing_left=True)
    nodes.leaf(0.5, 30.0)
    nodes.leaf(2.0, 10.0)
    return nodes.trees(n_features, -0.5)


@pytest.fixture
def model(blend: Blend) -> Boosted:
    trees = CompiledTrees(_trees())
    return Boosted(blend=blend, trees=trees, mixture=MIXTURE, columns=COLUMNS)


def test_the_total_is_the_mixture_of_the_trees_margin_and_the_blend_s_log_odds(
    model: Boosted, blend: Blend
) -> None:
    for vector in _vectors(50):
        anomaly = blend.score(vector.tobytes())
        row = np.array([*vector[list(COLUMNS)], anomaly.total])
        margin = _trees().raw_score(row)
        found = model.score(vector.tobytes())
        assert found.total == pytest.approx(-2.0 + 0.7 * margin + 0.3 * anomaly.total, abs=1e-12)
        assert found.raw == anomaly.raw | {NAME: pytest.approx(margin, abs=1e-12)}


def test_the_ledger_adds_up_and_holds_the_trees_and_the_detectors_parts(
    model: Boosted, blend: Blend
) -> None:
    seen = set()
    for vector in _vectors(50):
        anomaly = blend.score(vector.tobytes())
        row = np.array([*vector[list(COLUMNS)], anomaly.total])
        parts = 0.7 * CompiledTrees(_trees()).explain(row).contributions
        of_detectors = np.frombuffer(anomaly.contributions)
        for place, part in zip((1, 2), of_detectors, strict=True):
            parts[place] += 0.3 * part
        found = model.score(vector.tobytes())
        shown = np.frombuffer(found.contributions)
        np.testing.assert_allclose(shown, parts, atol=1e-12)
        assert found.base + shown.sum() == pytest.approx(found.total, abs=1e-9)
        seen.add(shown[-1] > 0.0)
    assert seen == {False, True}  # being unusual as a whole spoke for some rows and against others


def test_a_score_changes_nothing_of_the_next(model: Boosted) -> None:
    first, second = (vector.tobytes() for vector in _vectors(2))
    alone = model.score(first)
    model.score(second)
    assert model.score(first) == alone


def test_a_saved_model_scores_like_the_one_that_was_saved(model: Boosted) -> None:
    again = Boosted.from_arrays(model.to_arrays(), COLUMNS, DETECTORS, WIDTH)
    for vector in _vectors(20):
        assert again.score(vector.tobytes()) == model.score(vector.tobytes())


def test_a_vector_of_another_length_is_refused(model: Boosted) -> None:
    with pytest.raises(ValueError, match="octets"):
        model.score(bytes(8 * (WIDTH - 1)))


@pytest.mark.parametrize(
    ("columns", "n_features"), [((0, 1, 3), 5), ((0, 1, 2, 4), 5), ((0, 1, 3, 9), 5)]
)
def test_parts_that_do_not_fit_together_are_refused(
    blend: Blend, columns: tuple[int, ...], n_features: int
) -> None:
    trees = CompiledTrees(_trees(n_features))
    with pytest.raises(ValueError, match=r"features|detectors|outside"):
        Boosted(blend=blend, trees=trees, mixture=MIXTURE, columns=columns)


def test_a_mixture_is_a_leaning_and_then_a_calibration() -> None:
    leaning = Leaning((1.0, -3.0), (2.0, 4.0), 0.75)
    calibration = Calibration(-1.5, 2.5)
    mixture = Mixture.of(leaning, calibration)
    for margin, anomaly in ((0.0, 0.0), (1.7, -4.0), (-9.0, 3.3)):
        leant = float(leaning.score(np.array([margin]), np.array([anomaly]))[0])
        assert mixture.total(margin, anomaly) == pytest.approx(-1.5 + 2.5 * leant)


@pytest.mark.parametrize("numbers", [(math.nan, 1.0, 1.0), (0.0, -0.1, 1.0), (0.0, 1.0, math.inf)])
def test_a_mixture_that_turns_the_ranking_round_is_refused(
    numbers: tuple[float, float, float],
) -> None:
    with pytest.raises(ValueError, match="gains"):
        Mixture(*numbers)
