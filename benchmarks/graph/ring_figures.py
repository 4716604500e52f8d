"""What the identity graph adds: PR-AUC on rings and on loners, days to an alert, alarms in hubs.

Pure functions over the facts of test rows and the scores of two ways on them.
"""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from benchmarks.quality.acceptance.bite import HUBS
from benchmarks.quality.acceptance.lift import SINGLES
from benchmarks.quality.intervals import Figure, Weights, figures_of
from benchmarks.quality.table import Names
from data.instants import DAY_MS
from detectors.ranking import Ranking

RINGS: Final = (
    *("AO-02", "AO-05", "AO-07", "AO-09", "SH-01", "SH-07", "SH-09", "SH-13"),
    *("CR-03", "CR-06", "CR-07", "CR-08"),
)
"""Typologies of several who share something, as the graph's issue lists them."""
GROUPS: Final = {"rings": RINGS, "loners": SINGLES}
_HUBS: Final = {decoy: hub for hub, (_, decoy) in HUBS.items()}

Scores = NDArray[np.float64]


class Gain(Struct, frozen=True):
    """PR-AUC of a group's frauds among all honest rows, the other frauds left out.

    Attributes:
        group: one of ``GROUPS``.
        frauds: of the group in the test.
        campaigns: that they belong to.
        without: the graph.
        with_graph: all features.
        gain: the difference, with an interval over campaigns.
    """

    group: str
    frauds: int
    campaigns: int
    without: float
    with_graph: float
    gain: Figure


class Delay(Struct, frozen=True):
    """From a ring's first event to its first alert.

    Attributes:
        campaigns: rings whose first fraud lies in the test.
        found: how many of them were ever called.
        median_days: of those found; NaN without any.
    """

    campaigns: int
    found: int
    median_days: float


class HubAlarms(Struct, frozen=True):
    """Honest events of a hub that are called, to those of all honest events of the kind.

    Attributes:
        hub: one of ``bite.HUBS``.
        events: honest events there.
        times: share called there over the share called of all.
    """

    hub: str
    events: int
    times: float


def gains(
    facts: NDArray[Any], names: Names, without: Scores, with_graph: Scores, seed: int
) -> list[Gain]:
    """The gain of each group that has frauds among the rows.

    Args:
        facts: of the rows, see ``table.FACT``.
        names: of typologies.
        without: scores without the graph, shape (n_rows,).
        with_graph: scores with it.
        seed: of the bootstrap.
    """
    return [
        _gain(group, facts, theirs, without, with_graph, seed)
        for group, typologies in GROUPS.items()
        if (theirs := _of(facts, names, typologies)).any()
    ]


def _gain(  # noqa: PLR0917  one row of a table, from its columns
    group: str,
    facts: NDArray[Any],
    theirs: NDArray[np.bool_],
    without: Scores,
    with_graph: Scores,
    seed: int,
) -> Gain:
    kept = (facts["fraud"] == 0) | theirs
    plain, known = (Ranking(scores[kept], theirs[kept]) for scores in (without, with_graph))

    def measure(weights: Weights) -> dict[str, float]:
        before, after = plain.average_precision(weights), known.average_precision(weights)
        return {"without": before, "with": after, "gain": after - before}

    campaigns = facts["campaign"][theirs]
    found = figures_of(measure, campaigns, 1.0, seed)
    return Gain(
        group,
        len(campaigns),
        len(np.unique(campaigns)),
        found["without"].value,
        found["with"].value,
        found["gain"],
    )


def delay(
    facts: NDArray[Any], names: Names, begun: NDArray[np.bool_], called: NDArray[np.bool_]
) -> Delay:
    """The delay of the rings that begin among the rows.

    Args:
        facts: of the rows.
        names: of typologies.
        begun: whether a row's campaign has its first fraud among them.
        called: whether a row is an alert.
    """
    rings = _of(facts, names, RINGS) & begun
    campaigns, days = np.unique(facts["campaign"][rings]), list[float]()
    for campaign in campaigns.tolist():
        own = rings & (facts["campaign"] == campaign)
        alerted_ms = facts["arrived_ms"][own & called]
        if len(alerted_ms):
            days.append((alerted_ms.min() - facts["arrived_ms"][own].min()) / DAY_MS)
    return Delay(len(campaigns), len(days), float(np.median(days)) if days else float("nan"))


def hub_alarms(facts: NDArray[Any], names: Names, called: NDArray[np.bool_]) -> Iterator[HubAlarms]:
    """The alarms of each hub that has honest events among the rows."""
    honest = facts["fraud"] == 0
    overall = called[honest].mean() if honest.any() else 0.0
    for decoy, hub in _HUBS.items():
        there = honest & (facts["decoy"] == names.texts.get(decoy, -1))
        if there.any() and overall:
            yield HubAlarms(hub, int(there.sum()), float(called[there].mean() / overall))


def calls(scores: Scores, budget: float) -> NDArray[np.bool_]:
    """The rows that are looked at when a share of all is: the highest scores, the earlier of equals."""
    called = np.zeros(len(scores), np.bool_)
    called[np.argsort(-scores, kind="stable")[: round(budget * len(scores))]] = True
    return called


def _of(facts: NDArray[Any], names: Names, typologies: tuple[str, ...]) -> NDArray[np.bool_]:
    codes = [names.texts[name] for name in typologies if name in names.texts]
    return np.asarray((facts["fraud"] == 1) & np.isin(facts["typology"], codes))
