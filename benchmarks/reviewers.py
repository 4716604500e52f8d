"""What reviewers at work cost those who score: ``python -m benchmarks.reviewers [--database URL]``.

A server with a trained bundle scores world S at a steady rate, by turns alone and while ten reviewers look at
queue and cases of that very world (``benchmarks.reviewer_client``). Told are the latencies of scores in
both, the median over the turns, and of what the reviewers asked for.
"""

import argparse
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from benchmarks.drive import drive
from benchmarks.load_client import Outcome
from benchmarks.processes import Server, log_options, module_command, serve_command
from benchmarks.reviewer_client import Clicked
from benchmarks.stage import Stage, events_of, new_key, request_of, stage
from benchmarks.stats import median
from data.errors import Failure

REVIEWERS: Final = 10
RATE: Final = 300.0
TURNS: Final = 5
REQUESTS: Final = 2_000
"""Of a turn: seven seconds."""
FILLED: Final = 6_000
"""Events scored before, so that the queue holds cases."""
CONNECTIONS: Final = 32
MOST: Final = 1.2
_PATH: Final = "/v1/score"
_SPARE_SECONDS: Final = 120.0


def main() -> None:
    """The command line."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--database", help="an empty PostgreSQL database; without it a file")
    given = asked.parse_args()
    with stage("S") as world:
        run(world, given.database)


def run(world: Stage, database: str | None) -> None:
    """All turns, and the figures on stdout.

    Raises:
        Failure: a client failed.
    """
    home = world.home("reviewed")
    options = log_options(database)
    with Server(serve_command(home, log=options), world.folder / "reviewed.log") as server:
        key = new_key(home, *options)
        requests = [request_of(event, key, _PATH) for event in events_of(world.events)]
        drive(requests[:FILLED], server.port, world.folder, connections=CONNECTIONS, warm=0)
        alone: list[Outcome] = []
        beside: list[Outcome] = []
        clicked: list[Clicked] = []
        for turn in range(TURNS):
            first = FILLED + 2 * turn * REQUESTS
            alone.append(_steady(requests[first : first + REQUESTS], server.port, world.folder))
            people = _let_in(server.port, key)
            second = requests[first + REQUESTS : first + 2 * REQUESTS]
            beside.append(_steady(second, server.port, world.folder))
            clicked.append(_leave(people))
    _tell(alone, beside, clicked)


def _steady(requests: Sequence[bytes], port: int, folder: Path) -> Outcome:
    return drive(
        requests, port, folder, connections=CONNECTIONS, warm=0, rate=RATE, seed=len(requests)
    )


def _let_in(port: int, key: str) -> "subprocess.Popen[bytes]":
    seconds = REQUESTS / RATE + 1.0
    command = module_command(
        "benchmarks.reviewer_client", str(port), key, str(REVIEWERS), str(seconds)
    )
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def _leave(people: "subprocess.Popen[bytes]") -> Clicked:
    said, _ = people.communicate(timeout=_SPARE_SECONDS)
    if people.returncode:
        raise Failure("the reviewers' client failed")
    return msgspec.json.decode(said, type=Clicked)


def _tell(alone: Sequence[Outcome], beside: Sequence[Outcome], clicked: Sequence[Clicked]) -> None:
    ratios = [with_.p99_ms / without.p99_ms for without, with_ in zip(alone, beside, strict=True)]
    for name, found in (("alone", alone), (f"with {REVIEWERS} reviewers", beside)):
        p50, p99 = (
            median([getattr(one, name_) for one in found]) for name_ in ("p50_ms", "p99_ms")
        )
        print(f"scores at {RATE:.0f} a second, {name}: p50 {p50:.2f} ms, p99 {p99:.2f} ms")
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
    print(f"p99 with reviewers over alone: {median(ratios):.2f} ({spread}; at most {MOST} asked)")
    clicks, calls = sum(one.clicks for one in clicked), [one.p50_ms for one in clicked]
    slow = max(one.p99_ms for one in clicked)
    print(f"reviewers: {clicks} clicks, a call {median(calls):.0f} ms, p99 at most {slow:.0f} ms")
    bad = sum(one.bad for one in (*alone, *beside)), sum(one.bad for one in clicked)
    print(f"answered with an error: scores {bad[0]}, reviewers' calls {bad[1]}")


if __name__ == "__main__":
    main()
