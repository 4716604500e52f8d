"""What the card says of made-up rows, beside numbers that are known by hand."""

from dataclasses import dataclass

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

from data.instants import DAY_MS
from detectors.calibrate import Calibration
from detectors.rivals import CALIBRATORS, SERVED
from risk.card import Card
from risk.card_fit import ALL_HONEST, SCORE, SEGMENTS, Seen, calibrated, kind_card, scores_of
from risk.decide import Bands
from risk.drift import baseline_of
from risk.features import catalogue
from risk.features.catalogue import INDEX
from risk.features.feature import OPENING
from risk.fit import FittedKind
from risk.peers import ranges_of
from risk.supervised import HeldOut
from risk.verdicts import ORDINARY, Verdict

COUNT = 2_000
FIRST_HELD = 1_000


@dataclass
class Model:
    """All that a card asks of a model."""

    columns: tuple[int, ...] = (INDEX["at_night"], INDEX["component_size"])


@pytest.fixture(scope="module")
def seen() -> Seen:
    rng = np.random.default_rng(1)
    table = rng.normal(size=(COUNT, len(catalogue.NAMES)))
    table[:, INDEX["at_night"]] = rng.random(COUNT) < 0.25
    table[:, INDEX["channel_counter"]] = 1.0
    labels = (rng.random(COUNT) < 0.1).astype(np.float64)
    labels[:200] = np.nan
    at_ms = np.arange(COUNT) * (14 * DAY_MS // (COUNT - 1))
    return Seen(OPENING, table, at_ms, np.full(COUNT, 100_00), labels, np.zeros(COUNT, np.int8))


def _fitted(seen: Seen, *, held: bool = True) -> FittedKind:
    places = np.arange(FIRST_HELD, COUNT)
    frauds = seen.labels[places] == 1.0
    totals = np.random.default_rng(2).normal(size=len(places)) + 2.0 * frauds
    held_out = HeldOut(places, totals, frauds, Calibration(-3.0, 1.5))
    model: object = Model()
    bands = Bands(medium=-2.0, high=0.0, critical=1.0)
    log_odds = np.linspace(-8.0, 4.0, COUNT)
    kept = held_out if held else None
    return FittedKind(model, None, bands, np.arange(COUNT), log_odds, kept)  # type: ignore[arg-type]  # a stand-in


@pytest.fixture(scope="module")
def fitted(seen: Seen) -> FittedKind:
    return _fitted(seen)


def test_the_data_and_the_labels_are_counted(seen: Seen, fitted: FittedKind) -> None:
    card = kind_card(seen, fitted)
    assert (card.events, card.unknown) == (COUNT, 200)
    assert card.frauds == (seen.labels == 1.0).sum()
    assert card.frauds + card.honest + card.unknown == COUNT
    assert card.maturity_days == 90
    assert card.model == "detectors"
    assert card.first == "1970-01-01T00:00:00+00:00"
    assert card.last.startswith("1970-01-14T23:59")
    assert seen.events_a_week == pytest.approx(COUNT / 2, rel=1e-3)


def test_ranking_is_scikit_learn_s(seen: Seen, fitted: FittedKind) -> None:
    card, held = kind_card(seen, fitted).held_out, fitted.held_out
    assert card is not None
    assert held is not None
    assert (card.rows, card.frauds) == (1_000, held.frauds.sum())
    assert card.ranked.roc_auc == pytest.approx(roc_auc_score(held.frauds, held.totals))
    assert card.ranked.pr_auc == pytest.approx(average_precision_score(held.frauds, held.totals))
    honest = np.sort(held.totals[~held.frauds])
    above = held.totals[held.frauds] > honest[int(0.95 * len(honest))]
    assert card.ranked.recall_at_5_fpr == pytest.approx(above.mean(), abs=0.02)


def test_every_way_to_calibrate_is_a_line_and_one_is_served(seen: Seen, fitted: FittedKind) -> None:
    card = kind_card(seen, fitted).held_out
    assert card is not None
    assert [way.name for way in card.calibrated] == list(CALIBRATORS)
    (served,) = (way for way in card.calibrated if way.served)
    assert (served.name, served.gain, served.gain_error) == (SERVED, 0.0, 0.0)
    for way in card.calibrated:
        assert way.gain == pytest.approx(served.brier - way.brier)
        assert 0.0 <= way.ece < 0.2
    assert sum(each.rows for each in card.reliability) == card.rows


def test_a_way_that_fits_better_gains() -> None:
    rng = np.random.default_rng(3)
    totals = rng.normal(size=8_000)
    # Beyond 1 there is no more fraud than at 1: a straight line claims too much there.
    frauds = rng.random(8_000) < 0.6 / (1.0 + np.exp(-4.0 * (np.minimum(totals, 1.0) - 0.3)))
    ways, _ = calibrated(totals, frauds)
    gains = {way.name: way.gain / max(way.gain_error, 1e-12) for way in ways}
    assert gains["isotonic"] > 3.0
    assert gains["venn-abers"] > 3.0


@pytest.mark.parametrize("place", [0, 60])
def test_too_few_frauds_or_honest_in_a_half_give_no_calibration(place: int) -> None:
    frauds = np.zeros(100, np.bool_)
    frauds[place : place + (19 if place == 0 else 40)] = True
    assert calibrated(np.arange(100.0), frauds) == ((), ())


def test_segments_are_of_flags_and_leave_out_those_without_rows(
    seen: Seen, fitted: FittedKind
) -> None:
    card, held = kind_card(seen, fitted).held_out, fitted.held_out
    assert card is not None
    assert held is not None
    found = {(one.flag, one.has_it): one for one in card.segments}
    assert set(found) == {("channel_counter", True), ("at_night", True), ("at_night", False)}
    night = seen.table[held.places, INDEX["at_night"]] == 1.0
    one = found["at_night", True]
    assert (one.rows, one.frauds) == (night.sum(), held.frauds[night].sum())
    expected = average_precision_score(held.frauds[night], held.totals[night])
    assert one.pr_auc == pytest.approx(expected)
    honest = night & ~held.frauds
    assert one.false_alarms == pytest.approx((held.log_odds[honest] >= 0.0).mean())
    assert one.reviewed is not None
    assert one.reviewed <= 0.02


def test_a_segment_without_frauds_or_honest_has_no_such_figure(seen: Seen) -> None:
    table = seen.table.copy()
    table[:, INDEX["at_night"]] = seen.labels
    own = msgspec.structs.replace(seen, table=table)
    card = kind_card(own, _fitted(own)).held_out
    assert card is not None
    found = {(one.flag, one.has_it): one for one in card.segments}
    assert found["at_night", True].false_alarms is found["at_night", True].reviewed is None
    assert found["at_night", False].pr_auc is None


def test_every_segment_is_a_flag_of_the_catalogue() -> None:
    assert all(catalogue.BY_NAME[name].type == "flag" for name in SEGMENTS)


def test_look_alikes_stand_beside_all_honest(seen: Seen, fitted: FittedKind) -> None:
    held = fitted.held_out
    assert held is not None
    group = np.array([ORDINARY, "L01", "L02", "L02"] * 250)
    truth = [
        Verdict(fraud=bool(fraud), group="AO-01" if fraud else name)
        for fraud, name in zip(held.frauds, group, strict=True)
    ]
    card = kind_card(seen, fitted, truth).held_out
    assert card is not None
    assert [one.name for one in card.look_alikes] == [ALL_HONEST, "L01", "L02"]
    everybody, first, _ = card.look_alikes
    rows: NDArray[np.bool_] = ~held.frauds & (group == "L01")
    assert everybody.events == (~held.frauds).sum()
    assert first.events == rows.sum()
    assert first.high == pytest.approx((held.log_odds[rows] >= 0.0).mean())
    assert first.medium >= first.high >= first.critical


def test_without_a_truth_nothing_is_said_of_look_alikes(seen: Seen, fitted: FittedKind) -> None:
    card = kind_card(seen, fitted).held_out
    assert card is not None
    assert card.look_alikes == ()


def test_nothing_held_out_leaves_the_rest(seen: Seen) -> None:
    card = kind_card(seen, _fitted(seen, held=False))
    assert card.held_out is None
    assert card.baselines


def test_the_baselines_are_of_the_score_and_of_what_the_model_sees(
    seen: Seen, fitted: FittedKind
) -> None:
    baselines = kind_card(seen, fitted).baselines
    assert list(baselines) == [SCORE, "at_night", "component_size"]
    assert baselines["component_size"] == baseline_of(seen.table[:, INDEX["component_size"]])
    assert baselines[SCORE] == baseline_of(scores_of(fitted.log_odds).astype(np.float64))
    assert 0 <= min(baselines[SCORE].edges) <= max(baselines[SCORE].edges) <= 1000


def test_the_ranges_of_peers_leave_known_frauds_out(seen: Seen, fitted: FittedKind) -> None:
    kept = seen.table[seen.labels != 1]
    expected = ranges_of(OPENING, kept, tuple(fitted.model.columns))
    assert kind_card(seen, fitted).peers == expected
    assert "private/plain" in expected


def test_a_card_is_plain_json(seen: Seen, fitted: FittedKind) -> None:
    card = Card("2025-01-01T00:00:00+00:00", 6.0, {OPENING: kind_card(seen, fitted)})
    assert msgspec.json.decode(msgspec.json.encode(card), type=Card) == card
