"""What one and two workers on one PostgreSQL log do a second, beside the embedded log.

    python -m benchmarks.workers URL_OF_EMPTY_DATABASE URL_OF_ANOTHER [--preset NAME] [--turns N]

Three servers take turns under the same load (32 connections, closed loop): SQLite, one process on
PostgreSQL, two workers on PostgreSQL. Then each has a steady rate of its own (Poisson). Every event is new
to its server. Figures are medians over the turns. Client, servers and database share one machine, so the
second worker finds no core of its own on two.
"""

import argparse
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from statistics import median
from typing import Final

from benchmarks.drive import drive
from benchmarks.load_client import Outcome
from benchmarks.processes import Server, log_options, postrisk, serve_command
from benchmarks.stage import Stage, events_of, request_of, stage

CONNECTIONS: Final = 32
REQUESTS: Final = 2_000
WARM: Final = 300
RATE: Final = 100.0
_PATH: Final = "/v1/score"


class _Served:
    """One server and the requests that it has not had."""

    def __init__(self, name: str, server: Server, requests: Iterator[bytes]) -> None:
        self.name = name
        self._server = server
        self._requests = requests
        self.closed: list[Outcome] = []

    def run(self, on: Stage, rate: float | None = None) -> Outcome:
        count = REQUESTS if rate is None else REQUESTS // 2
        some = list(islice(self._requests, count))
        assert len(some) == count, "the world is too small: take fewer turns"
        warm = WARM if rate is None else 0
        return drive(
            some,
            self._server.port,
            on.folder,
            connections=CONNECTIONS,
            warm=warm,
            rate=rate,
            seed=7,
        )


def main() -> None:
    """Run and print."""
    asked = _arguments()
    with stage(asked.preset) as on, ExitStack() as stack:
        kinds = (
            ("SQLite, one process", None, 1),
            ("PostgreSQL, one process", asked.one, 1),
            ("PostgreSQL, two workers", asked.two, 2),
        )
        served = [_served(on, stack, *kind) for kind in kinds]
        for _ in range(asked.turns):
            for each in served:
                each.closed.append(each.run(on))
        for each in served:
            _tell(each, each.run(on, RATE))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.workers")
    parser.add_argument("one", help="URL of an empty database")
    parser.add_argument("two", help="URL of another one")
    parser.add_argument("--preset", default="S")
    parser.add_argument("--turns", type=int, default=3)
    return parser.parse_args()


def _served(on: Stage, stack: ExitStack, name: str, database: str | None, workers: int) -> _Served:
    home = on.home(name.replace(" ", "-"))
    log = log_options(database)
    key = postrisk("key", "new", "--role", "analyst", "--home", home, *log).strip()
    command = serve_command(home, log=log_options(database, workers))
    server = stack.enter_context(Server(command, on.folder / "servers.log"))
    requests = (request_of(event, key, _PATH) for event in events_of(on.events))
    return _Served(name, server, requests)


def _tell(served: _Served, steady: Outcome) -> None:
    closed = served.closed
    rates = [one.per_second for one in closed]
    bad = sum(one.bad for one in (*closed, steady))
    print(
        f"{served.name:24} {median(rates):6,.0f} scores/s ({min(rates):,.0f} to {max(rates):,.0f}),"
        f" p50 {median(o.p50_ms for o in closed):.1f} p99 {median(o.p99_ms for o in closed):.1f} ms;"
        f" at {RATE:.0f}/s p50 {steady.p50_ms:.1f} p99 {steady.p99_ms:.1f} ms; {bad} bad answers"
    )


if __name__ == "__main__":
    main()
