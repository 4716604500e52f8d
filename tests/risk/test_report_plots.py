"""The plots hold the model's own SHAP values, and are pictures."""

import lightgbm
import numpy as np
import pytest
from numpy.typing import NDArray

from detectors.attribution import CompiledTrees
from detectors.blend import Blend, fit_blend
from detectors.boosted import Boosted, Mixture
from detectors.impute import fit_imputer
from detectors.pyod_fit import fit_ecod
from detectors.trees_lightgbm import trees_of_lightgbm
from risk import report_plots as plots
from risk.features import catalogue
from risk.features.feature import OPENING
from tests.risk.cards import held_out

pytestmark = pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
"""shap asks matplotlib for what will be deprecated there."""

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def vectors() -> NDArray[np.float64]:
    return np.random.default_rng(1).normal(size=(150, len(catalogue.NAMES)))


@pytest.fixture(scope="module")
def fitted(vectors: NDArray[np.float64]) -> tuple[Boosted, lightgbm.Booster]:
    columns = catalogue.detector_columns(OPENING)
    rows = np.ascontiguousarray(vectors[:, columns])
    blend = fit_blend([fit_ecod(rows)], rows, imputer=fit_imputer(rows))
    placed = Blend.from_arrays(blend.to_arrays(), columns, len(catalogue.NAMES))
    learnt = catalogue.learnt_columns(OPENING)
    seen = np.column_stack([vectors[:, learnt], _anomaly(placed, vectors)])
    labels = (seen[:, 0] + seen[:, 1] > 0.0).astype(float)
    settings = {"objective": "binary", "num_threads": 1, "verbosity": -1, "max_depth": 3}
    booster = lightgbm.train(settings, lightgbm.Dataset(seen, labels), 10)
    trees = CompiledTrees(trees_of_lightgbm(booster.dump_model()))
    model = Boosted(blend=placed, trees=trees, mixture=Mixture(0.0, 1.0, 0.1), columns=learnt)
    return model, booster


def _anomaly(blend: Blend, vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array([blend.score(vector.tobytes()).total for vector in vectors])


def test_the_values_are_those_of_the_tree_explainer(
    fitted: tuple[Boosted, lightgbm.Booster], vectors: NDArray[np.float64]
) -> None:
    import shap  # noqa: PLC0415  slow: only where it is compared with

    model, booster = fitted
    rows = plots.explained(model, vectors[:20])
    expected = shap.TreeExplainer(booster)(rows.data)
    assert rows.values == pytest.approx(expected.values, abs=1e-9)
    assert rows.base_values == pytest.approx(expected.base_values, abs=1e-9)
    assert rows.feature_names[-1] == "anomaly"
    assert len(rows.feature_names) == rows.values.shape[1]


def test_shap_s_own_plots_are_pictures(
    fitted: tuple[Boosted, lightgbm.Booster], vectors: NDArray[np.float64]
) -> None:
    rows = plots.explained(fitted[0], vectors)
    assert plots.beeswarm(rows).startswith(PNG)
    first, second = plots.waterfall(rows[0]), plots.waterfall(rows[1])
    assert first.startswith(PNG)
    assert first != second
    influence = np.abs(rows.values).mean(axis=0)
    drawn = list(plots.dependences(rows))
    assert len(drawn) == plots.DEPENDENCES
    assert drawn[0][0] == rows.feature_names[int(influence.argmax())]
    assert all(png.startswith(PNG) for _, png in drawn)


def test_the_card_s_plots_are_pictures_of_the_card() -> None:
    held = held_out()
    assert plots.reliability(held).startswith(PNG)
    assert plots.trade_off(held).startswith(PNG)
    assert plots.trade_off(held) != plots.trade_off(held_out(choices=held.choices[1:]))


def test_no_figure_is_left_open() -> None:
    import matplotlib.pyplot as plt  # noqa: PLC0415  slow: only where it is asked

    plots.reliability(held_out())
    assert plt.get_fignums() == []
