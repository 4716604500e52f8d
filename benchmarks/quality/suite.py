"""The quality suite: fraud found and customers disturbed, ours beside five plainer methods."""

from collections.abc import Iterator
from math import isnan
from pathlib import Path
from typing import Any, Final

import msgspec

from benchmarks.catalogue import measured
from benchmarks.measurement import Measurement
from benchmarks.quality.acceptance.figures import figures as generator_figures
from benchmarks.quality.evaluate import Result
from benchmarks.quality.generator import told
from benchmarks.quality.page import headline, render
from benchmarks.quality.study import Study, run_study
from benchmarks.quality.thresholds import CAPACITY
from benchmarks.report import Part
from data.synthetic.schedule import Prevalence
from risk.costs import cost_table

_GB: Final = 1e9
_TIMES: Final = {"demo": "some seconds", "S": "about three minutes", "M": "20 to 30 minutes"}


def run(
    out: Path, preset: str = "M", seed: int = 7, prevalence_scale: tuple[float, float] = (1.0, 1.0)
) -> Part:
    """All figures of the suite.

    Args:
        out: a scratch folder is made there for the world, and is gone at the end.
        preset: size of the world.
        seed: of the world, the fits and the bootstrap.
        prevalence_scale: campaigns relative to the preset's: shipments and openings.

    Raises:
        Failure: the extra "train" is not installed, or the disk refuses.
        WrongUse: there is no such preset.
    """
    print(f"quality: preset {preset}, {_TIMES.get(preset, 'hours')} on 2 cores", flush=True)
    study = run_study(preset, seed, Prevalence(*prevalence_scale), out, judge_generator=True)
    if study.generator:
        print(told(study.generator), flush=True)
    return Part(list(figures(study)), details(study), render(study))


def figures(study: Study) -> Iterator[Measurement]:
    """The figures with permanent ids: the question that the report opens with."""
    for kind, weights in study.weights.items():
        richest = next(iter(weights))
        for result in headline(study, kind, richest):
            yield from _figures_of(result)
        for result in headline(study, kind, "realistic"):
            method, value = result.method, result.figures["pr_auc"]
            yield measured(f"quality.{kind}.{method}.realistic_pr_auc", value.value)
    for one in study.calibrated:
        kind, method = one.kind, one.method
        yield measured(f"quality.{kind}.{method}.ece", one.ece_true)
    for line in study.savings:
        if (line.prevalence, line.budget) == ("realistic", CAPACITY):
            kind, method = line.kind, line.method
            yield measured(f"quality.{kind}.{method}.saved_yuan", line.saved)
    scored = sum(trial.tune_rows + len(trial.test) for trial in study.trials.values())
    error = max(trial.ledger_error for trial in study.trials.values())
    yield measured("quality.ledger_error", error, f"{scored:,} events scored, all kinds")
    if study.generator:
        yield from generator_figures(study.generator)
    yield measured("quality.minutes", sum(study.seconds.values()) / 60, study.world["preset"])
    yield measured("quality.peak_memory_gb", study.peak_bytes / _GB, study.world["preset"])


def _figures_of(result: Result) -> Iterator[Measurement]:
    kind, method = result.kind, result.method
    ids = {
        "pr_auc": f"quality.{kind}.{method}.pr_auc",
        "recall_at_05": f"quality.{kind}.{method}.recall_at_05",
        "precision_at_capacity": f"quality.{kind}.{method}.precision_at_capacity",
        "tpr_at_5_fpr": f"quality.{kind}.{method}.tpr_at_5_fpr",
    }
    for name, id_ in ids.items():
        figure = result.figures[name]
        note = f"frauds: {result.frauds}, campaigns: {result.fraud_campaigns}"
        if not isnan(figure.low):
            note = f"95 %: {figure.low:.3f}-{figure.high:.3f}; {note}"
        yield measured(id_, figure.value, note)


def details(study: Study) -> dict[str, Any]:
    """Everything that was computed, as plain values for ``report.json``; NaN becomes null."""
    parts: dict[str, Any] = {
        "world": study.world,
        "split": study.split,
        "training": {
            kind: dict(zip(("rows", "frauds", "honest"), trial.training, strict=True))
            for kind, trial in study.trials.items()
        },
        "fraud_weights": study.weights,
        "costs": cost_table(),
        "results": study.results,
        "typologies": study.found,
        "look_alikes": study.disturbed,
        "calibration": study.calibrated,
        "savings": study.savings,
        "generator": study.generator,
        "seconds": study.seconds,
        "peak_bytes": study.peak_bytes,
    }
    return {name: msgspec.to_builtins(part) for name, part in parts.items()}
