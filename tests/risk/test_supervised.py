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
from risk.decide import RANK
from risk.features import catalogue
from risk.features.catalogue import INDEX
from risk.features.feature import OPENING
from risk.rule_weights import RuleWeights, weights_of
from risk.supervised import Supervised, fit_boosted

Array = NDArray[np.float64]
Ranks = NDArray[np.int8]

TELLING = INDEX["persons_on_phone_90d"]
"""Frauds have more of it; all else is noise."""
NOISY = sorted(
    {*catalogue.learnt_columns(OPENING)[::8], *catalogue.detector_columns(OPENING), TELLING}
)
"""The others are missing: as many columns again would cost time and teach nothing."""


def _world(count: int, fraud_share: float, seed: int = 1) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    table = np.full((count, len(catalogue.NAMES)), np.nan)
    table[:, NOISY] = rng.normal(size=(count, len(NOISY)))
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


def _fit(
    blend: Blend, table: Array, labels: Array, asked: Ranks | None = None
) -> Supervised | None:
    """Without a word about rules, none asks for anything."""
    ranks = np.zeros(len(table), np.int8) if asked is None else asked
    return fit_boosted(OPENING, blend, table, labels, ranks, seed=5)


def _model(fitted: Supervised | None) -> Boosted:
    assert fitted is not None
    return fitted.model


def _probabilities(model: Boosted, table: Array) -> Array:
    return np.array([sigmoid(model.score(vector.tobytes()).total) for vector in table])


def test_it_learns_what_tells_frauds_and_claims_no_more_than_is_true(blend: Blend) -> None:
    table, labels = _world(3_000, 0.1)
    model = _model(_fit(blend, table, labels))
    fresh, truth = _world(3_000, 0.1, seed=2)
    claimed = _probabilities(model, fresh)
    assert claimed.mean() == pytest.approx(truth.mean(), abs=0.03)
    assert claimed[truth == 1.0].mean() > 2.0 * claimed[truth == 0.0].mean()


def test_unknown_rows_are_none_of_its_business(blend: Blend) -> None:
    table, labels = _world(2_000, 0.1)
    model = _model(_fit(blend, table, labels))
    more = np.concatenate([table, _world(500, 1.0)[0]])
    told = np.concatenate([labels, np.full(500, np.nan)])
    same = _model(_fit(blend, more, told))
    vector = table[7].tobytes()
    assert same.score(vector) == model.score(vector)


def test_features_that_it_may_not_learn_change_nothing(blend: Blend) -> None:
    table, labels = _world(2_000, 0.1)
    model = _model(_fit(blend, table, labels))
    for name in ("id_region_elsewhere", "outlet_same_region_1h", "person_class_one_90d"):
        vector = table[3].copy()
        vector[INDEX[name]] = 1e6
        assert model.score(vector.tobytes()) == model.score(table[3].tobytes())


@pytest.mark.parametrize("frauds", [0, MIN_CASES, 2 * MIN_CASES - 1])
def test_few_known_frauds_give_none(blend: Blend, frauds: int) -> None:
    table, labels = _world(1_000, 0.0)
    labels[np.linspace(0, 999, frauds).astype(int)] = 1.0
    assert _fit(blend, table, labels) is None


def test_two_times_the_least_on_either_side_gives_one(blend: Blend) -> None:
    table, labels = _world(1_000, 0.0)
    labels[np.linspace(0, 999, 2 * MIN_CASES).astype(int)] = 1.0
    assert _fit(blend, table, labels) is not None


def test_frauds_without_honest_events_after_them_give_none(blend: Blend) -> None:
    table, labels = _world(1_000, 0.0)
    labels[-300:] = 1.0
    assert _fit(blend, table, labels) is None


