"""Models: the two of the book that prove the harness, and ours."""

import importlib
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestClassifier, VotingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

from benchmarks.handbook.metrics import Figures, card_precision
from benchmarks.handbook.rows import Rows
from benchmarks.handbook.split import Split

BOOSTING: Final[dict[str, Any]] = {
    "n_estimators": 300,
    "learning_rate": 0.03,
    "num_leaves": 15,
    "min_child_samples": 20,
    "subsample": 0.8,
    "subsample_freq": 1,
    "reg_lambda": 5.0,
    "random_state": 0,
    "n_jobs": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}
"""Chosen by the book's validation: the same split with training from 2018-07-04 and 2018-07-11 on."""


FOREST: Final[dict[str, Any]] = {
    "n_estimators": 300,
    "min_samples_leaf": 3,
    "max_features": 0.5,
    "random_state": 0,
    "n_jobs": 1,
}
"""Chosen in the same way. Boosting finds more of the frauds, a forest is surer of its first ones."""


def tree() -> Any:
    """The book's decision tree of depth two."""
    return make_pipeline(StandardScaler(), DecisionTreeClassifier(max_depth=2, random_state=0))


def logistic() -> Any:
    """The book's logistic regression."""
    return make_pipeline(StandardScaler(), LogisticRegression(random_state=0))


def boosted() -> Any:
    """Gradient boosted trees over the engine's features.

    Raises:
        ModuleNotFoundError: LightGBM is not installed.
    """
    return importlib.import_module("lightgbm").LGBMClassifier(**BOOSTING)


def both() -> Any:
    """The mean probability of boosted trees and a random forest; a missing value is a value to both.

    Raises:
        ModuleNotFoundError: LightGBM is not installed.
    """
    members = [("boosted", boosted()), ("forest", RandomForestClassifier(**FOREST))]
    return VotingClassifier(members, voting="soft")


def judged(
    model: Any,
    rows: Rows,
    split: Split,
    table: NDArray[np.float64] | NDArray[np.float32],
) -> Figures:
    """Fit a model on the training week and judge it by the test week.

    Args:
        model: as of scikit-learn, with ``fit`` and ``predict_proba``.
        rows: all payments.
        split: of these payments.
        table: what the model sees, shape (n, n_columns).
    """
    model.fit(table[split.train], rows.fraud[split.train])
    scores = model.predict_proba(table[split.test])[:, 1]
    tested = rows.taken(split.test)
    return Figures(
        float(roc_auc_score(tested.fraud, scores)),
        float(average_precision_score(tested.fraud, scores)),
        card_precision(tested, scores),
    )
