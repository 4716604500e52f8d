"""Runs G1 to G12 on one world that has been through the quality study."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.quality.acceptance.bite import HUBS, Bite, bites, seen
from benchmarks.quality.acceptance.drift import drift
from benchmarks.quality.acceptance.leaks import Leak, leak
from benchmarks.quality.acceptance.lift import Lift, lifts
from benchmarks.quality.acceptance.marginals import Marginal, marginals
from benchmarks.quality.acceptance.methods import answer, by_stealth
from benchmarks.quality.acceptance.people import of_people
from benchmarks.quality.acceptance.probes import PROBES
from benchmarks.quality.acceptance.repeat import files_differing
from benchmarks.quality.acceptance.results import Acceptance, Ground
from benchmarks.quality.acceptance.sample import Raw, sample
from benchmarks.quality.acceptance.shuffled import shuffled_auc
from benchmarks.quality.acceptance.singles import singles
from benchmarks.quality.acceptance.sorts import kind_of
from benchmarks.quality.acceptance.unseen import LEFT_OUT, unseen
from benchmarks.quality.apart import run_apart
from benchmarks.quality.evaluate import Result
from benchmarks.quality.stages import Stages
from benchmarks.quality.trial import OURS, Trial
from benchmarks.quality.world import simulate
from data.synthetic.schedule import Prevalence

KINDS: Final = ("shipment", "account_opening")
"""Applications are too few for a figure of their own."""
HUB_BUDGETS: Final = (0.01, 0.005, 0.02, 0.05)
"""Of G6; the first is the one with a target."""
_WORLDS: Final = {"S": 6}
"""Worlds of as many seeds are pooled for the probes: one small world has too few campaigns."""


def accept(ground: Ground) -> Acceptance:
    """All tests; each stage is told as it begins."""
    stages, seed = Stages("generator"), ground.seed
    tables = [ground.tables[kind] for kind in KINDS]
    with stages.stage("G1 single numbers"):
        single = [one for table in tables for one in singles(table, seed)]
    with stages.stage("G4 lift of sharing"):
        lifted = [
            one for kind, trial in ground.trials.items() for one in _lifts(ground, kind, trial)
        ]
    with stages.stage("G6 bite of hubs"):
        bitten = _bites(ground)
    with stages.stage("G7 leak probes"):
        own = sample(ground.folder, seed)
        worlds, raws = _pooled(ground, own)
        leaks, open_leaks = (list(_leaks(raws, seed, within=within)) for within in (True, False))
        del raws
    with stages.stage("G8 drift"):
        drifts = [drift(table, ground.split, seed) for table in tables]
    with stages.stage("G9 marginals"):
        margins = _marginals(ground, own)
        del own
    with stages.stage("G10 same bytes"):
        differing = files_differing(seed, ground.out)
    with stages.stage("G11 unseen typologies"):
        unknown = [
            unseen(ground.tables[kind], ground.split, name, seed) for name, kind in LEFT_OUT.items()
        ]
    with stages.stage("G12 shuffled labels"):
        shuffled = {table.kind: shuffled_auc(table, ground.split, seed) for table in tables}
    return Acceptance(
        singles=single,
        rules=_answers(ground, "rules"),
        tabular=_answers(ground, "tabular"),
        lifts=lifted,
        stealth=[
            one
            for kind in KINDS
            if kind in ground.trials
            for one in by_stealth(ground.trials[kind], ground.weights[kind]["realistic"])
        ],
        bites=bitten,
        engine_bites=_engine_bites(ground),
        leaks=leaks,
        open_leaks=open_leaks,
        worlds=worlds,
        drifts=[one for one in drifts if one is not None],
        marginals=margins,
        files_differing=differing,
        unseen=[one for one in unknown if one is not None],
        shuffled=shuffled,
        seconds=stages.seconds,
    )


def _answers(ground: Ground, method: str) -> dict[str, Result]:
    found = {kind: answer(ground.results, kind, method) for kind in KINDS}
    return {kind: result for kind, result in found.items() if result is not None}


def _lifts(ground: Ground, kind: str, trial: Trial) -> list[Lift]:
    return lifts(ground.tables[kind], trial, ground.seed) if kind in KINDS else []


def _bites(ground: Ground) -> list[Bite]:
    found = list(seen(ground.folder))
    return [one for budget in HUB_BUDGETS for one in bites(found, budget)]


def _engine_bites(ground: Ground) -> dict[str, float]:
    """Each hub's share that the engine calls in the test, to that of all honest of its kind."""
    told = {}
    for hub, (_, decoy) in HUBS.items():
        there = next((one for one in ground.disturbed if one.decoy == decoy), None)
        if there is not None and OURS in there.called:
            of_kind = [one for one in ground.disturbed if one.kind == there.kind]
            events = sum(one.events for one in of_kind)
            called = sum(one.called[OURS] * one.events for one in of_kind)
            if called:
                told[hub] = there.called[OURS] / (called / events)
    return told


def _pooled(ground: Ground, own: list[Raw]) -> tuple[int, list[Raw]]:
    """Raw events of the world, and of others of its preset where one is too small."""
    preset = ground.manifest["preset"]
    worlds, raws = _WORLDS.get(preset, 1), list(own)
    for number in range(1, worlds):
        with TemporaryDirectory(prefix="pooled-", dir=ground.out) as name:
            scale = Prevalence(**ground.manifest["prevalence_scale"])
            run_apart(simulate, preset, ground.manifest["seed"] + number, scale, Path(name))
            raws += sample(Path(name), ground.seed, number)
    return worlds, raws


def _leaks(raws: list[Raw], seed: int, *, within: bool) -> Iterator[Leak]:
    for kind in KINDS:
        of_kind = [raw for raw in raws if kind_of(raw.event) == kind]
        for name, probe in PROBES.items():
            asked = kind in probe.kinds
            found = leak(of_kind, kind, name, probe, seed, within=within) if asked else None
            if found is not None:
                yield found


def _marginals(ground: Ground, own: list[Raw]) -> list[Marginal]:
    manifest = ground.manifest
    people = run_apart(of_people, manifest["preset"], manifest["seed"])
    return [*marginals(own, manifest), *people]
