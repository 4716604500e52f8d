"""The whole study: a world, one replay, all methods, all figures."""

import resource
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from msgspec import Struct

from benchmarks.quality.acceptance.results import Acceptance, Ground
from benchmarks.quality.acceptance.run import accept
from benchmarks.quality.apart import run_apart
from benchmarks.quality.costs import Saving, savings
from benchmarks.quality.evaluate import Prevalence, Result, evaluate
from benchmarks.quality.labels import UNKNOWN
from benchmarks.quality.prevalence import realistic_weight
from benchmarks.quality.slices import Disturbed, Found, by_look_alike, by_typology
from benchmarks.quality.split import TRAIN, Split, split_of
from benchmarks.quality.stages import Stages
from benchmarks.quality.table import Table, read_tables
from benchmarks.quality.trial import Trial, run_trial
from benchmarks.quality.world import TABLES, borrow, replay, simulate
from data.synthetic import schedule
from data.synthetic.presets import preset as preset_of
from detectors.reliability import Bin, calibration_error, reliability
from risk.costs import cost_table
from risk.progress import Progress
from risk.train import require_libraries


class Calibrated(Struct, frozen=True):
    """The reliability of one method's probabilities on the test rows, by both sorts of label."""

    kind: str
    method: str
    ece_true: float
    ece_observed: float
    bins: list[Bin]


class Study(Struct, frozen=True):
    """All that came out.

    Attributes:
        world: the manifest of the simulated world.
        split: where it was cut.
        trials: kind -> scores; kinds without an event in the test are left out.
        weights: kind -> prevalence -> how often a fraud counts.
        results: every method on every question.
        found: by typology and stealth.
        disturbed: by look-alike.
        calibrated: reliability.
        savings: by the cost table.
        seconds: by stage.
        peak_bytes: largest memory of all processes together.
        generator: what the tests of the simulator found, where they were asked for.
    """

    world: dict[str, Any]
    split: Split
    trials: dict[str, Trial]
    weights: dict[str, dict[Prevalence, float]]
    results: list[Result]
    found: list[Found]
    disturbed: list[Disturbed]
    calibrated: list[Calibrated]
    savings: list[Saving]
    seconds: dict[str, float]
    peak_bytes: int = 0
    generator: Acceptance | None = None


def run_study(
    preset: str,
    seed: int,
    prevalence: schedule.Prevalence,
    out: Path,
    *,
    world: Path | None = None,
    judge_generator: bool = False,
) -> Study:
    """Make a world, replay it, fit every method on its past, and test them on its last month.

    World and tables lie in a folder under ``out`` that is gone at the end: the manifest in the
    report tells how to make the same world again.

    Args:
        preset: of the world.
        seed: of the world, the fits and the bootstrap.
        prevalence: of frauds in the world.
        out: where the scratch folder is made.
        world: folder of a world that is there already and is looked at instead.
        judge_generator: whether the simulator is tested too, G1 to G12.

    Raises:
        Failure: the extra "train" is not installed, the disk refuses, or ``world`` holds none.
        WrongUse: there is no such preset.
    """
    require_libraries()
    preset_of(preset)
    out.mkdir(parents=True, exist_ok=True)
    stages = Stages("quality")
    with TemporaryDirectory(prefix="quality-", dir=out) as name:
        folder = Path(name)
        with stages.stage("simulate"):
            manifest = (
                borrow(world, folder)
                if world
                else run_apart(simulate, preset, seed, prevalence, folder)
            )
        split = split_of(manifest["start"], manifest["days"])
        with stages.stage("replay"):
            names = run_apart(replay, folder, split)
        waiting = _peak_bytes(resource.RUSAGE_SELF)
        tables = read_tables(folder / TABLES, names)
        with stages.stage("fit and score"):
            trials = _trials(tables, split, seed)
        study = _studied(manifest, split, trials, stages, seed)
        if judge_generator:
            judged = accept(_ground(study, folder, tables, seed, out))
            study = msgspec.structs.replace(study, generator=judged)
    apart = _peak_bytes(resource.RUSAGE_CHILDREN) + waiting
    peak = max(_peak_bytes(resource.RUSAGE_SELF), apart)
    return msgspec.structs.replace(study, peak_bytes=peak)


def _ground(study: Study, folder: Path, tables: dict[str, Table], seed: int, out: Path) -> Ground:
    return Ground(
        folder,
        study.world,
        study.split,
        tables,
        study.trials,
        study.weights,
        study.results,
        study.disturbed,
        seed,
        out,
    )


def _peak_bytes(whose: int) -> int:
    """The largest memory so far: of this process, or of the largest that it has waited for."""
    return resource.getrusage(whose).ru_maxrss * 1024


def _trials(tables: dict[str, Table], split: Split, seed: int) -> dict[str, Trial]:
    rows = sum(int((split.part_of(t.facts["arrived_ms"]) != TRAIN).sum()) for t in tables.values())
    with Progress("fit and score: events", rows) as progress:
        trials = (run_trial(table, split, seed, progress.step) for table in tables.values())
        return {trial.kind: trial for trial in trials if len(trial.test)}


def _studied(
    world: dict[str, Any], split: Split, trials: dict[str, Trial], stages: Stages, seed: int
) -> Study:
    scale = schedule.Prevalence(**world["prevalence_scale"])
    weights = {kind: prevalence_weights(kind, scale) for kind in trials}
    with stages.stage("figures"):
        results = _each(trials, lambda trial: evaluate(trial, weights[trial.kind], seed))
        saved = _each(trials, lambda trial: savings(trial, weights[trial.kind], cost_table()))
        return Study(
            world,
            split,
            trials,
            weights,
            results,
            _each(trials, by_typology),
            _each(trials, by_look_alike),
            _each(trials, _calibrated),
            saved,
            stages.seconds,
        )


def _each(trials: dict[str, Trial], part: Callable[[Trial], list[Any]]) -> list[Any]:
    return [line for trial in trials.values() for line in part(trial)]


def prevalence_weights(kind: str, scale: schedule.Prevalence) -> dict[Prevalence, float]:
    """How often a fraud counts, for a world that was made at a scale.

    A world that is not richer in fraud than the realistic one is reported as it is.
    """
    weight = realistic_weight(kind, scale)
    return {"realistic": 1.0} if weight == 1.0 else {"enriched": 1.0, "realistic": weight}


def _calibrated(trial: Trial) -> list[Calibrated]:
    found = []
    known = trial.observed != UNKNOWN
    for method in trial.methods:
        if method.probability is not None:
            bins = reliability(method.probability, trial.fraud)
            seen = reliability(method.probability[known], trial.observed[known] == 1)
            errors = calibration_error(bins), calibration_error(seen)
            found.append(Calibrated(trial.kind, method.name, *errors, bins))
    return found
