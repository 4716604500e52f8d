"""The console's door: no foreign socket, no foreign host, nothing without a session."""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.console.client import Api, ApiError
from api.console.site import is_own
from api.console.visitors import Visitors

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("origin", "own"),
    [
        (None, True),
        (b"http://desk:8080", True),
        (b"https://desk:8080", True),
        (b"http://desk", False),
        (b"http://evil.example", False),
        (b"null", False),
    ],
)
def test_only_pages_of_the_own_host_may_speak(origin: bytes | None, own: bool) -> None:
    headers = [(b"host", b"desk:8080")] + ([] if origin is None else [(b"origin", origin)])
    assert is_own({"headers": headers}) == own


def test_visitors_are_apart_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.console.visitors._MAX_VISITORS", 3)
    visitors = Visitors()
    visitors.at("a").token = "t"  # noqa: S105  made up
    assert visitors.at("b").token is None
    assert visitors.at("a").token == "t"  # noqa: S105  made up
    for name in "cde":
        visitors.at(name)
    assert visitors.at("a").token is None


def _asked(answer: httpx.Response) -> Any:
    async def ask() -> Any:
        api = Api("http://api", httpx.MockTransport(lambda _request: answer))
        try:
            return await api.call("GET", "/v1/cases", "prs_x")
        finally:
            await api.close()

    return asyncio.run(ask())


def test_an_answer_is_its_json_and_a_refusal_its_code() -> None:
    assert _asked(httpx.Response(200, json={"items": []})) == {"items": []}
    body = {
        "type": "conflict",
        "code": "case_taken",
        "message": "no",
        "param": None,
        "request_id": "r",
    }
    with pytest.raises(ApiError) as told:
        _asked(httpx.Response(409, json={"error": body}))
    assert (told.value.status, told.value.code) == (409, "case_taken")
    with pytest.raises(ApiError) as unreadable:
        _asked(httpx.Response(502, text="<html>"))
    assert unreadable.value.code == "unreadable"


def test_serving_imports_nothing_of_the_console() -> None:
    program = (
        "import sys, api.commands.serve; "
        "print(*[n for n in sys.modules if n.split('.')[0] in ('nicegui', 'httpx', 'playwright')"
        " or n.startswith('api.console')])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == ""
