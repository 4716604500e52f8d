"""Single sign-on in the console: away to the identity provider, and back to the browser that went.

The provider sends browsers back from another site, and of such requests the cookie stays away (SameSite
strict). So the way back is a bare page of our own host that goes on at once: that step has the cookie.
"""

from html import escape
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import ui

from api.console.client import ApiError, Person
from api.console.seat import House, Seat
from api.console.shell import root_of
from api.console.visitors import SignOnTry
from api.wire import Scope, Send

BACK: Final = "/login/back"
"""Where the provider sends browsers; it stands as ``redirect_uri`` in ``oidc.yaml``."""
_ON: Final = "/login/on"
_OUTSIDE: Final = "/v1/sessions/oidc"
_MOST_BYTES: Final = 8_192
_PAGE: Final = (
    '<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>PostRisk</title>'
    '<meta http-equiv="refresh" content="0;url=on?{query}"></head>'
    '<body><a href="on?{query}">PostRisk</a></body></html>'
)
_HEADERS: Final = (
    (b"content-type", b"text/html; charset=utf-8"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
)


async def begin_sign_on(house: House, seat: Seat, target: str) -> dict[str, Any] | None:
    """What the API says of a single sign-on, kept for this browser; None where there is none now."""
    try:
        begun: dict[str, Any] = await house.api.call("GET", _OUTSIDE)
    except ApiError:
        return None
    seat.visitor.sign_on = SignOnTry(begun["state"], begun["sealed"], target)
    return begun


def add_sign_on_page(house: House) -> None:
    """Let ``/login/on`` take up the session of who came back."""

    async def show(request: Request) -> Response:
        visitor, root = house.visitor(), root_of(request)
        begun, visitor.sign_on = visitor.sign_on, None
        code = request.query_params.get("code", "")
        if begun is None or not code or request.query_params.get("state") != begun.state:
            return RedirectResponse(f"{root}/login?why=refused")
        body = {"code": code, "state": begun.state, "sealed": begun.sealed}
        try:
            opened = await house.api.call("POST", _OUTSIDE, body=body)
        except ApiError as error:
            why = "role" if error.status == 403 else "refused"
            return RedirectResponse(f"{root}/login?why={why}")
        person = opened["person"]
        visitor.token = opened["token"]
        visitor.person = Person(person["id"], person["name"], person["role"])
        return RedirectResponse(f"{root}{begun.target}")

    ui.page(_ON)(show)


def comes_back(scope: Scope) -> bool:
    """Whether a request is a browser on its way back."""
    path = str(scope.get("path", "")).removeprefix(str(scope.get("root_path", "")))
    return scope["type"] == "http" and path == BACK


async def send_on(scope: Scope, send: Send) -> None:
    """Send a browser one step on within its own host, with code and state and nothing else."""
    query = Request(scope).query_params if len(scope["query_string"]) <= _MOST_BYTES else {}
    kept = urlencode({name: query[name] for name in ("code", "state") if name in query})
    body = _PAGE.format(query=escape(kept)).encode()
    await send({"type": "http.response.start", "status": 200, "headers": list(_HEADERS)})
    await send({"type": "http.response.body", "body": body})
