"""Drives a server from a process of its own, closed loop or open loop.

    python -m benchmarks.load_client REQUESTS PORT CONNECTIONS WARM [RATE SEED]

``REQUESTS`` is a msgpack list of whole HTTP requests. The first ``WARM`` are sent before the clock
runs. Without ``RATE`` each connection sends its next request when its answer is there (closed loop).
With it, requests are due at the instants of a Poisson process of that rate, whatever the server does
(open loop): a latency counts from the instant at which the request was due, so waiting for a free
connection is part of it and a stalled server can't hide the requests it kept from being sent.
Prints one ``Outcome`` as JSON.
"""

import asyncio
import random
import sys
from collections import Counter, deque
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, process_time

import msgspec
import uvloop
from msgspec import Struct

from benchmarks.connection import HOST, Answer, Connection
from benchmarks.stats import percentile


class Outcome(Struct, frozen=True):
    """What a run of the client met.

    Attributes:
        answered: answers in the timed part.
        seconds: from the first timed request to the last answer.
        cpu_share: CPU seconds of the client by wall seconds: near 1 it is the bottleneck itself.
        statuses: HTTP status -> answers, warm-up included.
        p50_ms, p95_ms, p99_ms, max_ms: latencies of the timed part.
    """

    answered: int
    seconds: float
    cpu_share: float
    statuses: dict[int, int]
    p50_ms: float
    p95_ms: float
    p99_ms: float
    max_ms: float

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return self.answered / self.seconds

    @property
    def bad(self) -> int:
        """Answers that were not 200."""
        return sum(count for status, count in self.statuses.items() if status != 200)


class Driver:
    """Sends requests over a fixed set of connections.

    Args:
        port: of a server on this machine.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: deque[Connection] = deque()
        self._due: deque[tuple[float, bytes]] = deque()
        self._started: dict[Connection, float] = {}
        self._wanted = 0
        self._done: asyncio.Future[None] | None = None
        self.latencies: list[float] = []
        self.statuses: Counter[int] = Counter()

    async def connect(self, connections: int) -> None:
        """Open the connections.

        Raises:
            OSError: nobody listens there.
        """
        loop = asyncio.get_running_loop()
        for _ in range(connections):
            _, connection = await loop.create_connection(
                lambda: Connection(self._on_answer, self._on_lost), HOST, self._port
            )
            self._idle.append(connection)

    async def closed_loop(self, requests: Sequence[bytes]) -> float:
        """Send each request as soon as a connection is free; returns the seconds it took."""
        done = self._expect(len(requests))
        started = perf_counter()
        # Due when a connection takes it: the latency is that of the exchange alone.
        self._due.extend((0.0, request) for request in requests)
        while self._idle and self._due:
            self._send_next(self._idle.popleft())
        await done
        return perf_counter() - started

    async def open_loop(self, requests: Sequence[bytes], rate: float, seed: int) -> float:
        """Send each request when it is due; returns the seconds it took."""
        done = self._expect(len(requests))
        source = random.Random(seed)
        started = due = perf_counter()
        for request in requests:
            due += source.expovariate(rate)
            await asyncio.sleep(max(due - perf_counter(), 0.0))
            self._due.append((due, request))
            if self._idle:
                self._send_next(self._idle.popleft())
        await done
        return perf_counter() - started

    def close(self) -> None:
        """End the connections."""
        self._done = None
        for connection in self._idle:
            connection.close()

    def _expect(self, count: int) -> "asyncio.Future[None]":
        self.latencies = []
        self._wanted = count
        self._done = asyncio.get_running_loop().create_future()
        if not count:
            self._done.set_result(None)
        return self._done

    def _send_next(self, connection: Connection) -> None:
        due, request = self._due.popleft()
        self._started[connection] = due or perf_counter()
        connection.send(request)

    def _on_answer(self, connection: Connection, answer: Answer) -> None:
        self.latencies.append(perf_counter() - self._started[connection])
        self.statuses[answer.status] += 1
        self._wanted -= 1
        if self._due:
            self._send_next(connection)
            return
        self._idle.append(connection)
        if not self._wanted and self._done is not None:
            self._done.set_result(None)

    def _on_lost(self, _connection: Connection) -> None:
        if self._done is not None and not self._done.done():
            self._done.set_exception(ConnectionResetError("the server closed a connection"))


async def drive(
    requests: Sequence[bytes],
    port: int,
    *,
    connections: int,
    warm: int,
    rate: float | None = None,
    seed: int = 0,
) -> Outcome:
    """One run; see the module for the arguments.

    Raises:
        ConnectionResetError: the server closed a connection.
    """
    driver = Driver(port)
    await driver.connect(connections)
    await driver.closed_loop(requests[:warm])
    cpu = process_time()
    if rate is None:
        seconds = await driver.closed_loop(requests[warm:])
    else:
        seconds = await driver.open_loop(requests[warm:], rate, seed)
    cpu = process_time() - cpu
    driver.close()
    return _outcome(driver, seconds, cpu)


def _outcome(driver: Driver, seconds: float, cpu: float) -> Outcome:
    p50, p95, p99, most = (
        percentile(driver.latencies, share) * 1e3 for share in (0.5, 0.95, 0.99, 1.0)
    )
    return Outcome(
        len(driver.latencies),
        seconds,
        cpu / seconds,
        dict(driver.statuses),
        p50,
        p95,
        p99,
        most,
    )


def main(arguments: list[str]) -> None:
    """One run from the command line."""
    path, port, connections, warm, *rest = arguments
    run = drive(
        msgspec.msgpack.decode(Path(path).read_bytes(), type=list[bytes]),
        int(port),
        connections=int(connections),
        warm=int(warm),
        rate=float(rest[0]) if rest else None,
        seed=int(rest[1]) if rest else 0,
    )
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        outcome = runner.run(run)
    print(msgspec.json.encode(outcome).decode())


if __name__ == "__main__":
    main(sys.argv[1:])
