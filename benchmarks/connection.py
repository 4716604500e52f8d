"""The least HTTP/1.1 client that measures honestly: keep-alive, whole requests in, answers out.

A general client costs more than the server that it would measure. This one sends bytes that were
encoded before the clock ran, and looks for nothing in an answer but its status and its end.
"""

import asyncio
from collections.abc import Callable
from typing import Final, NamedTuple, cast

HOST: Final = "127.0.0.1"
_LENGTH: Final = b"content-length:"


class Answer(NamedTuple):
    """One HTTP answer."""

    status: int
    body: bytes


class Connection(asyncio.Protocol):
    """One kept-alive connection with at most one request under way.

    Args:
        answered: called with each answer.
        lost: called once when the connection ends, whoever ended it.
    """

    def __init__(
        self,
        answered: Callable[["Connection", Answer], None],
        lost: Callable[["Connection"], None],
    ) -> None:
        self._answered = answered
        self._lost = lost
        self._received = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the loop."""
        self._transport = cast("asyncio.Transport", transport)

    def send(self, request: bytes) -> None:
        """Send a whole request; its answer comes through ``answered``."""
        assert self._transport is not None, "not connected"
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Called by the loop."""
        self._received = self._received + data if self._received else data
        answer = whole_answer(self._received)
        if answer is not None:
            self._received = b""
            self._answered(self, answer)

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by the loop."""
        del exc
        self._lost(self)

    def close(self) -> None:
        """End the connection."""
        if self._transport is not None:
            self._transport.close()


def whole_answer(received: bytes) -> Answer | None:
    """The answer in what was received, or None while its end is missing.

    Answers must have a Content-Length, as all of the servers measured here send.
    """
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return None
    at = received.find(_LENGTH, 0, end)
    head = received[:end] if at >= 0 else received[:end].lower()
    at = at if at >= 0 else head.index(_LENGTH)
    length = int(head[at + len(_LENGTH) :].partition(b"\r\n")[0])
    start = end + 4
    if len(received) < start + length:
        return None
    return Answer(int(received[9:12]), received[start : start + length])


def encode_request(method: str, path: str, key: str, body: bytes = b"") -> bytes:
    """A whole HTTP request with a bearer key."""
    head = (
        f"{method} {path} HTTP/1.1\r\nhost: {HOST}\r\nauthorization: Bearer {key}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode("ascii") + body


class Caller:
    """Asks one request at a time over one connection; use ``Caller.connect``."""

    def __init__(self) -> None:
        self._connection = Connection(self._on_answer, self._on_lost)
        self._waiting: asyncio.Future[Answer] | None = None
        self._gone = False

    @classmethod
    async def connect(cls, port: int) -> "Caller":
        """A caller of a server on this machine.

        Raises:
            OSError: nobody listens there.
        """
        caller = cls()
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: caller._connection, HOST, port)
        return caller

    async def ask(self, request: bytes) -> Answer:
        """The answer to a request.

        Raises:
            ConnectionResetError: the server went away before the whole answer was there.
        """
        if self._gone:
            raise ConnectionResetError
        self._waiting = asyncio.get_running_loop().create_future()
        self._connection.send(request)
        return await self._waiting

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def _on_answer(self, _connection: Connection, answer: Answer) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(answer)

    def _on_lost(self, _connection: Connection) -> None:
        self._gone = True
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(ConnectionResetError())
