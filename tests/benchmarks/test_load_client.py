"""The load client against a server of the test's own: it loses, doubles and hides nothing."""

import asyncio
from collections import Counter

import pytest

from benchmarks.connection import encode_request
from benchmarks.load_client import Outcome, drive

STALL_SECONDS = 0.2


class FakeServer:
    """Answers each request, the n-th after a stall if asked."""

    def __init__(self, stall_at: int = 0, status: int = 200) -> None:
        self.seen: Counter[bytes] = Counter()
        self._stall_at = stall_at
        self._status = status

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            self.seen[await reader.readexactly(length)] += 1
            if self.seen.total() == self._stall_at:
                await asyncio.sleep(STALL_SECONDS)
            writer.write(b"HTTP/1.1 %d X\r\ncontent-length: 2\r\n\r\n{}" % self._status)


async def against(
    server: FakeServer, requests: int, connections: int, warm: int, rate: float | None = None
) -> Outcome:
    async def quietly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await server.serve(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionResetError):
            writer.close()

    listener = await asyncio.start_server(quietly, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    bodies = [encode_request("POST", "/", "key", b"%d" % n) for n in range(requests)]
    outcome = await drive(bodies, port, connections=connections, warm=warm, rate=rate, seed=3)
    listener.close()
    await asyncio.sleep(0.01)
    return outcome


@pytest.mark.parametrize(("connections", "warm"), [(1, 0), (7, 20), (64, 1)])
def test_each_request_is_sent_once(connections: int, warm: int) -> None:
    server = FakeServer()
    outcome = asyncio.run(against(server, 50, connections, warm))
    assert server.seen == Counter({b"%d" % n: 1 for n in range(50)})
    assert (outcome.answered, outcome.statuses) == (50 - warm, {200: 50})


def test_answers_that_are_not_200_are_counted() -> None:
    outcome = asyncio.run(against(FakeServer(status=503), 10, 2, 3))
    assert outcome.bad == 10


def test_the_open_loop_counts_the_wait_of_requests_that_a_stall_held_back() -> None:
    # One connection at 200 a second: some forty requests become due during the stall, and each of
    # them waits. A client that measured from the moment of sending would see one slow answer.
    outcome = asyncio.run(against(FakeServer(stall_at=5), 100, 1, 0, rate=200.0))
    assert outcome.max_ms >= STALL_SECONDS * 1e3 * 0.9
    assert outcome.p95_ms > STALL_SECONDS * 1e3 * 0.3


def test_the_open_loop_keeps_its_rate() -> None:
    outcome = asyncio.run(against(FakeServer(), 100, 8, 0, rate=500.0))
    assert 0.1 < outcome.seconds < 0.6
