"""The supervised model of one kind of event: trees on matured labels, leant on the detectors.

The rows stand in order of arrival. The last of the known ones are kept back and calibrate: campaigns
hang together, and a model that is calibrated on rows beside those it learnt from claims too much.
The same rows tell what a fired rule is worth beyond the score. Afterwards the trees are fitted once
more on all. The bands that events fall into are set by all traffic, each part of the time scored by trees
that have learnt nothing from it: what the served trees have learnt by heart stands higher than any new event.
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
from risk.features.directions import directions_of
from risk.rule_weights import RuleWeights, fit_rule_weights, weights_of

MAX_KNOWN: Final = 300_000
"""Known rows that the trees are fitted on; of more, a seeded sample."""
KEPT_BACK: Final = 0.2
"""Share of the known frauds whose time, and all after it, is kept back to calibrate."""
MAX_TRAFFIC: Final = 50_000
"""Events that bands are set by; of more, a seeded sample."""
PARTS: Final = 4
"""Stretches of time before the kept-back rows, of as many known frauds each, and one after."""


class HeldOut(Struct, frozen=True):
    """Known rows that what ranks them has not learnt from, in order of arrival.

    Attributes:
        places: of the rows in the table, ascending, shape (n_rows,).
        totals: before the calibration, with what fired rules are worth in it, shape (n_rows,).
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
    """The model, and what its like shows that was fitted without some rows.

    Attributes:
        model: fitted on all known rows.
        rules: what a fired rule is worth.
        held_out: known rows that were kept back.
        traffic: log-odds of all events, known or not, by trees that have not learnt from them: shape
            (n_rows,).
    """

    model: Boosted
    rules: RuleWeights
    held_out: HeldOut
    traffic: NDArray[np.float64]


def fit_boosted(
    kind: str,
    blend: Blend,
    table: NDArray[np.float64],
    labels: NDArray[np.float64],
    asked: NDArray[np.int8],
    *,
    seed: int,
) -> Supervised | None:
    """The supervised model, or None where too few frauds or honest events are known.

    Args:
        kind: of the events.
        blend: the detectors, at their places of a vector.
        table: whole vectors in order of arrival, shape (n_events, n_features); may be mapped from a
            file, of which only the rows of the sample are read.
        labels: shape (n_events,); 1 fraud, 0 honest, NaN unknown.
        asked: rank of the severest action that rules asked for, shape (n_events,).
        seed: of the samples and the trees.

    Raises:
        ImportError: the extra "train" is not installed.
    """
    places = _sample(np.flatnonzero(~np.isnan(labels)), MAX_KNOWN, seed)
    frauds = labels[places] == 1.0
    cut = _cut(frauds)
    if cut is None:
        return None
    columns = catalogue.learnt_columns(kind)
    rows = _rows(kind, blend, table, places)
    known = _Known(places, rows, frauds, directions_of(columns), cut)
    early = _fit_early(known, seed)
    held, told, totals = places[cut:], frauds[cut:], early.score(known.rows[cut:])
    calibration, rules = _calibrated(totals, asked[held], told)
    mixture = Mixture.of(early.leaning, calibration)
    trees = known.trees(np.arange(len(places)), seed)
    model = Boosted(blend=blend, trees=trees, mixture=mixture, columns=columns)
    with_rules = totals + weights_of(rules, asked[held]) / calibration.slope
    drawn = _sample(np.arange(len(table)), MAX_TRAFFIC, seed)
    unseen = _unseen(known, early, drawn, _rows(kind, blend, table, drawn), seed)
    return Supervised(
        model,
        rules,
        HeldOut(held, with_rules, told, calibration),
        calibration.intercept + calibration.slope * unseen + weights_of(rules, asked[drawn]),
    )


