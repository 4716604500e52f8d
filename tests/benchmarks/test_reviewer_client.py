"""The reviewers' client against a small server that counts what it is asked."""

import asyncio
import json
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks.reviewer_client import review

SEEN: Counter[str] = Counter()


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        SEEN[self.path] += 1
        self._say(200, {"items": [{"case_id": "C-1"}], "next": None})

    def do_POST(self) -> None:
        SEEN[self.path] += 1
        self.rfile.read(int(self.headers["content-length"]))
        self._say(409, {})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name in the library
        del format, args

    def _say(self, status: int, body: object) -> None:
        said = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)


@pytest.fixture
def port() -> Iterator[int]:
    SEEN.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), _Door) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def test_reviewers_open_cases_of_the_queue_and_an_error_is_counted(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.reviewer_client.REST_SECONDS", 0.001)
    monkeypatch.setattr("benchmarks.reviewer_client._NOTED", 1)
    found = asyncio.run(review(port, "key", 3, 0.5))
    assert SEEN["/v1/cases?status=open&limit=50"] >= 3
    assert SEEN["/v1/cases/C-1"] == SEEN["/v1/cases/C-1/links"] > 0
    assert found.bad == SEEN["/v1/cases/C-1/comments"] > 0
    assert found.clicks >= SEEN["/v1/cases/C-1"]
