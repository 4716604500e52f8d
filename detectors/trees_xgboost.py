"""XGBoost's trees as ``Trees``: the same leaves for every row, and the raw score up to float32.

XGBoost asks ``float32(x) < threshold``; the float32 before the threshold, asked with ``<=``, is the
same question. It sums its float32 leaves in float32, and this in float64: the scores differ by the
rounding of that sum, some 1e-7 of the leaves' magnitudes together. Leaves weigh by the sum of their
hessians, as in XGBoost's own SHAP values.

Categorical splits, DART and linear boosters, more than one output, and objectives whose base score
has another link than those below are refused.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from detectors.base import require
from detectors.trees import Nodes, Trees

_LINKS: Final[dict[str, Callable[[float], float]]] = {
    "reg:squarederror": float,
    "binary:logitraw": float,
    "binary:logistic": lambda p: math.log(p / (1.0 - p)),
    "reg:logistic": lambda p: math.log(p / (1.0 - p)),
}
"""From the base score of an objective to the raw one."""


def trees_of_xgboost(model: Mapping[str, Any]) -> Trees:
    """The ensemble of a fitted booster, with all its trees.

    Args:
        model: the parsed JSON of ``Booster.save_raw("json")``.

    Raises:
        ValueError: the model has what ``Trees`` has not; see above.
    """
    learner = model["learner"]
    booster, objective = learner["gradient_booster"], learner["objective"]["name"]
    require(booster["name"] == "gbtree", "only the booster gbtree is supported")
    require(objective in _LINKS, f"the objective {objective} is not supported")
    told = learner["learner_model_param"]
    # "5E-1", or since 3.1 "[5E-1]".
    base_scores = told["base_score"].strip("[]").split(",")
    single = len(base_scores) == 1 and set(booster["model"]["tree_info"]) <= {0}
    require(single, "a model of several outputs is not supported")
    nodes = Nodes()
    for tree in booster["model"]["trees"]:
        _add_tree(nodes, tree)
    base = _LINKS[objective](float(base_scores[0]))
    return nodes.trees(int(told["num_feature"]), base, rounds_to_float32=True)


def _add_tree(nodes: Nodes, tree: Mapping[str, Any]) -> None:
    """Adds a tree in preorder."""
    require(not any(tree["split_type"]), "a model with categorical splits is not supported")
    lefts, rights, features = tree["left_children"], tree["right_children"], tree["split_indices"]
    # XGBoost keeps the value of a leaf where a split has its threshold.
    numbers = np.array(tree["split_conditions"], np.float32)
    below = np.nextafter(numbers, np.float32(-np.inf))
    waiting = [0]
    while waiting:
        node = waiting.pop()
        if lefts[node] < 0:
            nodes.leaf(float(numbers[node]), tree["sum_hessian"][node])
            continue
        missing_left = bool(tree["default_left"][node])
        nodes.split(features[node], float(below[node]), missing_left=missing_left)
        waiting += (rights[node], lefts[node])
