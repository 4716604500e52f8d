"""The detectors suite: ours on the sets of ADBench, beside the best column of each published table.

It also runs six of PyOD's own detectors by the same protocol: how far their means lie from the
published ones says how far the two can be compared.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from benchmarks.adbench.ours import anomaly_scores
from benchmarks.adbench.outcome import Outcome, Reached, outcome, reached, told
from benchmarks.adbench.protocol import SEEDS, Trial, set_files, set_name, trials
from benchmarks.adbench.published import METRICS, SHARES, read_table
from benchmarks.adbench.reference import REFERENCES, reference_scores
from benchmarks.catalogue import SETTINGS, measured
from benchmarks.measurement import Measurement
from benchmarks.report import Part
from data.clock import stopwatch_ns
from detectors.boosted_fit import fit_boosted
from risk.progress import Progress

Runs: TypeAlias = dict[str, dict[str, list[Reached]]]
"""Method -> set -> what it reached under each seed."""

_NS_A_MINUTE: Final = 60e9


def run(data: Path, tables: Path) -> Part:
    """All figures of the suite; prints a table for each setting.

    Args:
        data: folder of the sets, ``*.npz`` with ``X`` and ``y``.
        tables: folder of the published tables as CSV.

    Raises:
        WrongUse: a set or a table is missing or broken.
    """
    started = stopwatch_ns()
    files = set_files(data)
    names = [set_name(file) for file in files]
    published = {
        (setting, metric): read_table(tables, share, metric, names)
        for setting, share in zip(SETTINGS, SHARES, strict=True)
        for metric in METRICS
    }
    runs = _run_all(files)
    ours = [
        outcome(setting, metric, runs[setting], published[setting, metric])
        for setting in SETTINGS
        for metric in METRICS
    ]
    unsupervised = SETTINGS[0]
    references = [
        outcome(name, metric, runs[name], published[unsupervised, metric], rival)
        for name, (rival, _) in REFERENCES.items()
        for metric in METRICS
    ]
    for at in range(0, len(ours), len(METRICS)):
        print(told(ours[at : at + len(METRICS)]), flush=True)
    minutes = (stopwatch_ns() - started) / _NS_A_MINUTE
    details = {"ours": _plain(ours), "references": _plain(references)}
    return Part([*figures(ours, references), measured("detectors.minutes", minutes)], details)


def _run_all(files: Sequence[Path]) -> Runs:
    runs: Runs = defaultdict(lambda: defaultdict(list))
    fits = len(REFERENCES) + len(SETTINGS)
    with Progress("detectors: fits", len(files) * len(SEEDS) * fits) as progress:
        for file in files:
            for trial in trials(file):
                for method, scores in _scores(trial):
                    runs[method][trial.name].append(reached(trial.answers, scores))
                progress.step(fits)
    return runs


def _scores(trial: Trial) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Each method's scores of the rows to test."""
    for name in REFERENCES:
        yield name, reference_scores(name, trial)
    train, test = anomaly_scores(trial)
    yield SETTINGS[0], test
    for setting, share in zip(SETTINGS[1:], SHARES[1:], strict=True):
        labels = trial.labels(share).astype(np.float64)
        yield setting, fit_boosted(trial.train, labels, train, trial.seed).score(trial.test, test)


def figures(ours: Sequence[Outcome], references: Sequence[Outcome]) -> Iterator[Measurement]:
    """The figures with permanent ids."""
    for one in ours:
        setting, metric = one.method, one.metric.lower()
        beside = f"best published: {one.rival} {one.mean - one.lead:.4f}"
        yield measured(f"detectors.{setting}.{metric}.mean", one.mean, beside)
        yield measured(f"detectors.{setting}.{metric}.lead", one.lead, f"to {one.rival}")
        yield measured(f"detectors.{setting}.{metric}.wins", one.wins, f"of {len(one.sets)}")
    for one in references:
        name, metric = one.method, one.metric.lower()
        note = f"{one.mean:.4f} here, {one.mean - one.lead:.4f} published"
        yield measured(f"detectors.reference.{name}.{metric}_difference", one.lead, note)


def _plain(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    return [
        {**msgspec.to_builtins(one), "mean": one.mean, "lead": one.lead, "wins": one.wins}
        for one in outcomes
    ]
