"""XGBoost's own raw score and SHAP values; a small model by hand where XGBoost is missing."""

import json
import math
from copy import deepcopy
from typing import Any

import numpy as np
import pytest

from detectors.attribution import CompiledTrees
from detectors.trees_xgboost import trees_of_xgboost
from tests.detectors.ensembles import Array

MODEL: dict[str, Any] = {
    "learner": {
        "objective": {"name": "binary:logistic"},
        "learner_model_param": {"base_score": "[2.5E-1]", "num_feature": "2"},
        "gradient_booster": {
            "name": "gbtree",
            "model": {
                "tree_info": [0],
                "trees": [
                    {
                        "left_children": [1, -1, 3, -1, -1],
                        "right_children": [2, -1, 4, -1, -1],
                        "split_indices": [0, 0, 1, 0, 0],
                        "split_conditions": [0.1, 10.0, 1.0, 20.0, 30.0],
                        "split_type": [0, 0, 0, 0, 0],
                        "default_left": [1, 0, 0, 0, 0],
                        "sum_hessian": [8.0, 2.0, 6.0, 3.0, 3.0],
                    }
                ],
            },
        },
    }
}


@pytest.mark.parametrize(
    ("row", "leaf"),
    [
        ((0.0, 0.0), 10.0),
        ((0.1, 0.5), 20.0),  # float32(0.1) is the threshold, and not below it
        ((0.1, 1.0), 30.0),
        ((0.1, np.nextafter(np.float32(1), np.float32(0))), 20.0),
        ((0.1, np.nextafter(1.0, 0.0)), 30.0),  # rounds to 1
        ((np.nan, 5.0), 10.0),
        ((5.0, np.nan), 30.0),
    ],
)
def test_a_row_goes_left_where_it_is_below(row: tuple[float, float], leaf: float) -> None:
    trees = trees_of_xgboost(MODEL)
    assert trees.raw_score(np.array(row)) == pytest.approx(leaf - math.log(3.0), abs=1e-12)
    assert trees.covers == [8.0, 2.0, 6.0, 3.0, 3.0]


def _changed(**changes: Any) -> dict[str, Any]:
    model = deepcopy(MODEL)
    learner = model["learner"]
    tree = learner["gradient_booster"]["model"]["trees"][0]
    for part in (
        learner["objective"],
        learner["learner_model_param"],
        learner["gradient_booster"],
        learner["gradient_booster"]["model"],
        tree,
    ):
        part.update({key: value for key, value in changes.items() if key in part})
    return model


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"name": "dart"}, "gbtree"),
        ({"base_score": "[0.5,0.5]"}, "outputs"),
        ({"tree_info": [1]}, "outputs"),
        ({"split_type": [1, 0, 0, 0, 0]}, "categorical"),
    ],
)
def test_models_with_more_than_trees_have_are_refused(
    changes: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        trees_of_xgboost(_changed(**changes))


def test_objectives_of_unknown_link_are_refused() -> None:
    model = deepcopy(MODEL)
    model["learner"]["objective"]["name"] = "survival:cox"
    with pytest.raises(ValueError, match="survival:cox"):
        trees_of_xgboost(model)


def _rows(seed: int, n_rows: int) -> Array:
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(n_rows, 8))
    rows[:, :3] = np.round(rows[:, :3])
    rows[rng.random(rows.shape) < 0.1] = np.nan
    return rows


@pytest.mark.parametrize("objective", ["binary:logistic", "reg:squarederror"])
def test_equals_xgboost_up_to_float32(objective: str) -> None:
    xgboost = pytest.importorskip("xgboost", reason="XGBoost is not installed")
    rows = _rows(1, 400)
    labels = (np.nan_to_num(rows[:, 0]) * np.nan_to_num(rows[:, 5]) > 0.1) * 1.0
    settings = {"objective": objective, "max_depth": 5, "nthread": 1}
    model = xgboost.train(settings, xgboost.DMatrix(rows, labels, nthread=1), 20)
    compiled = CompiledTrees(trees_of_xgboost(json.loads(model.save_raw("json"))))
    probes = xgboost.DMatrix(_rows(2, 100), nthread=1)
    ledgers = [compiled.explain(row) for row in _rows(2, 100)]
    scores = model.predict(probes, output_margin=True)
    assert [ledger.score for ledger in ledgers] == pytest.approx(scores, abs=1e-5)
    ours = [np.append(ledger.contributions, ledger.base) for ledger in ledgers]
    assert np.array(ours) == pytest.approx(model.predict(probes, pred_contribs=True), abs=1e-5)
