"""The supervised model of one kind of event: trees on matured labels, leant on the detectors.

The rows stand in order of arrival. The last of the known ones are kept back and calibrate: campaigns
hang together, and a model that is calibrated on rows beside those it learnt from claims too much.
Afterwards the trees are fitted once more on all.
"""

from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from detectors.attribution import CompiledTrees
from detectors.base import Rows
from detectors.blend import Blend
from detectors.boosted import Boosted, Mixture
from detectors.boosted_fit import fit_trees
from detectors.calibrate import MIN_CASES, Calibration, fit_calibration
from detectors.leaning import Leaning, fit_leaning
from risk.features import catalogue

MAX_KNOWN: Final = 300_000
"""Known rows that the trees are fitted on; of more, a seeded sample."""
KEPT_BACK: Final = 0.2
"""Share of the known frauds whose time, and all after it, is kept back to calibrate."""


class HeldOut(Struct, frozen=True):
    """Known rows that what ranks them has not learnt from, in order of arrival.

    Attributes:
        places: of the rows in the table, ascending, shape (n_rows,).
        totals: before the calibration, shape (n_rows,).
        frauds: shape (n_rows,), bool.
        calibration: that is served, fitted on these very rows.
    """

    places: NDArray[np.intp]
    totals: NDArray[np.float64]
    frauds: NDArray[np.bool_]
    calibration: Calibration

    @property
    def log_odds(self) -> NDArray[np.float64]:
        """As served, shape (n_rows,)."""
        return self.calibration.intercept + self.calibration.slope * self.totals


class Supervised(Struct, frozen=True):
    """The model, and what rows that were kept back show of its like, fitted without them."""

    model: Boosted
    held_out: HeldOut


def fit_boosted(
    kind: str, blend: Blend, table: NDArray[np.float64], labels: NDArray[np.float64], seed: int
) -> Supervised | None:
    """The supervised model, or None where too few frauds or honest events are known.

    Args:
        kind: of the events.
        blend: the detectors, at their places of a vector.
        table: whole vectors in order of arrival, shape (n_events, n_features); may be mapped from a
            file, of which only the rows of the sample are read.
        labels: shape (n_events,); 1 fraud, 0 honest, NaN unknown.
        seed: of the sample and the trees.

    Raises:
        ImportError: the extra "train" is not installed.
    """
    known = np.flatnonzero(~np.isnan(labels))
    if len(known) > MAX_KNOWN:
        chosen = np.random.default_rng(seed).choice(len(known), MAX_KNOWN, replace=False)
        known = known[np.sort(chosen)]
    frauds = labels[known] == 1.0
    cut = _cut(frauds)
    if cut is None:
        return None
    columns = catalogue.learnt_columns(kind)
    anomaly = np.array([blend.score(table[row].tobytes()).total for row in known.tolist()])
    rows = np.ascontiguousarray(np.column_stack([table[known][:, columns], anomaly]))
    leaning, totals = _held_out(rows, frauds, cut, seed)
    calibration = fit_calibration(totals, frauds[cut:].astype(np.float64))
    trees = CompiledTrees(fit_trees(rows, frauds, seed))
    mixture = Mixture.of(leaning, calibration)
    model = Boosted(blend=blend, trees=trees, mixture=mixture, columns=columns)
    return Supervised(model, HeldOut(known[cut:], totals, frauds[cut:], calibration))


def _cut(frauds: NDArray[np.bool_]) -> int | None:
    """The first row that is kept back: enough of both kinds on either side, or None."""
    places = np.flatnonzero(frauds)
    kept = max(MIN_CASES, round(KEPT_BACK * len(places)))
    if len(places) < kept + MIN_CASES:
        return None
    cut = int(places[-kept])
    honest = np.array([(~frauds[:cut]).sum(), (~frauds[cut:]).sum()])
    return cut if honest.min() >= MIN_CASES else None


def _held_out(
    rows: Rows, frauds: NDArray[np.bool_], cut: int, seed: int
) -> tuple[Leaning, NDArray[np.float64]]:
    """How trees of the rows before the cut lean, and what the mixture says of those after it."""
    trees = CompiledTrees(fit_trees(rows[:cut], frauds[:cut], seed))
    margins = np.array([trees.explain(row).score for row in rows])
    leaning = fit_leaning(margins[:cut], rows[:cut, -1], int(frauds.sum()))
    return leaning, leaning.score(margins[cut:], rows[cut:, -1])
