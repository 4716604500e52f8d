"""What all tests of the simulator found, and what they are found on."""

from pathlib import Path
from typing import Any

from msgspec import Struct

from benchmarks.quality.acceptance.bite import Bite
from benchmarks.quality.acceptance.drift import Drift
from benchmarks.quality.acceptance.leaks import Leak
from benchmarks.quality.acceptance.lift import Lift
from benchmarks.quality.acceptance.marginals import Marginal
from benchmarks.quality.acceptance.methods import ByStealth
from benchmarks.quality.acceptance.singles import Single
from benchmarks.quality.acceptance.unseen import Unseen
from benchmarks.quality.evaluate import Prevalence, Result
from benchmarks.quality.slices import Disturbed
from benchmarks.quality.split import Split
from benchmarks.quality.table import Table
from benchmarks.quality.trial import Trial


class Ground(Struct, frozen=True):
    """What the tests stand on.

    Attributes:
        folder: of the world.
        manifest: of the world.
        split: where it was cut.
        tables: by kind.
        trials: by kind, all methods fitted.
        weights: kind -> prevalence -> how often a fraud counts.
        results: every method on every question.
        disturbed: by look-alike.
        seed: of all draws and fits.
        out: where scratch folders may be made.
    """

    folder: Path
    manifest: dict[str, Any]
    split: Split
    tables: dict[str, Table]
    trials: dict[str, Trial]
    weights: dict[str, dict[Prevalence, float]]
    results: list[Result]
    disturbed: list[Disturbed]
    seed: int
    out: Path


class Acceptance(Struct, frozen=True):
    """G1 to G12 of one world.

    Attributes:
        singles: G1.
        rules: G2, kind -> rules alone.
        tabular: G3, kind -> trees without history.
        lifts: G4.
        stealth: G5.
        bites: G6, at each budget.
        engine_bites: G6, hub -> the engine's false alarms there to those of all honest.
        leaks: G7; probes within sorts.
        open_leaks: G7, the same probes against any honest event of the kind.
        worlds: G7, how many worlds were pooled.
        drifts: G8.
        marginals: G9.
        files_differing: G10.
        unseen: G11.
        shuffled: G12, kind -> mean AUC.
        seconds: by test.
    """

    singles: list[Single]
    rules: dict[str, Result]
    tabular: dict[str, Result]
    lifts: list[Lift]
    stealth: list[ByStealth]
    bites: list[Bite]
    engine_bites: dict[str, float]
    leaks: list[Leak]
    open_leaks: list[Leak]
    worlds: int
    drifts: list[Drift]
    marginals: list[Marginal]
    files_differing: int
    unseen: list[Unseen]
    shuffled: dict[str, float]
    seconds: dict[str, float]
