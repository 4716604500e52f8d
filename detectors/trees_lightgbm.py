"""LightGBM's trees as ``Trees``: the same raw score to 1e-9, the same leaves for every row.

LightGBM compares ``x <= threshold`` in float64 and knows three ways with missing values, by split
(``Tree::NumericalDecision`` in its ``tree.h``): with ``NaN`` they go the split's default way; with
``None`` they count as 0; with ``Zero`` they and zeros go the default way. Its predictions take
values up to 1e-35 for zero (``kZeroThreshold``); here the thresholds in that range are moved to its
ends, which comes to the same. The raw score of its random forests is the sum over the trees, as
``predict(raw_score=True)`` gives it.

Categorical splits, linear leaves and more than one class are refused.
"""

import math
from collections.abc import Mapping
from typing import Any, Final

from detectors.base import require
from detectors.trees import ZERO_THRESHOLD, Nodes, Trees

_JUST_BELOW_ZERO: Final = math.nextafter(-ZERO_THRESHOLD, -math.inf)

_INFINITE: Final = 1e300
"""LightGBM's ``AvoidInf``."""


def trees_of_lightgbm(model: Mapping[str, Any]) -> Trees:
    """The ensemble of a fitted booster.

    Args:
        model: what ``Booster.dump_model()`` returns. It holds the trees up to the best iteration,
            as ``predict`` uses them.

    Raises:
        ValueError: the model has what ``Trees`` has not (see above), or mixes splits where zeros
            are missing values with others where they are not.
    """
    require(model["num_tree_per_iteration"] == 1, "a model of several classes is not supported")
    roots = [tree["tree_structure"] for tree in model["tree_info"]]
    nodes, ways = Nodes(), set[str]()
    for root in roots:
        _add_tree(nodes, root, ways)
    require("Zero" not in ways or ways == {"Zero"}, "zeros are missing values for some splits only")
    return nodes.trees(model["max_feature_idx"] + 1, 0.0, zero_is_missing="Zero" in ways)


def _add_tree(nodes: Nodes, root: Mapping[str, Any], ways: set[str]) -> None:
    """Adds a tree in preorder, and to ``ways`` how its splits take missing values."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if "leaf_value" in node:
            require("leaf_const" not in node, "a model with linear leaves is not supported")
            # A tree of one leaf has no count, and needs none.
            nodes.leaf(node["leaf_value"], node.get("leaf_count", 0))
            continue
        require(node["decision_type"] == "<=", "a model with categorical splits is not supported")
        ways.add(node["missing_type"])
        threshold = _threshold(node["threshold"])
        missing_left = threshold >= 0.0 if node["missing_type"] == "None" else node["default_left"]
        nodes.split(node["split_feature"], threshold, missing_left=missing_left)
        waiting += (node["right_child"], node["left_child"])


def _threshold(threshold: float) -> float:
    """The threshold that asks the same once values near zero are not made zero.

    An infinite one, which tells missing values from all others, is dumped as 1e300: JSON has none.
    """
    if abs(threshold) >= _INFINITE:
        return math.copysign(math.inf, threshold)
    if abs(threshold) > ZERO_THRESHOLD:
        return threshold
    return ZERO_THRESHOLD if threshold >= 0.0 else _JUST_BELOW_ZERO
