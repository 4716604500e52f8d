"""Durable scores a second beside the empty endpoint, and latencies at a steady rate.

Both servers run all the time and take turns (A B A B), so that a slow minute of the machine hits
both. Figures are medians over the turns; the ratio is the median of the turns' own ratios.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Final

from benchmarks.catalogue import measured
from benchmarks.drive import drive
from benchmarks.load_client import Outcome
from benchmarks.measurement import Measurement
from benchmarks.processes import Server, module_command, serve_command
from benchmarks.stage import Stage, events_of, new_key, request_of
from benchmarks.stats import median

CONNECTIONS: Final = 32
RATE: Final = 300.0
COUNTER_PATH: Final = "/v1/score"
_HOME: Final = "load"
_FSYNCS: Final = 200
_BLOCK: Final = bytes(4096)


class Budget:
    """Sizes of a run.

    Args:
        turns: how often each server is measured.
        requests: of one turn, warm-up included.
        warm: of them, before the clock runs.
        open_requests: of the open loop.
    """

    def __init__(
        self, turns: int = 5, requests: int = 4_000, warm: int = 500, open_requests: int = 6_000
    ) -> None:
        self.turns = turns
        self.requests = requests
        self.warm = warm
        self.open_requests = open_requests


FULL: Final = Budget()


def throughput(stage: Stage, budget: Budget = FULL) -> list[Measurement]:
    """All figures of the load suite that come from the load client."""
    home = stage.home(_HOME)
    key = new_key(home)
    stream = (request_of(event, key, COUNTER_PATH) for event in events_of(stage.events))
    empty = module_command("benchmarks.empty_endpoint")
    log = stage.folder / "load.log"
    with Server(serve_command(home), log) as ours, Server(empty, log) as theirs:
        scored, emptied = _take_turns(stage.folder, ours.port, theirs.port, stream, budget)
        alone = _one(stage.folder, ours.port, _take(stream, budget.requests // 2), 1, budget.warm)
        steady = drive(
            _take(stream, budget.open_requests),
            ours.port,
            stage.folder,
            connections=CONNECTIONS,
            warm=0,
            rate=RATE,
            seed=7,
        )
    ceiling = _ceiling(stage, key, budget)
    return [
        *_closed_figures(scored, emptied),
        measured(
            "load.score_1_connection_per_second", alone.per_second, f"p50 {alone.p50_ms:.2f} ms"
        ),
        measured("load.client_ceiling_per_second", ceiling.per_second, "uvicorn's own ceiling too"),
        *_open_figures(steady),
        measured("load.fsync_ms", fsync_ms(home)),
        measured("load.bad_answers", sum(one.bad for one in (*scored, *emptied, alone, steady))),
    ]


def served_home(stage: Stage) -> Path:
    """The home that ``throughput`` served, whose log is long by now."""
    return stage.folder / _HOME


def _take_turns(
    folder: Path, ours: int, theirs: int, stream: Iterator[bytes], budget: Budget
) -> tuple[list[Outcome], list[Outcome]]:
    scored, emptied = [], []
    for _ in range(budget.turns):
        requests = _take(stream, budget.requests)
        scored.append(_one(folder, ours, requests, CONNECTIONS, budget.warm))
        emptied.append(_one(folder, theirs, requests, CONNECTIONS, budget.warm))
    return scored, emptied


def _one(
    folder: Path, port: int, requests: Sequence[bytes], connections: int, warm: int
) -> Outcome:
    return drive(requests, port, folder, connections=connections, warm=warm)


def _take(stream: Iterator[bytes], count: int) -> list[bytes]:
    taken = [request for request, _ in zip(stream, range(count), strict=False)]
    assert len(taken) == count, "the world is too small for this budget"
    return taken


def _ceiling(stage: Stage, key: str, budget: Budget) -> Outcome:
    requests = [request_of(event, key) for event in events_of(stage.events, budget.requests)]
    command = module_command("benchmarks.empty_endpoint", "--bare")
    with Server(command, stage.folder / "load.log") as bare:
        return _one(stage.folder, bare.port, requests * 2, CONNECTIONS, budget.warm)


def _closed_figures(scored: Sequence[Outcome], emptied: Sequence[Outcome]) -> list[Measurement]:
    ratios = [a.per_second / b.per_second for a, b in zip(scored, emptied, strict=True)]
    spread = f"{len(ratios)} turns, {min(ratios):.2f} to {max(ratios):.2f}"
    p99_ms = median(one.p99_ms for one in scored)
    return [
        measured("load.throughput_ratio", median(ratios), spread),
        measured(
            "load.score_per_second", median(o.per_second for o in scored), f"p99 {p99_ms:.1f} ms"
        ),
        measured("load.empty_per_second", median(one.per_second for one in emptied)),
        measured("load.client_cpu_share", median(one.cpu_share for one in scored)),
    ]


def _open_figures(steady: Outcome) -> list[Measurement]:
    return [
        measured("load.open_p50_ms", steady.p50_ms, f"{steady.answered:,} requests, Poisson"),
        measured("load.open_p95_ms", steady.p95_ms),
        measured("load.open_p99_ms", steady.p99_ms),
        measured("load.open_max_ms", steady.max_ms),
    ]


def fsync_ms(folder: Path) -> float:
    """What the disk asks for one durable write: the floor of every commit."""
    file = folder / "fsync"
    costs = []
    with file.open("wb", buffering=0) as out:
        for _ in range(_FSYNCS):
            started = perf_counter()
            out.write(_BLOCK)
            os.fsync(out.fileno())
            costs.append((perf_counter() - started) * 1e3)
    file.unlink()
    return median(costs)
