"""The doors behind a real uvicorn, in a process of its own, on a free port of 127.0.0.1."""

import contextlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api import server as module
from api.app import create_app
from api.examples import SHIPMENT
from api.server import SWITCH_SECONDS, bind, serve_on, url_of
from data.errors import Failure
from tests.api.fakes import FakeKeys, FakeService

_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = """
import sys
from api.app import create_app
from api.server import serve
from tests.api.fakes import FakeKeys, FakeService

class Slow(FakeService):
    def submit(self, event, tell):
        if event.event_id == "slow":
            print("scoring", flush=True)
            self.delay_seconds = 0.8
        super().submit(event, tell)

serve(create_app(Slow(), FakeKeys()), "127.0.0.1", 0, drain_seconds=float(sys.argv[1]),
      started=lambda url: print(url, flush=True))
print("stopped", flush=True)
"""


@contextlib.contextmanager
def _running(drain_seconds: float = 0.0) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-c", _PROGRAM, str(drain_seconds)]
    with subprocess.Popen(
        command, cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            assert url.startswith("http://127.0.0.1:")
            yield process, url
        finally:
            process.kill()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with _running() as (_, found):
        yield found


def _raw(url: str) -> socket.socket:
    host, _, port = url.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)), timeout=10)


def _head(path: str, *headers: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: door", "Authorization: Bearer key-counter", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def _answer(connection: socket.socket) -> bytes:
    """All that comes until the server closes."""
    received = b""
    while chunk := connection.recv(65536):
        received += chunk
    return received


def _pour(connection: socket.socket, chunks: int) -> None:
    chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
    with contextlib.suppress(ConnectionError):
        for _ in range(chunks):
            connection.sendall(chunk)


def test_a_score_over_a_real_socket(url: str) -> None:
    with httpx.Client(base_url=url, headers={"Authorization": "Bearer key-counter"}) as client:
        answer = client.post("/v1/score", json=SHIPMENT)
        assert answer.status_code == 200
        assert "server" not in answer.headers
        assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize("path", ["/v1/score", "/v1/outcomes"])
def test_an_oversized_chunked_body_is_413_though_it_has_no_end(url: str, path: str) -> None:
    with _raw(url) as connection:
        connection.sendall(_head(path, "Transfer-Encoding: chunked"))
        _pour(connection, 20)
        received = _answer(connection)
    assert received.startswith(b"HTTP/1.1 413 ")
    assert b'"type":"too_large"' in received
    assert b"connection: close" in received.lower()


def test_a_declared_oversized_body_is_413_before_it_comes(url: str) -> None:
    with _raw(url) as connection:
        connection.sendall(_head("/v1/score", "Content-Length: 99999999"))
        assert connection.recv(65536).startswith(b"HTTP/1.1 413 ")


def test_a_caller_who_sends_all_of_an_oversized_body_still_reads_the_413(url: str) -> None:
    headers = {"Authorization": "Bearer key-counter"}
    answer = httpx.post(f"{url}/v1/score", content=b" " * (8 << 20), headers=headers)
    assert answer.status_code == 413


def test_a_chunked_body_within_the_limit_is_read_whole(url: str) -> None:
    with _raw(url) as connection:
        connection.sendall(_head("/v1/score", "Transfer-Encoding: chunked", "Connection: close"))
        _pour(connection, 3)
        connection.sendall(b"2\r\n{}\r\n0\r\n\r\n")
        received = _answer(connection)
    assert received.startswith(b"HTTP/1.1 422 ")
    assert b'"param":"kind"' in received


def test_a_caller_who_hangs_up_harms_nobody(url: str) -> None:
    for _ in range(5):
        with _raw(url) as connection:
            connection.sendall(_head("/v1/score", "Content-Length: 500") + b"{")
    assert httpx.get(f"{url}/healthz").status_code == 200


def test_sigterm_finishes_what_is_under_way_and_ends_with_0() -> None:
    with _running() as (process, url), _raw(url) as connection:
        body = b'{"kind":"cod_application","event_id":"slow","occurred_at":"2025-01-01T00:00:00Z",'
        body += b'"merchant_id":"m","business":{},"settle_account_no":"1","requested_limit_fen":1}'
        connection.sendall(_head("/v1/score", f"Content-Length: {len(body)}") + body)
        assert process.stdout is not None
        assert process.stdout.readline() == "scoring\n"
        process.send_signal(signal.SIGTERM)
        assert _answer(connection).startswith(b"HTTP/1.1 200 ")
        assert process.wait(timeout=10) == 0
        assert process.stdout.read() == "stopped\n"
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_a_drain_says_not_ready_while_it_still_scores() -> None:
    with _running(drain_seconds=1.5) as (process, url):
        process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        assert httpx.get(f"{url}/readyz").status_code == 503
        headers = {"Authorization": "Bearer key-counter"}
        assert httpx.post(f"{url}/v1/score", json=SHIPMENT, headers=headers).status_code == 200
        assert process.wait(timeout=10) == 0


def test_a_taken_port_is_one_clear_failure() -> None:
    with bind("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        assert url_of(listener) == f"http://127.0.0.1:{port}"
        with pytest.raises(Failure, match=f"port {port} .*in use") as caught:
            bind("127.0.0.1", port)
    assert caught.value.code == "port_in_use"


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid"])
def test_an_address_that_is_not_ours_is_a_failure(host: str) -> None:
    with pytest.raises(Failure):
        bind(host, 0)


def test_only_while_it_serves_the_threads_take_short_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    met: list[float] = []

    class Watched(module._Server):
        def run(self, sockets: list[socket.socket] | None = None) -> None:
            del sockets
            met.append(sys.getswitchinterval())
            self.started = True

    monkeypatch.setattr(module, "_Server", Watched)
    before = sys.getswitchinterval()
    serve_on(create_app(FakeService(), FakeKeys()), bind("127.0.0.1", 0))
    assert met == [pytest.approx(SWITCH_SECONDS)]
    assert sys.getswitchinterval() == before