def test_of_many_rows_a_seeded_sample_is_taken(
    blend: Blend, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, labels = _world(2_000, 0.1)
    whole = _model(_fit(blend, table, labels))
    monkeypatch.setattr(supervised, "MAX_KNOWN", 1_000)
    first, again = (_model(_fit(blend, table, labels)) for _ in range(2))
    vector = table[0].tobytes()
    assert first.score(vector) == again.score(vector)
    assert first.score(vector) != whole.score(vector)


def test_what_is_kept_back_is_the_last_known_rows_in_time(blend: Blend) -> None:
    table, labels = _world(2_000, 0.1)
    labels[1_500:1_600] = np.nan
    fitted = _fit(blend, table, labels)
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
    fitted = _fit(blend, table, labels)
    assert fitted is not None
    held = fitted.held_out
    assert Ranking(held.totals, held.frauds).roc_auc(np.ones(60)) == pytest.approx(0.5, abs=0.12)
    learnt = _probabilities(fitted.model, table[held.places])
    assert Ranking(learnt, held.frauds).roc_auc(np.ones(60)) > 0.75


def test_its_log_odds_are_those_of_the_served_calibration(blend: Blend) -> None:
    table, labels = _world(2_000, 0.1)
    fitted = _fit(blend, table, labels)
    assert fitted is not None
    held = fitted.held_out
    said = [held.calibration.probability(total) for total in held.totals.tolist()]
    assert [sigmoid(one) for one in held.log_odds.tolist()] == pytest.approx(said)
    assert np.mean(said) == pytest.approx(held.frauds.mean(), abs=1e-6)


def test_what_a_fired_rule_is_worth_is_in_what_the_held_out_rows_say(blend: Blend) -> None:
    """A rule that knows of frauds what no feature tells, and one that knows nothing."""
    table, labels = _world(3_000, 0.1)
    rng = np.random.default_rng(4)
    telling = ((labels == 1.0) & (rng.random(3_000) < 0.6)) | (rng.random(3_000) < 0.02)
    asked = np.where(telling, RANK["review"], 0).astype(np.int8)
    asked[rng.random(3_000) < 0.05] = RANK["step_up"]
    fitted, plain = _fit(blend, table, labels, asked), _fit(blend, table, labels)
    assert fitted is not None
    assert plain is not None
    assert plain.rules == RuleWeights(0.0, 0.0, 0.0)
    assert fitted.rules.hold == fitted.rules.review > fitted.rules.step_up + 1.0
    held, ranks = fitted.held_out, asked[fitted.held_out.places]
    said = fitted.model.mixture.intercept - plain.model.mixture.intercept
    expected = plain.held_out.log_odds + said + weights_of(fitted.rules, ranks)
    assert held.log_odds.tolist() == pytest.approx(expected.tolist())
    assert [sigmoid(one) for one in held.log_odds.tolist()] == pytest.approx(
        [held.calibration.probability(total) for total in held.totals.tolist()]
    )
    once = np.ones(int(held.frauds.sum()))
    better, worse = (Ranking(one.held_out.totals, held.frauds) for one in (fitted, plain))
    assert better.average_precision(once) > worse.average_precision(once) + 0.1


def test_rules_on_rows_before_the_kept_back_ones_teach_nothing(blend: Blend) -> None:
    table, labels = _world(2_000, 0.1)
    quiet = _fit(blend, table, labels)
    assert quiet is not None
    asked = np.zeros(2_000, np.int8)
    first = int(quiet.held_out.places[0])
    asked[:first] = np.where(labels[:first] == 1.0, RANK["hold"], 0)
    fitted = _fit(blend, table, labels, asked)
    assert fitted is not None
    assert fitted.rules == quiet.rules


def test_traffic_is_all_events_known_or_not(blend: Blend) -> None:
    table, labels = _world(1_000, 0.1)
    labels[900:] = np.nan
    fitted = _fit(blend, table, labels)
    assert fitted is not None
    held = fitted.held_out
    assert len(fitted.traffic) == 1_000
    assert fitted.traffic[held.places].tolist() == pytest.approx(held.log_odds.tolist())


def test_no_event_of_the_traffic_was_learnt_from(blend: Blend) -> None:
    """With labels that mean nothing, what was learnt by heart stands out, and nothing else."""
    table, _ = _world(1_500, 0.0)
    labels = (np.random.default_rng(9).random(1_500) < 0.1).astype(np.float64)
    fitted = _fit(blend, table, labels)
    assert fitted is not None
    frauds = labels == 1.0
    once = np.ones(int(frauds.sum()))
    assert Ranking(fitted.traffic, frauds).roc_auc(once) == pytest.approx(0.5, abs=0.1)
    learnt = _probabilities(fitted.model, table)
    assert Ranking(learnt, frauds).roc_auc(once) > 0.75


def test_new_events_reach_the_quantiles_of_the_traffic(blend: Blend) -> None:
    table, labels = _world(5_000, 0.05)
    fitted = _fit(blend, table, labels)
    assert fitted is not None
    new = _probabilities(fitted.model, _world(5_000, 0.05, seed=2)[0])
    for share in (0.03, 0.1):
        threshold = sigmoid(float(np.quantile(fitted.traffic, 1.0 - share)))
        assert (new >= threshold).mean() == pytest.approx(share, abs=0.5 * share)


def test_of_much_traffic_a_seeded_sample_is_taken(
    blend: Blend, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, labels = _world(1_000, 0.1)
    monkeypatch.setattr(supervised, "MAX_TRAFFIC", 50)
    first, again = (_fit(blend, table, labels) for _ in range(2))
    assert first is not None
    assert again is not None
    assert first.traffic.tolist() == again.traffic.tolist()
    assert len(first.traffic) == 50
