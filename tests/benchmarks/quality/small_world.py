"""A small labelled world that went through the engine once, for all tests of a worker."""

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.collect import collect
from benchmarks.quality.evaluate import evaluate
from benchmarks.quality.slices import by_typology
from benchmarks.quality.split import Split, split_of
from benchmarks.quality.study import Study, run_study
from benchmarks.quality.table import FACT, Names, Table, read_tables
from benchmarks.quality.trial import Method, Trial, run_trial
from data.synthetic.presets import preset
from data.synthetic.schedule import Prevalence
from data.synthetic.writer import EVENTS, write_world
from tests.risk.builders import engine_with, tokeniser

SEED = 7
DAY_0 = "2025-06-01T00:00:00+08:00"


class Small(NamedTuple):
    folder: Path
    events: Path
    manifest: dict[str, Any]
    split: Split
    tables: dict[str, Table]


@cache
def small() -> Small:
    """The demo world, split by time, replayed without a bundle."""
    folder = Path(mkdtemp(prefix="quality-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    manifest = write_world(folder, preset("demo"), SEED)
    split = split_of(manifest["start"], manifest["days"])
    names = collect(engine_with(), tokeniser(), folder, split, folder / "tables")
    tables = read_tables(folder / "tables", names)
    return Small(folder, folder / EVENTS, manifest, split, tables)


@cache
def trial_of(kind: str) -> Trial:
    return run_trial(small().tables[kind], small().split, SEED)


@cache
def demo_study() -> Study:
    """The whole study on the demo world."""
    with TemporaryDirectory(prefix="quality-test-") as folder:
        return run_study("demo", SEED, Prevalence(), Path(folder))


@cache
def study_with_new_campaigns() -> Study:
    """The same, as if the ring of its last days had begun in the test."""
    study = demo_study()
    trials = {
        kind: msgspec.structs.replace(trial, ongoing=np.zeros_like(trial.ongoing))
        for kind, trial in study.trials.items()
    }
    results = [r for t in trials.values() for r in evaluate(t, study.weights[t.kind], SEED)]
    return msgspec.structs.replace(
        study, trials=trials, results=results, found=by_typology(trials["account_opening"])
    )


def facts(*rows: dict[str, Any]) -> NDArray[Any]:
    """Facts that are 0 where nothing is said; at the first instant of the test."""
    made = np.zeros(len(rows), FACT)
    made["arrived_ms"] = SPLIT.tune_until_ms + 1
    for at, row in enumerate(rows):
        for name, value in row.items():
            made[name][at] = value
    return made


SPLIT = split_of(DAY_0, 183)


def made_trial(
    test: NDArray[Any],
    scores: list[float],
    *,
    tune: list[float] | None = None,
    names: Names | None = None,
    ongoing: list[bool] | None = None,
    observed: list[int] | None = None,
    kind: str = "shipment",
) -> Trial:
    """A trial of one method, ``engine``."""
    tuned = np.array([0.0] if tune is None else tune)
    return Trial(
        kind,
        names or Names(),
        SPLIT,
        test,
        np.array(observed if observed is not None else test["fraud"], np.int8),
        np.array(ongoing if ongoing is not None else [False] * len(test)),
        len(tuned),
        (0, 0, 0),
        (Method("engine", tuned, np.array(scores), np.full(len(scores), 0.5)),),
        0.0,
    )
