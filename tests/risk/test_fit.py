import numpy as np
import pytest
from numpy.typing import NDArray

from detectors.blend import Blend
from detectors.boosted import Boosted
from detectors.calibrate import IDENTITY
from risk import fit
from risk.features import catalogue
from risk.features.feature import OPENING
from risk.fit import BAND_QUANTILES, fit_kind

COUNT = 600
NOTHING_ASKED = np.zeros(COUNT, np.int8)


@pytest.fixture(scope="module")
def table() -> NDArray[np.float64]:
    return np.random.default_rng(1).normal(size=(COUNT, len(catalogue.NAMES)))


def _labels(frauds: int, known_from: int = 0) -> NDArray[np.float64]:
    labels = np.zeros(COUNT)
    labels[np.linspace(known_from, COUNT - 1, frauds).astype(int)] = 1.0
    labels[:known_from] = np.nan
    return labels


def test_without_enough_frauds_detectors_serve_and_all_known_rows_judge_them(
    table: NDArray[np.float64],
) -> None:
    labels = _labels(5, known_from=100)
    fitted = fit_kind(OPENING, table, labels, NOTHING_ASKED, 0)
    held = fitted.held_out
    assert isinstance(fitted.model, Blend)
    assert held is not None
    assert held.places.tolist() == list(range(100, COUNT))
    assert held.frauds.tolist() == (labels[100:] == 1.0).tolist()
    assert held.calibration == IDENTITY
    assert fitted.rules is None
    assert held.log_odds.tolist() == fitted.log_odds[100:].tolist()
    assert fitted.log_odds[7] == fitted.model.score(table[7].tobytes()).total


@pytest.mark.parametrize("known", [0.0, 1.0, float("nan")])
def test_labels_of_one_sort_can_judge_nothing(table: NDArray[np.float64], known: float) -> None:
    assert fit_kind(OPENING, table, np.full(COUNT, known), NOTHING_ASKED, 0).held_out is None


def test_with_enough_frauds_trees_serve_and_what_was_kept_back_judges_them(
    table: NDArray[np.float64],
) -> None:
    fitted = fit_kind(OPENING, table, _labels(60), NOTHING_ASKED, 0)
    assert isinstance(fitted.model, Boosted)
    assert fitted.held_out is not None
    assert fitted.held_out.places[0] > 0
    assert fitted.held_out.places[-1] == COUNT - 1
    assert fitted.rules is not None
    held = fitted.held_out
    assert len(fitted.log_odds) == COUNT
    assert fitted.log_odds[held.places].tolist() == pytest.approx(held.log_odds.tolist())


@pytest.mark.parametrize("labels", [np.full(COUNT, np.nan), _labels(60)])
def test_the_bands_part_the_traffic_by_their_shares(
    table: NDArray[np.float64], labels: NDArray[np.float64]
) -> None:
    fitted = fit_kind(OPENING, table, labels, NOTHING_ASKED, 0)
    for name, share in BAND_QUANTILES.items():
        below = (fitted.log_odds < getattr(fitted.bands, name)).mean()
        assert below == pytest.approx(share, abs=2 / len(fitted.log_odds))


def test_of_many_rows_detectors_see_a_seeded_sample(
    table: NDArray[np.float64], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fit, "MAX_ROWS", 300)
    labels = _labels(5)
    first, again, other = (
        fit_kind(OPENING, table, labels, NOTHING_ASKED, seed) for seed in (0, 0, 1)
    )
    assert len(first.sample) == len(first.log_odds) == 300
    assert first.sample.tolist() == again.sample.tolist() != other.sample.tolist()
    assert first.log_odds.tolist() == again.log_odds.tolist()
    assert first.held_out is None or set(first.held_out.places) <= set(first.sample)
