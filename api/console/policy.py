"""The content policy of the console: its own host only, and of inline scripts those that it wrote itself.

Each page gets a nonce of its own, which stands at every script of the page as it leaves, and in its policy.
NiceGUI escapes all that its elements hold, so a ``<script`` in a page is its template's or ours. A script
or a handler that gets into the page later has no nonce and does not run. ``unsafe-eval`` stays: Vue makes
functions of NiceGUI's templates, and NiceGUI evaluates what the server sends over the socket.
"""

import base64
import re
from typing import Final

from starlette.datastructures import MutableHeaders

from api.wire import AsgiApp, Message, Receive, Scope, Send
from data.vault import random_bytes

_SCRIPT: Final = re.compile(rb"<script\b")
_NONCE_BYTES: Final = 18


def policy_of(scripts: str) -> str:
    """A policy by which these inline scripts run, beside files of our own host."""
    return (
        f"default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; "
        "base-uri 'self'; form-action 'self'; object-src 'none'"
    )


class Nonces:
    """Gives each page a nonce; everything else passes as it is.

    Args:
        app: makes the pages, not yet compressed.
    """

    def __init__(self, app: AsgiApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            send = _Page(send).send
        await self._app(scope, receive, send)


class _Page:
    """One answer: held back until it is whole, where it is a page."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            self._start = message
            return
        if self._start is None:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if not message.get("more_body", False):
            await self._leave(self._start)

    async def _leave(self, start: Message) -> None:
        nonce = base64.b64encode(random_bytes(_NONCE_BYTES)).decode()
        body = _SCRIPT.sub(f'<script nonce="{nonce}"'.encode(), self._body)
        headers = MutableHeaders(scope=start)
        headers["content-length"] = str(len(body))
        headers["content-security-policy"] = policy_of(f"'nonce-{nonce}' 'unsafe-eval'")
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_page(start: Message) -> bool:
    kind = MutableHeaders(scope=start).get("content-type", "")
    return kind.startswith("text/html")
