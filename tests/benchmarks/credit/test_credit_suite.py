"""The suite in small: cases whose odds are known, both models, every figure with an id."""

import numpy as np
import pytest

from benchmarks.credit import suite
from benchmarks.credit.metrics import Figures
from benchmarks.credit.sets import CreditSet

pytest.importorskip("lightgbm")
pytest.importorskip("optbinning")


def loans(count: int = 1_200) -> CreditSet:
    rng = np.random.default_rng(5)
    values = rng.random((count, 2))
    bad = rng.random(count) < 1 / (1 + np.exp(2.0 - 3.0 * values[:, 0]))
    kinds = rng.integers(0, 3, count).astype(np.float64)
    return CreditSet(
        "german", ("risk", "noise", "kind"), np.column_stack([values, kinds]), frozenset({2}), bad
    )


def test_each_case_is_asked_of_a_model_that_has_not_seen_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cases, seen = loans(200), []

    def model(given: CreditSet, learn: object, ask: object) -> object:
        assert isinstance(learn, np.ndarray) and isinstance(ask, np.ndarray)
        assert set(learn).isdisjoint(ask)
        seen.extend(ask.tolist())
        return given.bad[ask] * 1.0

    monkeypatch.setattr(suite, "MODELS", {"oracle": model})
    assert suite.results(cases)["oracle"].auc == 1.0
    assert sorted(seen) == list(range(200))


def test_both_models_rank_and_the_figures_have_their_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(suite.FOLDS, "german", 3)
    found = suite.results(loans())
    assert min(each.auc for each in found.values()) > 0.6
    assert found["scorecard"].ece < 0.08
    measured = {each.id: each.value for each in suite.figures({"german": found})}
    assert len(measured) == 2 * len(Figures.__struct_fields__) + 2
    assert measured["credit.german.auc_behind"] == pytest.approx(
        found["lightgbm"].auc - found["scorecard"].auc
    )
    assert "german, here: scorecard" in suite.beside({"german": found})
