"""G7: how well one trace tells frauds from honest events of the same sort.

Each fraud gets honest events of its own sort beside it, so a classifier can't win by knowing sorts.
It is cross-validated by campaign: no campaign is ever on both sides. A fraud's *place* is the share of
the honest of its sort that score lower; the mean place is the AUC within sorts, and its interval is
drawn over campaigns.
"""

from collections import defaultdict
from typing import Any, Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from benchmarks.quality.acceptance.probes import Probe
from benchmarks.quality.acceptance.sample import Raw
from benchmarks.quality.acceptance.sorts import parties_of, sort_of
from benchmarks.quality.intervals import Figure, figures_of

FOLDS: Final = 5
BESIDE: Final = 5
"""Honest events for each fraud of a sort, as far as there are so many."""
MOST: Final = 6_000
"""Frauds that are compared; of more, a seeded sample."""
FEWEST: Final = 20
"""Frauds without which nothing is said."""
_SETTINGS: Final = {"max_iter": 60, "learning_rate": 0.1, "max_leaf_nodes": 8}


class Leak(Struct, frozen=True):
    """What a probe found.

    Attributes:
        kind: of the events.
        probe: its name.
        auc: within sorts, with its interval over campaigns.
        frauds: that were compared.
        campaigns: of how many campaigns.
        left_out: frauds of sorts without an honest event beside them.
    """

    kind: str
    probe: str
    auc: Figure
    frauds: int
    campaigns: int
    left_out: int


class _Matched(Struct, frozen=True):
    """Frauds with honest events beside them; all arrays of shape (n_rows,)."""

    raws: list[Raw]
    fraud: NDArray[np.bool_]
    stratum: NDArray[np.int64]
    campaign: NDArray[np.int64]
    left_out: int


def leak(
    raws: list[Raw], kind: str, name: str, probe: Probe, seed: int, *, within: bool = True
) -> Leak | None:
    """What a probe finds among events of one kind; None if there are too few frauds.

    Args:
        raws: all of that kind.
        kind: of the events.
        name: of the probe.
        probe: what is looked at.
        seed: of the matching, the folds, the trees and the interval.
        within: whether frauds are compared with events of their own sort only.
    """
    matched = _match(raws, probe if within else None, seed)
    frauds = int(matched.fraud.sum())
    if frauds < FEWEST:
        return None
    rows = np.array([probe.read(raw) for raw in matched.raws], np.float64)
    fold = _folds(matched, seed)
    places = _places(_scores(rows, matched, fold, seed), matched, fold)
    placed = ~np.isnan(places)
    places, campaigns = places[placed], matched.campaign[matched.fraud][placed]

    def mean_place(weights: NDArray[np.float64]) -> dict[str, float]:
        return {"auc": float(np.average(places, weights=weights))}

    auc = figures_of(mean_place, campaigns, 1.0, seed)["auc"]
    left_out = matched.left_out + frauds - len(places)
    return Leak(kind, name, auc, len(places), len(np.unique(campaigns)), left_out)


def _match(raws: list[Raw], probe: Probe | None, seed: int) -> _Matched:
    """All frauds that have honest events of their sort, and some of these; no probe, no sorts."""
    rng = np.random.default_rng(seed)
    frauds = sum(raw.truth.is_fraud for raw in raws)
    sorts: dict[object, tuple[list[Raw], list[Raw]]] = defaultdict(lambda: ([], []))
    for raw, draw in zip(raws, rng.random(len(raws)).tolist(), strict=True):
        if raw.truth.is_fraud and draw * frauds >= MOST:
            continue
        sort = (sort_of(raw.event), probe.beside(raw)) if probe else None
        sorts[sort][raw.truth.is_fraud].append(raw)
    chosen: list[Raw] = []
    strata: list[int] = []
    left_out = 0
    for number, (honest, theirs) in enumerate(sorts.values()):
        if not honest or not theirs:
            left_out += len(theirs)
            continue
        beside = min(len(honest), BESIDE * len(theirs))
        picked = rng.choice(len(honest), beside, replace=False)
        rows = [*theirs, *(honest[at] for at in picked.tolist())]
        chosen += rows
        strata += [number] * len(rows)
    fraud = np.array([raw.truth.is_fraud for raw in chosen], np.bool_)
    return _Matched(chosen, fraud, np.array(strata, np.int64), _campaigns(chosen), left_out)


def _campaigns(raws: list[Raw]) -> NDArray[np.int64]:
    """A number for what stays on one side: a campaign, or all events of an honest sender.

    An honest sender with many parcels would else be known by any number that is always the same, and
    so would a shop whose other parcels are honest: these stay with its campaign.
    """
    known: dict[object, int] = {}
    frauds = [raw for raw in raws if raw.truth.is_fraud]
    theirs: dict[object, object] = {_sender(raw): raw.truth.campaign for raw in frauds}
    keys = [
        (raw.world, raw.truth.campaign or theirs.get(_sender(raw), _sender(raw))) for raw in raws
    ]
    return np.array([known.setdefault(key, len(known)) for key in keys], np.int64)


def _sender(raw: Raw) -> object:
    first, _ = parties_of(raw.event)
    return raw.world, first.id_no or raw.share


def _folds(matched: _Matched, seed: int) -> NDArray[np.int64]:
    """The fold of each row: campaigns and honest senders are dealt out whole."""
    count = int(matched.campaign.max()) + 1
    return np.random.default_rng(seed).integers(FOLDS, size=count)[matched.campaign]


def _scores(
    rows: NDArray[np.float64], matched: _Matched, fold: NDArray[np.int64], seed: int
) -> NDArray[np.float64]:
    """Scores of a classifier that never saw a row's campaign."""
    scores = np.zeros(len(rows))
    with threadpool_limits(1, user_api="openmp"):
        for number in range(FOLDS):
            here = fold == number
            # A number that never varies has no thresholds, which scikit-learn does not expect.
            used = (rows[~here] != rows[~here][:1]).any(axis=0)
            if here.any() and used.any() and matched.fraud[~here].any():
                model: Any = HistGradientBoostingClassifier(
                    **_SETTINGS, early_stopping=False, random_state=seed
                )
                model.fit(rows[~here][:, used], matched.fraud[~here])
                scores[here] = model.decision_function(rows[here][:, used])
    return scores


def _places(
    scores: NDArray[np.float64], matched: _Matched, fold: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The place of each fraud among the honest of its sort and fold; ties count half.

    Scores of different folds come from models with different base rates, and are not compared. NaN
    for a fraud that has nobody beside it.
    """
    places = np.full(len(scores), np.nan)
    cells = matched.stratum * FOLDS + fold
    for cell in np.unique(cells[matched.fraud]):
        here = cells == cell
        honest, frauds = np.sort(scores[here & ~matched.fraud]), here & matched.fraud
        low = np.searchsorted(honest, scores[frauds], side="left")
        high = np.searchsorted(honest, scores[frauds], side="right")
        if len(honest):
            places[frauds] = (low + high) / 2 / len(honest)
    return places[matched.fraud]
