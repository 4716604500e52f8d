"""G4: what sharing adds: the same trees without and with the features of the identity network."""

from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from benchmarks.quality.baselines import fit_boosted, tabular_columns
from benchmarks.quality.ours import known_labels
from benchmarks.quality.split import TEST, TRAIN
from benchmarks.quality.table import Table
from benchmarks.quality.trial import Trial
from detectors.ranking import Ranking
from risk.features import catalogue

RINGS: Final = (
    *("AO-02", "AO-05", "AO-06", "AO-07", "AO-09", "SH-01", "SH-08", "SH-11", "SH-13"),
    *("CR-03", "CR-06", "CR-07", "CR-08", "IN-02", "IN-03"),
)
"""Typologies of several who share phones, homes, devices, agents or receivers."""
SINGLES: Final = ("AO-03", "AO-04", "SH-05")
"""Typologies of one event, or of two."""


class Lift(Struct, frozen=True):
    """PR-AUC in the test, without and with the network.

    Attributes:
        kind: of the events.
        group: ``rings`` or ``singles``: the other frauds are left out.
        frauds: of the group.
        plain: with the event's own columns.
        network: with these and the features of sharing.
    """

    kind: str
    group: str
    frauds: int
    plain: float
    network: float


def network_places() -> list[int]:
    """The places in a vector of the features that count who shares what."""
    return [at for at, one in enumerate(catalogue.FEATURES) if one.family == "network"]


def lifts(table: Table, trial: Trial, seed: int) -> list[Lift]:
    """The lift of each group with frauds in the test; nothing where training has too few.

    Args:
        table: of one kind.
        trial: of the table; its trees without history are those that are compared.
        seed: of the trial's fits.
    """
    part = trial.split.part_of(table.facts["arrived_ms"])
    labels = known_labels(table, np.flatnonzero(part == TRAIN))
    plain = next((m.test for m in trial.methods if m.name == "tabular"), None)
    shared = np.asarray(table.vectors[:, network_places()], np.float32)
    columns = np.concatenate([tabular_columns(table, counts=False), shared], axis=1)
    fitted = fit_boosted(table, columns, part, labels, seed)
    if plain is None or fitted is None:
        return []
    test = np.flatnonzero(part == TEST)
    return _of_groups(table, test, [plain, fitted.probability(test)])


def _of_groups(
    table: Table, test: NDArray[np.intp], scores: list[NDArray[np.float64]]
) -> list[Lift]:
    facts = table.facts[test]
    fraud = facts["fraud"] == 1
    found = []
    for group, names in (("rings", RINGS), ("singles", SINGLES)):
        codes = [table.names.texts[name] for name in names if name in table.names.texts]
        theirs = fraud & np.isin(facts["typology"], codes)
        kept = ~fraud | theirs
        ones = np.ones(int(theirs.sum()))
        if len(ones):
            plain, network = (
                Ranking(s[kept], theirs[kept]).average_precision(ones) for s in scores
            )
            found.append(Lift(table.kind, group, len(ones), plain, network))
    return found
