"""The graph suite: what an event costs, and trees on neighbour aggregates beside published graph networks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np

from benchmarks.adbench.outcome import Reached
from benchmarks.catalogue import measured
from benchmarks.graph import s_ffsd as payment_splits
from benchmarks.graph import scale
from benchmarks.graph import tolokers as worker_splits
from benchmarks.graph.catalogue import SCALE_HUB_LINKS, SCALE_SIZES
from benchmarks.graph.payments import read_payments
from benchmarks.graph.published import S_FFSD, TOLOKERS
from benchmarks.graph.tolokers import read_workers
from benchmarks.graph.trees import N_TREES
from benchmarks.measurement import Measurement
from benchmarks.report import Part
from data.clock import stopwatch_ns
from risk.progress import Progress

Aucs: TypeAlias = dict[str, list[float]]
"""What the trees see -> ROC AUC of each split of Tolokers."""

ByKnowing: TypeAlias = dict[tuple[str, str], Reached]
"""Split and what is known of frauds -> what was reached on S-FFSD."""

_NS_A_MINUTE: Final = 60e9


def run(tolokers: Path | None = None, s_ffsd: Path | None = None) -> Part:
    """All figures of the suite; prints a table for each data set.

    Args:
        tolokers: the file of the graph; None leaves the trees out, as without the other file.
        s_ffsd: the file of the payments.

    Raises:
        Failure: a file is not what it should be.
        ModuleNotFoundError: LightGBM is not installed.
    """
    started = stopwatch_ns()
    print("graph: cost of an event at two sizes", flush=True)
    rows = scale.run(SCALE_SIZES, SCALE_HUB_LINKS)
    found, details = [measured(row["id"], row["value"]) for row in rows], dict[str, Any]()
    if tolokers is not None and s_ffsd is not None:
        aucs, reached = _trees(tolokers, s_ffsd)
        found += figures(aucs, reached)
        details = {
            "tolokers": aucs,
            "s_ffsd": {".".join(names): one for names, one in reached.items()},
            "published_tolokers": TOLOKERS,
            "published_s_ffsd": S_FFSD,
        }
    minutes = (stopwatch_ns() - started) / _NS_A_MINUTE
    return Part([*found, measured("graph.minutes", minutes)], details)


def _trees(tolokers: Path, s_ffsd: Path) -> tuple[Aucs, ByKnowing]:
    workers, payments = read_workers(tolokers), read_payments(s_ffsd)
    fits = worker_splits.fits(workers) + payment_splits.fits()
    with Progress("graph: trees", fits * N_TREES) as progress:
        aucs = worker_splits.aucs_of(workers, lambda: progress.step(N_TREES))
        reached = payment_splits.reached_of(payments, lambda: progress.step(N_TREES))
    print(beside_tolokers(aucs), beside_s_ffsd(reached), sep="\n", flush=True)
    return aucs, reached


def figures(aucs: Aucs, reached: ByKnowing) -> Iterator[Measurement]:
    """The figures with permanent ids."""
    for features, splits in aucs.items():
        told = f"standard deviation {np.std(splits):.4f}"
        yield measured(f"graph.tolokers.{features}.roc_auc", float(np.mean(splits)), told)
    best = max(TOLOKERS, key=TOLOKERS.__getitem__)
    lead = float(np.mean(aucs["two_hops"])) - TOLOKERS[best]
    yield measured("graph.tolokers.lead", lead, f"{best} {TOLOKERS[best]:.4f}")
    for (split, knowing), one in reached.items():
        for name, value in (("auc", one.aucroc), ("ap", one.aucpr)):
            yield measured(f"graph.s_ffsd.{split}.{knowing}.{name}", value)


def beside_tolokers(aucs: Aucs) -> str:
    """Ours beside the published figures for Tolokers, as plain lines."""
    lines = [f"{'Tolokers, mean of the splits':<44}{'ROC AUC':>9}"]
    lines += [_line(f"published: {name}", value) for name, value in TOLOKERS.items()]
    lines += [_line(f"trees: {name}", float(np.mean(splits))) for name, splits in aucs.items()]
    return "\n".join(lines)


def beside_s_ffsd(reached: ByKnowing) -> str:
    """Ours beside the published figures for S-FFSD, as plain lines."""
    lines = [f"{'S-FFSD':<44}{'AUC':>9}{'AP':>9}"]
    lines += [_line(f"random, published: {m}", r.aucroc, r.aucpr) for m, r in S_FFSD.items()]
    lines += [
        _line(f"{split}, trees: {knowing}", one.aucroc, one.aucpr)
        for (split, knowing), one in reached.items()
    ]
    return "\n".join(lines)


def _line(name: str, *values: float) -> str:
    return f"{name:<44}" + "".join(f"{value:>9.4f}" for value in values)
