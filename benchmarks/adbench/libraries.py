"""The recipe of ``detectors.boosted_fit`` by other libraries: what ADR 0009 compares.

``python -m benchmarks.adbench.libraries LIBRARY … --data DIR --tables DIR``. The libraries are no
part of the project; each has to be installed beside it. Label weights and leaning are the
project's; settings are LightGBM's as far as a library has them, and its own defaults beside.
"""

import importlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import click
import numpy as np
from numpy.typing import NDArray

from benchmarks.adbench.ours import anomaly_scores
from benchmarks.adbench.outcome import Reached, outcome, reached
from benchmarks.adbench.protocol import SEEDS, Trial, set_files, set_name, trials
from benchmarks.adbench.published import METRICS, SHARES, read_table
from data.clock import stopwatch_ns
from detectors.base import Rows
from detectors.boosted_fit import N_TREES, SETTINGS, fit_boosted, label_weights
from detectors.leaning import fit_leaning
from risk.progress import Progress

LogOdds: TypeAlias = Callable[[Rows], NDArray[np.float64]]
FitTrees: TypeAlias = Callable[[Trial, NDArray[np.int64], NDArray[np.float64]], LogOdds]


def _lightgbm(trial: Trial, labels: NDArray[np.int64], _weights: NDArray[np.float64]) -> LogOdds:
    flat = np.zeros(len(trial.train))
    return fit_boosted(trial.train, labels.astype(np.float64), flat, trial.seed).log_odds


def _xgboost(trial: Trial, labels: NDArray[np.int64], weights: NDArray[np.float64]) -> LogOdds:
    xgboost = importlib.import_module("xgboost")
    model = xgboost.XGBClassifier(
        n_estimators=N_TREES,
        learning_rate=SETTINGS["learning_rate"],
        max_depth=SETTINGS["max_depth"],
        max_leaves=SETTINGS["num_leaves"],
        grow_policy="lossguide",
        colsample_bynode=SETTINGS["feature_fraction_bynode"],
        min_child_weight=SETTINGS["min_sum_hessian_in_leaf"],
        reg_lambda=SETTINGS["lambda_l2"],
        random_state=trial.seed,
        n_jobs=1,
    ).fit(trial.train, labels, sample_weight=weights)
    return lambda rows: np.asarray(model.predict(rows, output_margin=True), np.float64)


def _catboost(trial: Trial, labels: NDArray[np.int64], weights: NDArray[np.float64]) -> LogOdds:
    catboost = importlib.import_module("catboost")
    model = catboost.CatBoostClassifier(
        iterations=N_TREES,
        learning_rate=SETTINGS["learning_rate"],
        depth=SETTINGS["max_depth"],
        rsm=SETTINGS["feature_fraction_bynode"],
        l2_leaf_reg=SETTINGS["lambda_l2"],
        random_seed=trial.seed,
        thread_count=1,
        verbose=False,
        allow_writing_files=False,
    ).fit(trial.train, labels, sample_weight=weights)
    return lambda rows: np.asarray(model.predict(rows, prediction_type="RawFormulaVal"))


def _ebm(trial: Trial, labels: NDArray[np.int64], weights: NDArray[np.float64]) -> LogOdds:
    interpret = importlib.import_module("interpret.glassbox")
    model = interpret.ExplainableBoostingClassifier(
        interactions=0, outer_bags=4, max_rounds=500, random_state=trial.seed, n_jobs=1
    ).fit(trial.train, labels, sample_weight=weights)
    return lambda rows: np.asarray(model.decision_function(rows))


LIBRARIES: Final[dict[str, FitTrees]] = {
    "lightgbm": _lightgbm,
    "xgboost": _xgboost,
    "catboost": _catboost,
    "ebm": _ebm,
}


ALONE: Final = "alone"
LEANT: Final = "leant"


class Comparison:
    """What each library reached, trees alone and leant, and the seconds of its fits."""

    def __init__(self, libraries: Sequence[str]) -> None:
        self.libraries = libraries
        self.runs: dict[tuple[str, str, float], dict[str, list[Reached]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self.seconds: dict[str, float] = defaultdict(float)

    def add(self, trial: Trial) -> None:
        """Fits every library to every share of labels of a trial."""
        train, test = anomaly_scores(trial)
        for share in SHARES[1:]:
            labels = trial.labels(share)
            weights = label_weights(labels == 1)
            for library in self.libraries:
                started = stopwatch_ns()
                log_odds = LIBRARIES[library](trial, labels, weights)
                self.seconds[library] += (stopwatch_ns() - started) / 1e9
                alone = log_odds(trial.test)
                leaning = fit_leaning(log_odds(trial.train), train, int(labels.sum()))
                for form, scores in ((ALONE, alone), (LEANT, leaning.score(alone, test))):
                    one = reached(trial.answers, scores)
                    self.runs[library, form, share][trial.name].append(one)

    def lines(self, tables: Path, names: Sequence[str]) -> Iterator[str]:
        """Means in percent, a line a library and form; AUCROC and AUCPR for each share."""
        kept = {
            (share, metric): read_table(tables, share, metric, names)
            for share in SHARES[1:]
            for metric in METRICS
        }
        head = "".join(f" {share:>8.0%} {metric}" for share, metric in kept)
        yield f"{'':<16}{head}  fit, s"
        best = "".join(f" {100 * max(table.means().values()):>15.2f}" for table in kept.values())
        yield f"{'best published':<16}{best}"
        for library in self.libraries:
            for form in (ALONE, LEANT):
                cells = (
                    outcome(library, metric, self.runs[library, form, share], table).mean
                    for (share, metric), table in kept.items()
                )
                told = "".join(f" {100 * cell:>15.2f}" for cell in cells)
                yield f"{library:<10}{form:<6}{told}  {self.seconds[library]:.0f}"


@click.command()
@click.argument("libraries", nargs=-1, required=True, type=click.Choice(sorted(LIBRARIES)))
@click.option("--data", required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--tables", required=True, type=click.Path(path_type=Path, exists=True))
def command(libraries: tuple[str, ...], data: Path, tables: Path) -> None:
    """Fits LIBRARIES to the sets of ADBench at 1, 5 and 10 % of labels, and prints their means."""
    files = set_files(data)
    comparison = Comparison(libraries)
    fits = len(libraries) * len(SHARES[1:])
    with Progress("libraries: fits", len(files) * len(SEEDS) * fits) as progress:
        for file in files:
            for trial in trials(file):
                comparison.add(trial)
                progress.step(fits)
    for line in comparison.lines(tables, [set_name(file) for file in files]):
        print(line)


if __name__ == "__main__":
    command()
