"""CatBoost's own raw score and SHAP values; a small model by hand where CatBoost is missing."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detectors.attribution import CompiledTrees
from detectors.trees_catboost import trees_of_catboost
from tests.detectors.ensembles import Array


def _column(index: int, treatment: str) -> dict[str, Any]:
    return {"feature_index": index, "flat_feature_index": index, "nan_value_treatment": treatment}


def _split(feature: int, border: float) -> dict[str, Any]:
    return {"float_feature_index": feature, "border": border, "split_type": "FloatFeature"}


MODEL: dict[str, Any] = {
    "features_info": {"float_features": [_column(0, "AsFalse"), _column(1, "AsTrue")]},
    "scale_and_bias": [2.0, [0.5]],
    "oblivious_trees": [
        {
            "splits": [_split(0, 0.1), _split(1, 1.0)],
            "leaf_values": [1.0, 2.0, 4.0, 8.0],
            "leaf_weights": [1.0, 1.0, 1.0, 5.0],
        },
        {"splits": None, "leaf_values": [0.25], "leaf_weights": [8.0]},
    ],
}


@pytest.mark.parametrize(
    ("row", "leaf"),
    [
        ((0.0, 0.0), 1.0),
        ((0.1, 1.0), 1.0),  # float32(0.1) is the border
        ((0.2, 0.0), 2.0),
        ((0.0, 2.0), 4.0),
        ((0.2, 2.0), 8.0),
        ((np.nan, np.nan), 4.0),
        ((np.inf, -np.inf), 2.0),
    ],
)
def test_answers_are_bits_of_the_leaf(row: tuple[float, float], leaf: float) -> None:
    assert trees_of_catboost(MODEL).raw_score(np.array(row)) == 2.0 * (leaf + 0.25) + 0.5


def test_the_last_split_is_the_root() -> None:
    trees = trees_of_catboost(MODEL)
    assert (trees.feature[0], trees.threshold[0], trees.shares(0)) == (1, 1.0, (0.25, 0.75))


def _changed(part: str, value: Any) -> dict[str, Any]:
    model = deepcopy(MODEL)
    model["oblivious_trees"][0][part] = value
    return model


@pytest.mark.parametrize(
    ("model", "complaint"),
    [
        ({"trees": []}, "symmetric"),
        (MODEL | {"scale_and_bias": [1.0, [0.0, 0.0]]}, "dimensions"),
        (_changed("splits", [{"split_type": "OneHotFeature"}]), "categorical"),
        (_changed("leaf_values", [1.0] * 8), "dimensions"),
        (_changed("leaf_weights", None), "weights"),
    ],
)
def test_models_with_more_than_trees_have_are_refused(
    model: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        trees_of_catboost(model)


def _rows(seed: int, n_rows: int) -> Array:
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(n_rows, 8))
    rows[:, :3] = np.round(rows[:, :3])
    rows[rng.random(rows.shape) < 0.1] = np.nan
    return rows


@pytest.mark.parametrize("nan_mode", ["Min", "Max"])
@pytest.mark.parametrize("depth", [1, 4, 7])
def test_equals_catboost(nan_mode: str, depth: int, tmp_path: Path) -> None:
    """CatBoost's SHAP values of the kind ``Regular``; its ``Exact`` has another expectation."""
    catboost = pytest.importorskip("catboost", reason="CatBoost is not installed")
    rows = _rows(1, 400)
    labels = (np.nan_to_num(rows[:, 0]) * np.nan_to_num(rows[:, 5]) > 0.1) * 1.0
    usual = {"iterations": 20, "thread_count": 1, "allow_writing_files": False, "verbose": 0}
    model = catboost.CatBoostClassifier(depth=depth, nan_mode=nan_mode, random_seed=1, **usual)
    model.fit(rows, labels)
    model.save_model(str(tmp_path / "model.json"), format="json")
    told = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
    compiled = CompiledTrees(trees_of_catboost(told))
    borders = [
        border for each in told["features_info"]["float_features"] for border in each["borders"]
    ]
    probes = np.concatenate([_rows(2, 60), np.random.default_rng(3).choice(borders, (60, 8))])
    ledgers = [compiled.explain(row) for row in probes]
    scores = model.predict(probes, prediction_type="RawFormulaVal", thread_count=1)
    assert [ledger.score for ledger in ledgers] == pytest.approx(scores, abs=1e-9)
    shap_values = model.get_feature_importance(
        catboost.Pool(probes), type="ShapValues", shap_calc_type="Regular", thread_count=1
    )
    ours = [np.append(ledger.contributions, ledger.base) for ledger in ledgers]
    assert np.array(ours) == pytest.approx(shap_values, abs=1e-9)
