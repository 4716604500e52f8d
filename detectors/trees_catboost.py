"""CatBoost's symmetric trees as ``Trees``: the same raw score to 1e-9.

CatBoost asks ``float32(x) > border`` and reads the answers of a tree as bits of a leaf's number,
the first split lowest. A missing value counts as below all borders (``AsFalse``; also ``AsIs``, as
no comparison with NaN holds) or above (``AsTrue``). Its own SHAP values begin with the last split,
so that is the root here: the expectation over a tree depends on the order of its splits.

Only symmetric trees (the usual ``grow_policy``) of numbers and one dimension are supported; others
are refused.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from detectors.base import require
from detectors.trees import Nodes, Trees


def trees_of_catboost(model: Mapping[str, Any]) -> Trees:
    """The ensemble of a fitted model.

    Args:
        model: the parsed JSON that ``CatBoost.save_model(file, format="json")`` writes.

    Raises:
        ValueError: the model has what ``Trees`` has not (see above), or keeps no leaf weights.
    """
    require("oblivious_trees" in model, "a model without symmetric trees is not supported")
    told = model["features_info"]["float_features"]
    columns = {each["feature_index"]: each for each in told}
    scale, biases = model["scale_and_bias"]
    require(len(biases) == 1, "a model of several dimensions is not supported")
    nodes = Nodes()
    for tree in model["oblivious_trees"]:
        _add_tree(nodes, tree, scale, columns)
    n_features = 1 + max(each["flat_feature_index"] for each in _all_features(model))
    return nodes.trees(n_features, float(biases[0]), rounds_to_float32=True)


def _all_features(model: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [each for kind in model["features_info"].values() for each in kind]


def _add_tree(
    nodes: Nodes, tree: Mapping[str, Any], scale: float, columns: Mapping[int, Mapping[str, Any]]
) -> None:
    """Adds a tree in preorder, from its last split down to its first."""
    splits, values, weights = tree["splits"] or [], tree["leaf_values"], tree.get("leaf_weights")
    numeric = all(split["split_type"] == "FloatFeature" for split in splits)
    require(numeric, "a model with categorical splits is not supported")
    require(len(values) == 2 ** len(splits), "a model of several dimensions is not supported")
    require(weights is not None and len(weights) == len(values), "leaf weights are missing")
    waiting = [(len(splits), 0)]
    while waiting:
        level, index = waiting.pop()
        if level == 0:
            nodes.leaf(scale * values[index], weights[index])  # type: ignore[index]  # required above
            continue
        split = splits[level - 1]
        column = columns[split["float_feature_index"]]
        missing_left = column["nan_value_treatment"] != "AsTrue"
        border = float(np.float32(split["border"]))
        nodes.split(column["flat_feature_index"], border, missing_left=missing_left)
        waiting += ((level - 1, index | 1 << (level - 1)), (level - 1, index))
