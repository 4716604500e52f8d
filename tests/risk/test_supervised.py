"""The supervised model of a kind: when there is one, and what its probability claims."""

import numpy as np
import pytest
from numpy.typing import NDArray

from detectors.blend import Blend, fit_blend
from detectors.boosted import Boosted
from detectors.calibrate import MIN_CASES, sigmoid
from detectors.impute import fit_imputer
from detectors.pyod_fit import fit_ecod
from detectors.ranking import Ranking
from risk import supervised
from risk.features import catalogue
from risk.features.catalogue import INDEX, OPENING
from risk.supervised import Supervised, fit_boosted

Array = NDArray[np.float64]

TELLING = INDEX["persons_on_phone_90d"]
"""Frauds have more of it; all else is noise."""


def _world(count: int, fraud_share: float, seed: int = 1) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    table = np.full((count, len(catalogue.NAMES)), np.nan)
    columns = list(catalogue.learnt_columns(OPENING))
    table[:, columns] = rng.normal(size=(count, len(columns)))
    labels = (rng.random(count) < fraud_share).astype(np.float64)
    table[:, TELLING] += 2.0 * labels
    return table, labels


@pytest.fixture(scope="module")
def blend() -> Blend:
    columns = catalogue.detector_columns(OPENING)
    rows = np.ascontiguousarray(_world(500, 0.0)[0][:, columns])
    imputer = fit_imputer(rows)
    fitted = fit_blend([fit_ecod(imputer.fill_rows(rows))], rows, imputer=imputer)
    return Blend.from_arrays(fitted.to_arrays(), columns, len(catalogue.NAMES))


def _model(fitted: Supervised | None) -> Boosted:
    assert fitted is not None
    return fitted.model


def _probabilities(model: Boosted, table: Array) -> Array:
    return np.array([sigmoid(model.score(vector.tobytes()).total) for vector in table])


def test_it_learns_what_tells_frauds_and_claims_no_more_than_is_true(blend: Blend) -> None:
    table, labels = _world(3_000, 0.1)
    model = _model(fit_boosted(OPENING, blend, table, labels, 5))
    fresh, truth = _world(3_000, 0.1, seed=2)
    claimed = _probabilities(model, fresh)
    assert claimed.mean() == pytest.approx(truth.mean(), abs=0.03)
    assert claimed[truth == 1.0].mean() > 2.0 * claimed[truth == 0.0].mean()


def test_unknown_rows_are_none_of_its_business(blend: Blend) -> None:
    table, labels = _world(2_000, 0.1)
    model = _model(fit_boosted(OPENING, blend, table, labels, 5))
    more = np.concatenate([table, _world(500, 1.0)[0]])
    told = np.concatenate([labels, np.full(500, np.nan)])
    same = _model(fit_boosted(OPENING, blend, more, told, 5))
    vector = table[7].tobytes()
    assert same.score(vector) == model.score(vector)


def test_features_that_it_may_not_learn_change_nothing(blend: Blend) -> None:
    table, labels = _world(2_000, 0.1)
    model = _model(fit_boosted(OPENING, blend, table, labels, 5))
    for name in ("id_region_elsewhere", "outlet_same_region_1h", "person_class_one_90d"):
        vector = table[3].copy()
        vector[INDEX[name]] = 1e6
        assert model.score(vector.tobytes()) == model.score(table[3].tobytes())


@pytest.mark.parametrize("frauds", [0, MIN_CASES, 2 * MIN_CASES - 1])
def test_few_known_frauds_give_none(blend: Blend, frauds: int) -> None:
    table, labels = _world(1_000, 0.0)
    labels[np.linspace(0, 999, frauds).astype(int)] = 1.0
    assert fit_boosted(OPENING, blend, table, labels, 5) is None


def test_two_times_the_least_on_either_side_gives_one(blend: Blend) -> None:
    table, labels = _world(1_000, 0.0)
    labels[np.linspace(0, 999, 2 * MIN_CASES).astype(int)] = 1.0
    assert fit_boosted(OPENING, blend, table, labels, 5) is not None


def test_frauds_without_honest_events_after_them_give_none(blend: Blend) -> None:
    table, labels = _world(1_000, 0.0)
    labels[-300:] = 1.0
    assert fit_boosted(OPENING, blend, table, labels, 5) is None


def test_of_many_rows_a_seeded_sample_is_taken(
    blend: Blend, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, labels = _world(2_000, 0.1)
    whole = _model(fit_boosted(OPENING, blend, table, labels, 5))
    monkeypatch.setattr(supervised, "MAX_KNOWN", 1_000)
    first, again = (_model(fit_boosted(OPENING, blend, table, labels, 5)) for _ in range(2))
    vector = table[0].tobytes()
    assert first.score(vector) == again.score(vector)
    assert first.score(vector) != whole.score(vector)


def test_what_is_kept_back_is_the_last_known_rows_in_time(blend: Blend) -> None:
    table, labels = _world(2_000, 0.1)
    labels[1_500:1_600] = np.nan
    fitted = fit_boosted(OPENING, blend, table, labels, 5)
    assert fitted is not None
    held = fitted.held_out
    known = np.flatnonzero(~np.isnan(labels))
    assert held.places.tolist() == known[-len(held.places) :].tolist()
    assert held.frauds.tolist() == (labels[held.places] == 1.0).tolist()
    kept = round(supervised.KEPT_BACK * (labels == 1.0).sum())
    assert held.frauds.sum() == kept
    assert held.frauds[0]
    assert held.totals.shape == held.frauds.shape


def test_what_is_kept_back_was_not_learnt_from(blend: Blend) -> None:
    """With labels that mean nothing, rows that were learnt by heart would stand out."""
    table, labels = _world(2_000, 0.0)
    labels[np.random.default_rng(9).choice(2_000, 300, replace=False)] = 1.0
    fitted = fit_boosted(OPENING, blend, table, labels, 5)
    assert fitted is not None
    held = fitted.held_out
    assert Ranking(held.totals, held.frauds).roc_auc(np.ones(60)) == pytest.approx(0.5, abs=0.12)
    learnt = _probabilities(fitted.model, table[held.places])
    assert Ranking(learnt, held.frauds).roc_auc(np.ones(60)) > 0.75


def test_its_log_odds_are_those_of_the_served_calibration(blend: Blend) -> None:
    table, labels = _world(2_000, 0.1)
    fitted = fit_boosted(OPENING, blend, table, labels, 5)
    assert fitted is not None
    held = fitted.held_out
    said = [held.calibration.probability(total) for total in held.totals.tolist()]
    assert [sigmoid(one) for one in held.log_odds.tolist()] == pytest.approx(said)
    assert np.mean(said) == pytest.approx(held.frauds.mean(), abs=1e-6)
