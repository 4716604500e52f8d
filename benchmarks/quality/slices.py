"""Who is found and who is disturbed: typologies by stealth, look-alikes beside ordinary customers.

Everything here is at one threshold for each method, set on tuning (``CAPACITY``).
"""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from benchmarks.quality.collect import STEALTH
from benchmarks.quality.thresholds import CAPACITY, threshold_for
from benchmarks.quality.trial import Method, Trial

ORDINARY = "ordinary"
"""Honest customers who resemble nobody: no look-alike, and no fraudster's camouflage."""


class Found(Struct, frozen=True):
    """The frauds of a typology at one level of stealth.

    Attributes:
        kind: of the events.
        typology: its code.
        stealth: how well they hide.
        campaigns: whether they had begun before the test.
        events: how many frauds.
        fraud_campaigns: of how many campaigns.
        recall: method -> share that was called.
    """

    kind: str
    typology: str
    stealth: str
    campaigns: str
    events: int
    fraud_campaigns: int
    recall: dict[str, float]


class Disturbed(Struct, frozen=True):
    """Honest customers of one sort.

    Attributes:
        kind: of the events.
        decoy: the look-alike's code, or ``ORDINARY``.
        events: how many.
        called: method -> share that was called (the false-positive rate).
    """

    kind: str
    decoy: str
    events: int
    called: dict[str, float]


class Day(Struct, frozen=True):
    """The alerts of one day of the test, by method's threshold: frauds and honest ones."""

    day: int
    events: int
    caught: float
    wrong: float


def alerts_of(trial: Trial) -> dict[str, NDArray[np.float64]]:
    """Method -> the expected alert of each test row."""
    return {m.name: threshold_for(m.tune, CAPACITY).alerts(m.test) for m in trial.methods}


def by_typology(trial: Trial) -> list[Found]:
    """Recall for each typology, level and sort of campaign that occurs in the test."""
    alerts, facts = alerts_of(trial), trial.test
    groups = np.stack([facts["typology"], facts["stealth"], trial.ongoing], axis=1)
    found = []
    for typology, stealth, ongoing in np.unique(groups[trial.fraud], axis=0).tolist():
        rows = trial.fraud & (groups == (typology, stealth, ongoing)).all(axis=1)
        found.append(
            Found(
                trial.kind,
                trial.names.of(typology),
                STEALTH[stealth],
                "ongoing" if ongoing else "new",
                int(rows.sum()),
                len(np.unique(facts["campaign"][rows])),
                {name: float(called[rows].mean()) for name, called in alerts.items()},
            )
        )
    return sorted(found, key=lambda cell: (cell.campaigns, cell.typology, cell.stealth))


def by_look_alike(trial: Trial) -> list[Disturbed]:
    """The share called of each look-alike in the test, ordinary customers first."""
    alerts, facts = alerts_of(trial), trial.test
    honest = ~trial.fraud
    groups = {ORDINARY: honest & (facts["decoy"] == 0) & (facts["campaign"] == 0)}
    for code in np.unique(facts["decoy"][honest]).tolist():
        if code:
            groups[trial.names.of(code)] = honest & (facts["decoy"] == code)
    return [
        Disturbed(
            trial.kind,
            decoy,
            int(rows.sum()),
            {name: float(called[rows].mean()) for name, called in alerts.items()},
        )
        for decoy, rows in groups.items()
        if rows.any()
    ]


def by_day(trial: Trial, method: Method) -> list[Day]:
    """The alerts of each day of the test, days counted from its first."""
    called = threshold_for(method.tune, CAPACITY).alerts(method.test)
    days, total = trial.split.test_day_of(trial.test["arrived_ms"]), trial.split.days[2]
    caught = np.bincount(days, called * trial.fraud, minlength=total)
    wrong = np.bincount(days, called * ~trial.fraud, minlength=total)
    events = np.bincount(days, minlength=total)
    return [
        Day(day, int(events[day]), float(caught[day]), float(wrong[day])) for day in range(total)
    ]
