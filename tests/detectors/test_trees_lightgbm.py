"""LightGBM's own raw score and SHAP values, for models of each way with missing values."""

import warnings
from typing import Any

import numpy as np
import pytest

from detectors.attribution import CompiledTrees
from detectors.trees_lightgbm import trees_of_lightgbm
from tests.detectors.ensembles import Array

with warnings.catch_warnings():
    # What LightGBM imports, if it is there, is deprecated now and then.
    warnings.simplefilter("ignore")
    lightgbm = pytest.importorskip("lightgbm", reason="LightGBM is not installed (extra: train)")

EDGES = (0.0, -0.0, 1e-35, -1e-35, 1e-36, -1e-36, 2e-35, -2e-35, np.inf, -np.inf, 1e301, np.nan)

MODELS: dict[str, dict[str, Any]] = {
    "plain": {},
    "without missing values in training": {"gaps": 0.0},
    "missing values as zeros": {"use_missing": False},
    "zeros as missing values": {"zero_as_missing": True},
    "deep": {"num_leaves": 60, "min_data_in_leaf": 1, "n_trees": 5},
    "a random forest": {"boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.5},
    "leaves only": {"min_data_in_leaf": 1_000},
    "log-odds": {"objective": "binary"},
}


def _rows(seed: int, n_rows: int, gaps: float = 0.1) -> Array:
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(n_rows, 12))
    rows[:, :4] = np.round(rows[:, :4])
    rows[rng.random(rows.shape) < gaps] = np.nan
    return rows


def _fit(n_trees: int = 20, gaps: float = 0.1, **settings: Any) -> Any:
    rows = _rows(1, 500, gaps)
    labels = (np.nan_to_num(rows[:, 0]) * np.nan_to_num(rows[:, 5]) + rows[:, 9] > 0.2) * 1.0
    labels += np.isnan(rows[:, 1]) if settings.get("objective") != "binary" else 0.0
    usual = {"objective": "regression", "verbose": -1, "num_threads": 1, "seed": 1}
    return lightgbm.train(usual | settings, lightgbm.Dataset(rows, labels), n_trees)


def _probes(model: Any) -> Array:
    """Rows of another draw, then each threshold exactly and just beside, then awkward values."""
    trees = trees_of_lightgbm(model.dump_model())
    near = [_rows(2, 60)]
    splits = np.flatnonzero(trees.feature >= 0)[:60]
    for step in (-np.inf, 0.0, np.inf):
        rows = _rows(3, len(splits))
        at = trees.threshold[splits]
        beside = at if step == 0.0 else np.nextafter(at, step)
        rows[np.arange(len(splits)), trees.feature[splits]] = beside
        near.append(rows)
    edges = np.repeat(_rows(4, 12), len(EDGES), axis=0)
    for j in range(12):
        edges[j * len(EDGES) : (j + 1) * len(EDGES), j] = EDGES
    return np.concatenate([*near, edges])


@pytest.mark.parametrize("name", MODELS)
def test_equals_lightgbm(name: str) -> None:
    model = _fit(**MODELS[name])
    compiled = CompiledTrees(trees_of_lightgbm(model.dump_model()))
    probes = _probes(model)
    ledgers = [compiled.explain(row) for row in probes]
    scores = model.predict(probes, raw_score=True)
    assert [ledger.score for ledger in ledgers] == pytest.approx(scores, abs=1e-9)
    shap_values = model.predict(probes, pred_contrib=True)
    assert np.array([ledger.contributions for ledger in ledgers]) == pytest.approx(
        shap_values[:, :-1], abs=1e-9
    )
    assert [compiled.base] * len(probes) == pytest.approx(shap_values[:, -1], abs=1e-9)


def test_models_cover_all_ways_with_missing_values() -> None:
    told = [str(_fit(**settings).dump_model()) for settings in MODELS.values()]
    for way in ("None", "Zero", "NaN"):
        assert any(f"'missing_type': '{way}'" in model for model in told)
    assert any("'default_left': True" in model for model in told)
    assert any("'default_left': False" in model for model in told)


def test_equals_shap_s_own_arithmetic() -> None:
    """TreeExplainer asks LightGBM itself unless told that it holds the trees."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shap = pytest.importorskip("shap", reason="shap is not installed (extra: train)")
        model = _fit()
        explainer = shap.TreeExplainer(model)
    explainer.model.model_type = "internal"
    rows = _rows(5, 50)
    compiled = CompiledTrees(trees_of_lightgbm(model.dump_model()))
    ours = [compiled.explain(row).contributions for row in rows]
    assert np.array(ours) == pytest.approx(explainer.shap_values(rows), abs=1e-9)
    assert compiled.base == pytest.approx(float(np.ravel(explainer.expected_value)[0]), abs=1e-9)


def test_stops_at_the_best_iteration_as_predict_does() -> None:
    model = _fit()
    model.best_iteration = 3
    trees = trees_of_lightgbm(model.dump_model())
    assert len(trees.roots) == 3
    rows = _rows(6, 5, 0.0)
    expected = model.predict(rows, raw_score=True)
    assert [trees.raw_score(row) for row in rows] == pytest.approx(expected, abs=1e-9)


def _multiclass() -> Any:
    rows = _rows(1, 300)
    settings = {"objective": "multiclass", "num_class": 3, "verbose": -1, "num_threads": 1}
    return lightgbm.train(settings, lightgbm.Dataset(rows, np.arange(300) % 3), 2)


def _categorical() -> Any:
    rows = np.random.default_rng(1).integers(0, 6, (300, 2)).astype(float)
    labels = (rows[:, 0] % 2 == 1) * 1.0
    data = lightgbm.Dataset(rows, labels, categorical_feature=[0])
    settings = {"objective": "regression", "verbose": -1, "num_threads": 1, "max_cat_to_onehot": 1}
    return lightgbm.train(settings | {"min_data_per_group": 1, "cat_smooth": 0.0}, data, 2)


def _linear() -> Any:
    rows = _rows(1, 300, 0.0)
    settings = {"objective": "regression", "verbose": -1, "num_threads": 1, "linear_tree": True}
    return lightgbm.train(settings, lightgbm.Dataset(rows, rows[:, 0]), 2)


@pytest.mark.parametrize(
    ("fit", "complaint"),
    [(_multiclass, "classes"), (_categorical, "categorical"), (_linear, "linear")],
)
def test_models_with_more_than_trees_have_are_refused(fit: Any, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        trees_of_lightgbm(fit().dump_model())


def test_zeros_must_be_missing_everywhere_or_nowhere() -> None:
    model = _fit().dump_model()
    model["tree_info"][0]["tree_structure"]["missing_type"] = "Zero"
    with pytest.raises(ValueError, match="some splits only"):
        trees_of_lightgbm(model)
