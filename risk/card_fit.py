"""Reckons the model card of one kind of event from its training run."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from data.instants import DAY_MS, to_datetime
from detectors.boosted import Boosted
from detectors.calibrate import MIN_CASES, score_1000, sigmoid
from detectors.ranking import Ranking
from detectors.reliability import Bin, brier, calibration_error, reliability
from detectors.rivals import CALIBRATORS, SERVED, cross_fitted
from risk.card import Calibrated, HeldOutCard, KindCard, LookAlike, Ranked, Segment
from risk.card_choices import BUDGETS, USUAL, Scored, cheapest, losses_of, within_budget
from risk.decide import Bands
from risk.drift import baseline_of
from risk.features import catalogue
from risk.fit import FittedKind
from risk.labels import counts
from risk.maturity import maturity_ms
from risk.peers import ranges_of
from risk.supervised import HeldOut
from risk.verdicts import ORDINARY, Verdict

SEGMENTS: Final = (
    "channel_counter",
    "party_is_org",
    "party_address_village",
    "party_address_hub",
    "at_night",
)
"""Flags by which a card looks at its rows."""
ALL_HONEST: Final = "all honest"
SCORE: Final = "score"
_LEAST_A_HALF: Final = MIN_CASES // 2


class Seen(Struct, frozen=True):
    """The events of a kind, all in order of arrival.

    Attributes:
        kind: of the events.
        table: whole vectors, shape (n_events, n_features).
        at_ms: when each happened, shape (n_events,).
        stakes_fen: what each says is at stake, shape (n_events,).
        labels: shape (n_events,); 1 fraud, 0 honest, NaN unknown.
        asked: rank of the severest action that rules asked for, shape (n_events,).
    """

    kind: str
    table: NDArray[np.float64]
    at_ms: NDArray[np.int64]
    stakes_fen: NDArray[np.int64]
    labels: NDArray[np.float64]
    asked: NDArray[np.int8]

    @property
    def events_a_week(self) -> float:
        """By the time from the first to the last, at least a day."""
        span_ms = max(int(self.at_ms.max() - self.at_ms.min()), DAY_MS)
        return len(self.at_ms) * 7 * DAY_MS / span_ms


def kind_card(seen: Seen, fitted: FittedKind, truth: Sequence[Verdict] | None = None) -> KindCard:
    """The card of one kind.

    Args:
        seen: what it was fitted on.
        fitted: what came of it.
        truth: of each held-out row, from a simulated world.
    """
    frauds, honest = counts(seen.labels)
    first, last = _span(seen.at_ms)
    held_out = fitted.held_out
    return KindCard(
        model="boosted" if isinstance(fitted.model, Boosted) else "detectors",
        first=first,
        last=last,
        events=len(seen.labels),
        frauds=frauds,
        honest=honest,
        unknown=len(seen.labels) - frauds - honest,
        maturity_days=maturity_ms(seen.kind) // DAY_MS,
        held_out=_held_out_card(seen, held_out, fitted.bands, truth) if held_out else None,
        baselines={
            SCORE: baseline_of(scores_of(fitted.log_odds).astype(np.float64)),
            **{
                catalogue.NAMES[at]: baseline_of(seen.table[fitted.sample, at])
                for at in fitted.model.columns
            },
        },
        peers=ranges_of(
            seen.kind,
            seen.table[fitted.sample][seen.labels[fitted.sample] != 1],
            tuple(fitted.model.columns),
        ),
    )


def scores_of(log_odds: NDArray[np.float64]) -> NDArray[np.int64]:
    """The score of 0-1000 that decisions carry, shape (n_rows,)."""
    return np.array([score_1000(sigmoid(one)) for one in log_odds.tolist()], np.int64)


def calibrated(
    totals: NDArray[np.float64], frauds: NDArray[np.bool_]
) -> tuple[tuple[Calibrated, ...], tuple[Bin, ...]]:
    """Every way to calibrate, and the bins of the served one; nothing where frauds are too few.

    The halves are parted in time, by half of the frauds: rows of one campaign in both would flatter.

    Args:
        totals: of the rows in order of arrival, shape (n_rows,).
        frauds: shape (n_rows,); some are.
    """
    places = np.flatnonzero(frauds)
    cut = int(places[len(places) // 2])
    least = min(min(int(part.sum()), int((~part).sum())) for part in (frauds[:cut], frauds[cut:]))
    if least < _LEAST_A_HALF:
        return (), ()
    said = {name: cross_fitted(each, totals, frauds, cut) for name, each in CALIBRATORS.items()}
    error = brier(said[SERVED], frauds)
    found = (_calibrated(name, each, frauds, error) for name, each in said.items())
    return tuple(found), tuple(reliability(said[SERVED], frauds))


def _calibrated(
    name: str,
    said: NDArray[np.float64],
    frauds: NDArray[np.bool_],
    served_error: NDArray[np.float64],
) -> Calibrated:
    error = brier(said, frauds)
    gain = served_error - error
    return Calibrated(
        name=name,
        served=name == SERVED,
        ece=calibration_error(reliability(said, frauds)),
        brier=float(error.mean()),
        gain=float(gain.mean()),
        gain_error=float(gain.std() / np.sqrt(len(gain))),
    )


class _Judged(Struct, frozen=True):
    """The held-out rows, and whom bands and reviewers would call."""

    held: HeldOut
    bands: Bands
    reviewed: NDArray[np.bool_]

    def called(self, rows: NDArray[np.bool_], threshold: float) -> float:
        """The share of some rows, at least one, at or above a threshold of log-odds."""
        return float((self.held.log_odds[rows] >= threshold).mean())


def _held_out_card(
    seen: Seen, held: HeldOut, bands: Bands, truth: Sequence[Verdict] | None
) -> HeldOutCard:
    first, last = _span(seen.at_ms[held.places])
    losses = losses_of(seen.kind, held.frauds, seen.stakes_fen[held.places])
    scored = Scored(scores_of(held.log_odds), held.frauds, losses, seen.events_a_week)
    judged = _Judged(held, bands, scored.scores >= within_budget(scored, USUAL).score)
    ways, bins = calibrated(held.totals, held.frauds)
    return HeldOutCard(
        first=first,
        last=last,
        rows=len(held.frauds),
        frauds=int(held.frauds.sum()),
        ranked=_ranked(held),
        calibrated=ways,
        reliability=bins,
        segments=tuple(_segments(seen, judged)),
        choices=tuple(within_budget(scored, budget) for budget in BUDGETS),
        cheapest=cheapest(scored),
        look_alikes=() if truth is None else _look_alikes(judged, truth),
    )


def _ranked(held: HeldOut) -> Ranked:
    ranking = Ranking(held.totals, held.frauds)
    once = np.ones(ranking.frauds)
    return Ranked(
        roc_auc=ranking.roc_auc(once),
        pr_auc=ranking.average_precision(once),
        recall_at_5_fpr=ranking.recall_at_false_positives(0.05, once),
    )


def _segments(seen: Seen, judged: _Judged) -> list[Segment]:
    known = catalogue.vocabulary()
    found = []
    for flag in SEGMENTS:
        if seen.kind in known[flag].kinds:
            values = seen.table[judged.held.places, catalogue.INDEX[flag]]
            found += [_segment((flag, one), values == float(one), judged) for one in (True, False)]
    return [segment for segment in found if segment.rows]


def _segment(name: tuple[str, bool], rows: NDArray[np.bool_], judged: _Judged) -> Segment:
    frauds = judged.held.frauds[rows]
    count = int(frauds.sum())
    ranking = Ranking(judged.held.totals[rows], frauds)
    honest = rows & ~judged.held.frauds
    any_honest = bool(honest.any())
    return Segment(
        flag=name[0],
        has_it=name[1],
        rows=len(frauds),
        frauds=count,
        pr_auc=ranking.average_precision(np.ones(count)) if count else None,
        false_alarms=judged.called(honest, judged.bands.high) if any_honest else None,
        reviewed=float(judged.reviewed[honest].mean()) if any_honest else None,
    )


def _look_alikes(judged: _Judged, truth: Sequence[Verdict]) -> tuple[LookAlike, ...]:
    honest = np.array([not verdict.fraud for verdict in truth])
    groups = np.array([verdict.group for verdict in truth])
    names = sorted(set(groups[honest].tolist()) - {ORDINARY})
    chosen = {ALL_HONEST: honest} | {name: honest & (groups == name) for name in names}
    return tuple(
        LookAlike(
            name=name,
            events=int(rows.sum()),
            medium=judged.called(rows, judged.bands.medium),
            high=judged.called(rows, judged.bands.high),
            critical=judged.called(rows, judged.bands.critical),
            reviewed=float(judged.reviewed[rows].mean()),
        )
        for name, rows in chosen.items()
        if rows.any()
    )


def _span(at_ms: NDArray[np.int64]) -> tuple[str, str]:
    """The first and the last instant, RFC 3339."""
    return to_datetime(int(at_ms.min())).isoformat(), to_datetime(int(at_ms.max())).isoformat()