class _Known(Struct, frozen=True):
    """The rows that have a label, in order of arrival.

    Attributes:
        places: in the table, shape (n_rows,).
        rows: what the trees see of them, shape (n_rows, n_columns).
        frauds: shape (n_rows,).
        directions: of the columns; see ``directions_of``.
        cut: the first that is kept back.
    """

    places: NDArray[np.intp]
    rows: Rows
    frauds: NDArray[np.bool_]
    directions: list[int]
    cut: int

    def trees(self, chosen: NDArray[np.intp], seed: int) -> CompiledTrees:
        """Trees that learn from some of the rows."""
        return CompiledTrees(
            fit_trees(self.rows[chosen], self.frauds[chosen], seed, self.directions)
        )

    @property
    def ends(self) -> list[int]:
        """Where each part before the cut ends."""
        frauds = np.flatnonzero(self.frauds[: self.cut])
        firsts = (int(frauds[len(frauds) * part // PARTS]) for part in range(1, PARTS))
        return [*firsts, self.cut]


class _Mixed(Struct, frozen=True):
    """Trees of a part of the known rows, and how they lean."""

    trees: CompiledTrees
    leaning: Leaning

    def score(self, rows: Rows) -> NDArray[np.float64]:
        """What the mixture says before its calibration, shape (n_rows,)."""
        margins = np.array([self.trees.explain(row).score for row in rows])
        return self.leaning.score(margins, rows[:, -1])


def _sample(places: NDArray[np.intp], most: int, seed: int) -> NDArray[np.intp]:
    """All places, or a seeded choice of so many, in order."""
    if len(places) <= most:
        return places
    return np.sort(np.random.default_rng(seed).choice(places, most, replace=False))


def _rows(kind: str, blend: Blend, table: NDArray[np.float64], places: NDArray[np.intp]) -> Rows:
    """What the trees see of some rows: their columns and the anomaly."""
    anomaly = np.array([blend.score(table[row].tobytes()).total for row in places.tolist()])
    seen = table[places][:, catalogue.learnt_columns(kind)]
    return np.ascontiguousarray(np.column_stack([seen, anomaly]))


def _cut(frauds: NDArray[np.bool_]) -> int | None:
    """The first row that is kept back: enough of both kinds on either side, or None."""
    places = np.flatnonzero(frauds)
    kept = max(MIN_CASES, round(KEPT_BACK * len(places)))
    if len(places) < kept + MIN_CASES:
        return None
    cut = int(places[-kept])
    honest = np.array([(~frauds[:cut]).sum(), (~frauds[cut:]).sum()])
    return cut if honest.min() >= MIN_CASES else None


def _fit_early(known: _Known, seed: int) -> _Mixed:
    """Of the rows before the cut."""
    rows, trees = known.rows[: known.cut], known.trees(np.arange(known.cut), seed)
    margins = np.array([trees.explain(row).score for row in rows])
    return _Mixed(trees, fit_leaning(margins, rows[:, -1], int(known.frauds.sum())))


def _unseen(
    known: _Known, early: _Mixed, places: NDArray[np.intp], rows: Rows, seed: int
) -> NDArray[np.float64]:
    """What is said of events, part by part in time, by trees of the known rows of all other parts.

    Before the calibration; shape (n_rows,).

    Args:
        known: what the trees learn from.
        early: its trees know all but the last part.
        places: of the events in the table, shape (n_rows,).
        rows: what trees see of them.
        seed: of the trees.
    """
    totals, first = np.empty(len(places)), 0
    part = np.searchsorted(known.places[known.ends], places, side="right")
    for number, end in enumerate(known.ends):
        others = np.concatenate([np.arange(first), np.arange(end, len(known.rows))])
        mixed, theirs = _Mixed(known.trees(others, seed), early.leaning), part == number
        totals[theirs] = mixed.score(rows[theirs])
        first = end
    last = part == PARTS
    totals[last] = early.score(rows[last])
    return totals


def _calibrated(
    totals: NDArray[np.float64], asked: NDArray[np.int8], frauds: NDArray[np.bool_]
) -> tuple[Calibration, RuleWeights]:
    """Platt scaling, then the rules beside it; what they add is taken off the intercept."""
    alone = fit_calibration(totals, frauds.astype(np.float64))
    log_odds = alone.intercept + alone.slope * totals
    shift, rules = fit_rule_weights(log_odds, asked, frauds)
    return Calibration(alone.intercept + shift, alone.slope), rules
