"""What tables of SHAP values save: one row scored and explained, beside LightGBM and shap.

    python -m benchmarks.attribution_speed [TREES DEPTH]

All sides serve the same model: 20,000 × 60 rows, 150 trees of depth 5 unless told otherwise. Times
are medians over single rows, taken in turns; ours includes the Python call and the ledger,
LightGBM's and shap's are called as their users call them, on one thread.

LightGBM and shap come with the extra ``train``; without them there is nothing to compare with.
"""

import sys
import time
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detectors.attribution import CompiledTrees
from detectors.trees_lightgbm import trees_of_lightgbm

Figures: TypeAlias = dict[str, float]

FEATURES: Final = 60
TURNS: Final = 5
FAST_CALLS: Final = 400
SLOW_CALLS: Final = 100
"""Rows timed in a turn: by us, and by each of the others."""


def run(
    seed: int = 7, rows: int = 20_000, trees: int = 150, depth: int = 5, probes: int = 100_000
) -> Figures:
    """Times all sides on the same rows.

    Args:
        seed: of the data.
        rows: size of the training set.
        trees: of the model.
        depth: of each tree.
        probes: rows over which the error is taken.

    Returns:
        ``us``, ``predict_us``, ``contrib_us``, ``shap_us``: medians of one row; ``load_ms``: tables
        made from the arrays of a bundle; ``table_mb``; ``error``: the largest difference of base
        plus contributions from LightGBM's own raw score.

    Raises:
        ImportError: LightGBM or shap is not installed (extra ``train``).
    """
    with warnings.catch_warnings():
        # shap tells at every model of two classes how its output once changed.
        warnings.simplefilter("ignore", UserWarning)
        return _run(np.random.default_rng(seed), rows, trees, depth, probes)


def _run(rng: np.random.Generator, rows: int, trees: int, depth: int, probes: int) -> Figures:
    model, explainer = _fitted(_world(rng, rows), trees, depth)
    arrays = trees_of_lightgbm(model.dump_model()).to_arrays()
    start_ns = time.perf_counter_ns()
    compiled = CompiledTrees.from_arrays(arrays)
    load_ms = (time.perf_counter_ns() - start_ns) / 1e6
    strangers = _world(rng, probes)
    calls: dict[str, tuple[Callable[[Any], object], int]] = {
        "us": (compiled.explain, FAST_CALLS),
        "predict_us": (lambda row: model.predict(row[None], raw_score=True), SLOW_CALLS),
        "contrib_us": (lambda row: model.predict(row[None], pred_contrib=True), SLOW_CALLS),
        "shap_us": (lambda row: explainer.shap_values(row[None]), SLOW_CALLS),
    }
    error = _error(compiled, strangers, model.predict(strangers, raw_score=True))
    megabytes = compiled.table_bytes / 1e6
    return _timed(calls, strangers) | {"load_ms": load_ms, "table_mb": megabytes, "error": error}


def _fitted(world: NDArray[np.float64], trees: int, depth: int) -> tuple[Any, Any]:
    """A booster and its explainer."""
    import lightgbm  # noqa: PLC0415  heavy, and absent in service
    import shap  # noqa: PLC0415  the same

    known = np.nan_to_num(world)
    labels = known[:, 0] * known[:, 1] + 0.3 * known[:, 2:12].sum(axis=1) > 1.0
    settings = {"objective": "binary", "max_depth": depth, "num_leaves": 2**depth}
    settings |= {"learning_rate": 0.05, "num_threads": 1, "verbose": -1}
    model = lightgbm.train(settings, lightgbm.Dataset(world, labels.astype(float)), trees)
    # On its own, LightGBM wakes a thread for each core, and shap, which asks it, can't tell it not
    # to: a single row then takes a hundred times longer where another process wants the cores.
    model.predict = partial(model.predict, num_threads=1)  # type: ignore[method-assign]  # see above
    return model, shap.TreeExplainer(model)


def _world(rng: np.random.Generator, rows: int) -> NDArray[np.float64]:
    """Normal numbers, one in twenty missing."""
    world = rng.normal(size=(rows, FEATURES))
    world[rng.random(world.shape) < 0.05] = np.nan
    return world


def _timed(
    calls: dict[str, tuple[Callable[[Any], object], int]], rows: NDArray[np.float64]
) -> Figures:
    """Medians over single rows; each turn all sides have the same rows."""
    costs_ns: dict[str, list[int]] = {name: [] for name in calls}
    for turn in range(TURNS):
        for name, (call, count) in calls.items():
            for row in rows[turn * FAST_CALLS :][:count]:
                start_ns = time.perf_counter_ns()
                call(row)
                costs_ns[name].append(time.perf_counter_ns() - start_ns)
    return {name: float(np.median(costs)) / 1e3 for name, costs in costs_ns.items()}


def _error(
    compiled: CompiledTrees, rows: NDArray[np.float64], scores: NDArray[np.float64]
) -> float:
    ledgers = (compiled.explain(row) for row in rows)
    sums = [ledger.base + float(ledger.contributions.sum()) for ledger in ledgers]
    return float(np.abs(np.array(sums) - scores).max())


def main(sizes: list[str]) -> None:
    """Prints the figures."""
    trees, depth = map(int, sizes or ("150", "5"))
    print(f"{trees} trees of depth {depth}")
    for name, value in run(trees=trees, depth=depth).items():
        print(f"{name:>12} {value:>12,.3g}")


if __name__ == "__main__":
    main(sys.argv[1:])
