"""A served app in the test's own event loop, and raw connections to it."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator

import uvicorn
from uvicorn.server import ServerState

from api.app import HttpApp, create_app
from api.protocol import ScoreProtocol
from api.wire import Receive, Scope, Send
from tests.api.fakes import FakeExposures, FakeKeys, FakeService, NoLog


class Served:
    """An app on a port of 127.0.0.1, without uvicorn's signals and ticks."""

    def __init__(self, keep_alive_seconds: int = 5) -> None:
        self.service = FakeService()
        self.log = NoLog()
        self.app: HttpApp = create_app(
            self.service, FakeKeys(), exposures=FakeExposures(), log=self.log
        )
        self.state = ServerState()
        self.state.default_headers = [(b"date", b"Sat, 01 Mar 2025 00:00:00 GMT")]
        self._config = uvicorn.Config(
            self.app,
            http=ScoreProtocol,
            access_log=False,
            log_config=None,
            timeout_keep_alive=keep_alive_seconds,
        )
        self._config.load()
        self.asgi_calls = 0

        async def counting(scope: Scope, receive: Receive, send: Send) -> None:
            self.asgi_calls += 1
            await self.app(scope, receive, send)

        self._config.loaded_app = counting

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[int]:
        """Serve; gives the port."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: ScoreProtocol(self._config, self.state, {}), "127.0.0.1", 0
        )
        async with server:
            yield server.sockets[0].getsockname()[1]
            for connection in list(self.state.connections):
                connection.shutdown()
            while self.state.connections:
                await asyncio.sleep(0.005)


class Line:
    """One connection of a caller who writes bytes."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def __aenter__(self) -> "Line":
        self._reader, self.writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.writer.close()
        with contextlib.suppress(ConnectionError):
            await self.writer.wait_closed()

    async def ask(self, request: bytes) -> bytes:
        """The whole answer to a request."""
        self.writer.write(request)
        return await self.answer()

    async def answer(self) -> bytes:
        """The next whole answer."""
        head = await self._reader.readuntil(b"\r\n\r\n")
        if head.startswith(b"HTTP/1.1 100 "):
            return await self.answer()
        length = re.search(rb"\r\ncontent-length: (\d+)\r\n", head)
        assert length is not None
        return head + await self._reader.readexactly(int(length[1]))

    async def end(self) -> bytes:
        """All until the server closes."""
        return await self._reader.read()


def request(
    body: bytes, *headers: str, target: str = "/v1/score", role: str | None = "counter"
) -> bytes:
    """A request to score with a declared length."""
    return head(f"Content-Length: {len(body)}", *headers, target=target, role=role) + body


def chunked(
    body: bytes, *headers: str, target: str = "/v1/score", role: str | None = "counter"
) -> bytes:
    """The same in chunks, which is never a plain score."""
    start = head("Transfer-Encoding: chunked", *headers, target=target, role=role)
    chunk = b"%x\r\n%b\r\n" % (len(body), body) if body else b""
    return start + chunk + b"0\r\n\r\n"


def head(*headers: str, target: str, role: str | None) -> bytes:
    """The head of a POST."""
    lines = [f"POST {target} HTTP/1.1", "Host: door", "X-Request-ID: till-7", *headers]
    if role is not None:
        lines.append(f"Authorization: Bearer key-{role}")
    return "\r\n".join([*lines, "", ""]).encode()
