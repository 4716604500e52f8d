"""A caller of the doors over ASGI, without a network."""

import asyncio
from typing import Any

import httpx
import msgspec

from api.app import HttpApp, create_app
from tests.api.fakes import FakeExposures, FakeKeys, FakeService, NoLog


class Caller:
    """Calls an app of its own over a fake service."""

    def __init__(self) -> None:
        self.service = FakeService()
        self.log = NoLog()
        self.app: HttpApp = create_app(
            self.service, FakeKeys(), exposures=FakeExposures(), log=self.log
        )

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        role: str | None = "analyst",
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """One call; a body that is no bytes goes as JSON."""
        sent = dict(headers or {})
        if role is not None:
            sent.setdefault("Authorization", f"Bearer key-{role}")
        content = body if isinstance(body, bytes | None) else msgspec.json.encode(body)
        return asyncio.run(self._send(method, path, content, sent))

    async def _send(
        self, method: str, path: str, content: bytes | None, headers: dict[str, str]
    ) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://door") as client:
            return await client.request(method, path, content=content, headers=headers)

    def post(self, path: str, body: Any, role: str | None = "analyst") -> httpx.Response:
        return self.call("POST", path, body, role)

    def get(self, path: str, role: str | None = "analyst") -> httpx.Response:
        return self.call("GET", path, None, role)
