"""The model of one kind of event: detectors, trees where enough is known, and the bands."""

from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from detectors.blend import Blend, fit_blend
from detectors.boosted import Boosted
from detectors.calibrate import IDENTITY
from detectors.impute import fit_imputer
from detectors.pyod_fit import fit_ecod, fit_iforest
from risk.decide import Bands
from risk.features import catalogue
from risk.rule_weights import RuleWeights
from risk.supervised import HeldOut, fit_boosted

MAX_ROWS: Final = 50_000
"""Rows that the detectors are fitted on; of more, a seeded sample."""
BAND_QUANTILES: Final = {"medium": 0.97, "high": 0.995, "critical": 0.999}
"""Share of events below each band: start values for the reviewers' capacity (DOMAIN 6.2)."""


class FittedKind(Struct, frozen=True):
    """What came of fitting one kind.

    Attributes:
        model: that is served.
        rules: what a fired rule is worth; None for detectors alone, which learn from no labels.
        bands: of the log-odds.
        sample: places of the rows that the detectors were fitted on, shape (n_rows,).
        log_odds: of events by what has not learnt from them, which the bands part; of the sample for
            detectors alone.
        held_out: known rows that ranking has not learnt from; None without frauds or honest ones.
    """

    model: Blend | Boosted
    rules: RuleWeights | None
    bands: Bands
    sample: NDArray[np.intp]
    log_odds: NDArray[np.float64]
    held_out: HeldOut | None


def fit_kind(
    kind: str,
    table: NDArray[np.float64],
    labels: NDArray[np.float64],
    asked: NDArray[np.int8],
    seed: int,
) -> FittedKind:
    """The model of one kind and its bands.

    Args:
        kind: of the events.
        table: whole vectors in order of arrival, shape (n_events, n_features); may be mapped from a
            file, of which only the rows of the samples are then read.
        labels: shape (n_events,); 1 fraud, 0 honest, NaN unknown.
        asked: rank of the severest action that rules asked for, shape (n_events,).
        seed: for the isolation forest, the trees and the samples.

    Raises:
        ImportError: the extra "train" is not installed.
        ValueError: there are too few rows.
    """
    sample = np.arange(len(table))
    if len(table) > MAX_ROWS:
        sample = np.sort(np.random.default_rng(seed).choice(len(table), MAX_ROWS, replace=False))
    vectors = np.ascontiguousarray(table[sample])
    blend = _fit_blend(kind, vectors, labels[sample], seed)
    supervised = fit_boosted(kind, blend, table, labels, asked, seed=seed)
    if supervised is None:
        log_odds = np.array([blend.score(vector.tobytes()).total for vector in vectors])
        held_out = _known(sample, log_odds, labels[sample])
        return FittedKind(blend, None, _bands(log_odds), sample, log_odds, held_out)
    return FittedKind(
        supervised.model,
        supervised.rules,
        _bands(supervised.traffic),
        sample,
        supervised.traffic,
        supervised.held_out,
    )


def _fit_blend(
    kind: str, vectors: NDArray[np.float64], labels: NDArray[np.float64], seed: int
) -> Blend:
    """The anomaly detectors, at their places of a vector."""
    columns = catalogue.detector_columns(kind)
    rows = np.ascontiguousarray(vectors[:, columns])
    imputer = fit_imputer(rows)
    filled = imputer.fill_rows(rows)
    detectors = [fit_ecod(filled), fit_iforest(filled, seed)]
    fitted = fit_blend(detectors, rows, labels, imputer=imputer)
    return Blend.from_arrays(fitted.to_arrays(), columns, len(catalogue.NAMES))


def _known(
    sample: NDArray[np.intp], log_odds: NDArray[np.float64], labels: NDArray[np.float64]
) -> HeldOut | None:
    """All known rows: detectors rank without labels, so none of them was learnt from."""
    known = ~np.isnan(labels)
    frauds = labels[known] == 1.0
    if not frauds.any() or frauds.all():
        return None
    return HeldOut(sample[known], log_odds[known], frauds, IDENTITY)


def _bands(log_odds: NDArray[np.float64]) -> Bands:
    return Bands(**{name: float(np.quantile(log_odds, q)) for name, q in BAND_QUANTILES.items()})
