"""Our scorecard and boosted trees, fitted on a part of the cases and asked for the rest."""

import importlib
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.credit.sets import CreditSet, ordered
from risk.scorecard_fit import Plan, fit_scorecard
from rules.model import Words
from rules.scorecard import CompiledScorecard, probability_of_default

IV_RANGE: Final = (0.02, 9.0)
"""The sets are old and clean: a variable that says much is no leak here."""
BOOSTING: Final[dict[str, dict[str, Any]]] = {
    "taiwan": {"n_estimators": 200, "learning_rate": 0.03, "num_leaves": 15},
    "german": {"n_estimators": 120, "learning_rate": 0.03, "num_leaves": 7, "reg_lambda": 5.0},
}
"""Usual values for sets of these sizes; neither model is tuned on a fold."""


def scorecard_pd(
    cases: CreditSet, learn: NDArray[np.intp], ask: NDArray[np.intp]
) -> NDArray[np.float64]:
    """The probabilities of the very run-time scorecard, whole points included."""
    values = ordered(cases.values, cases.bad, cases.categories, learn)
    fitted = fit_scorecard(
        values[learn],
        cases.bad[learn],
        [Plan(name) for name in cases.names],
        id_=cases.name,
        title=Words("公开数据评分卡", "scorecard of a public set"),
        iv_range=IV_RANGE,
    )
    assert fitted is not None, "both sets tell good from bad"
    card = CompiledScorecard(fitted.card, {name: at for at, name in enumerate(cases.names)})
    scores = [card.score(row).score for row in values[ask].tolist()]
    return np.array([probability_of_default(score) for score in scores])


def lightgbm_pd(
    cases: CreditSet, learn: NDArray[np.intp], ask: NDArray[np.intp]
) -> NDArray[np.float64]:
    """The probabilities of LightGBM over the same columns.

    Raises:
        ModuleNotFoundError: LightGBM is not installed.
    """
    values = ordered(cases.values, cases.bad, cases.categories, learn)
    model = importlib.import_module("lightgbm").LGBMClassifier(
        **BOOSTING[cases.name],
        random_state=0,
        n_jobs=1,
        deterministic=True,
        force_row_wise=True,
        verbose=-1,
    )
    model.fit(values[learn], cases.bad[learn])
    return np.asarray(model.predict_proba(values[ask])[:, 1], np.float64)
