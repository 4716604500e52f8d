"""A receiver of webhooks on this machine, that answers as a test tells it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from msgspec import Struct

SECRET = "whsec_" + "c2VjcmV0LW9mLXRoZS10ZXN0cy1hbmQtbm8tb3RoZXI="


class Call(Struct):
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


class Receiver:
    """Answers each POST by ``answers`` in turn, then by 204; counts connections too."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.answers: list[Callable[[BaseHTTPRequestHandler], None]] = []
        self.connections = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/hook"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def ids(self) -> list[str]:
        return [call.headers["webhook-id"] for call in self.calls]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def status(code: int, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """An answer of a status."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("content-length", "0")
        handler.end_headers()

    return answer


def hang(until: threading.Event) -> Callable[[BaseHTTPRequestHandler], None]:
    """No answer until told."""

    def answer(_handler: BaseHTTPRequestHandler) -> None:
        until.wait(60)

    return answer


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A header that never ends, a byte at a time: no read of it ever times out."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nx: ")
    for _ in range(600):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()
    try:
        yield receiver
    finally:
        receiver.close()


def _handler_of(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def setup(self) -> None:
            receiver.connections += 1
            super().setup()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.calls.append(Call(self.path, headers, body))
            answer = receiver.answers.pop(0) if receiver.answers else status(204)
            try:
                answer(self)
            except OSError:
                self.close_connection = True  # the caller has gone

        def log_message(self, *_args: Any) -> None:
            """Nothing to stderr."""

    return Handler
