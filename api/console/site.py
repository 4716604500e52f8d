"""The console as an ASGI app: its pages, its cookie, and headers that keep other hosts out.

NiceGUI keeps one set of pages for a process, so there is one console in it. The cookie holds a random id,
is unreadable to scripts and is not sent with requests from other sites (SameSite=strict). Acts travel on a
socket whose id stands in a page that other sites can't read, and the socket takes no other origin: so
nobody can make a logged-in browser act (CSRF). The content policy (``policy``) lets a page talk to its own
host only, and run no script but those that it was sent with.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from nicegui import app, ui

from api.console.client import Api
from api.console.pages import PAGES
from api.console.places import home_of
from api.console.policy import Nonces, policy_of
from api.console.seat import House
from api.console.shell import root_of
from api.console.sign_on import comes_back, send_on
from api.console.visitors import Visitors
from api.wire import AsgiApp, Message, Receive, Scope, Send
from data.vault import random_bytes

MOUNT: Final = "/console"
_POLICY_NAME: Final = b"content-security-policy"
_POLICY: Final = policy_of("").encode()
"""Of what is no page: it runs nothing."""
_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
)
_FOREIGN: Final = 403


class Site:
    """The console.

    Args:
        api: the API that it is a client of.
        https_cookie: whether the cookie is for HTTPS only.
    """

    def __init__(self, api: Api, *, https_cookie: bool = False) -> None:
        self._api = api
        self._pages = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
        self.app: AsgiApp = _Guard(self._pages)
        house = House(api, Visitors())
        for add in PAGES:
            add(house)
        ui.page("/")(_home_of(house))
        app.add_middleware(Nonces)  # before NiceGUI adds its own around it: pages come uncompressed
        ui.run_with(
            self._pages,
            title="PostRisk",
            favicon="🛡",
            storage_secret=random_bytes(32).hex(),
            session_middleware_kwargs={
                "same_site": "strict",
                "session_cookie": "postrisk_console",
                "https_only": https_cookie,
            },
            show_welcome_message=False,
            tailwind=False,
        )

    @asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """What NiceGUI does at the start and at the end."""
        async with self._pages.router.lifespan_context(self._pages):
            yield
        await self._api.close()

    def mount_on(self, framework: FastAPI) -> None:
        """Let an app show the console under ``/console``, and send its bare address there."""
        framework.add_route("/", _to_console, include_in_schema=False)
        framework.add_route(MOUNT, _to_console, include_in_schema=False)
        framework.mount(MOUNT, self.app)


async def _to_console(_request: Any) -> Response:
    return RedirectResponse(f"{MOUNT}/")


def _home_of(house: House) -> Callable[[Request], Response]:
    def home(request: Request) -> Response:
        person = house.visitor().person
        path = "/login" if person is None else home_of(person.role)
        return RedirectResponse(f"{root_of(request)}{path}")

    return home


class _Guard:
    """Adds the headers to each answer, and turns away sockets that another site opens."""

    def __init__(self, app: AsgiApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not is_own(scope):
            await _refuse(scope, send)
            return
        if comes_back(scope):
            await send_on(scope, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", []))
                if all(name != _POLICY_NAME for name, _ in given):
                    given.append((_POLICY_NAME, _POLICY))
                message["headers"] = [*given, *_HEADERS]
            await send(message)

        await self._app(scope, receive, sending)


def is_own(scope: Scope) -> bool:
    """Whether a request comes from a page of its own host, or names no page at all."""
    headers = dict(scope.get("headers", []))
    origin = headers.get(b"origin")
    if origin is None:
        return True
    netloc: str = urlsplit(origin.decode("latin-1")).netloc
    return bool(netloc == headers.get(b"host", b"").decode("latin-1"))


async def _refuse(scope: Scope, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    await send({"type": "http.response.start", "status": _FOREIGN, "headers": list(_HEADERS)})
    await send({"type": "http.response.body", "body": b""})
