"""``/v1/sessions`` and ``/v1/people``: people log in and out, and know each other by name.

A session's token is a Bearer key like any other: the same roles and the same audit log hold for whoever
uses it. Slow hashes run in threads, two at a time, so a flood of log-ins can't take the cores from scoring.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

import msgspec
from fastapi import FastAPI, Request, Response
from msgspec import Struct

from api.door import TRACE, Trace
from api.ports import KeyRing
from api.query import read_query
from api.roles import COLLEAGUES, require
from api.security import caller_of, secret_of
from api.session_bodies import (
    PATHS,
    LogIn,
    PeopleList,
    SessionOpened,
    SessionView,
    SignOn,
    SignOnBegun,
)
from api.wire import EVENT_LIMIT_BYTES, JSON_TYPE, Head, read_body
from data.decisions import ENCODER
from data.errors import Unavailable
from data.events import decode_strictly
from data.instants import to_datetime
from risk.people import People

_AT_ONCE: Final = 2

BODY: Final = msgspec.json.Decoder(LogIn)
_SIGN_ON: Final = msgspec.json.Decoder(SignOn)
_Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


def add_session_routes(framework: FastAPI, people: People | None, keys: KeyRing) -> None:
    """Put the calls behind the door.

    Args:
        framework: gets the routes.
        people: answers; None where there are no accounts: then each call is 503.
        keys: who may call.
    """
    calls = _SessionCalls(people, keys)
    opening, current, colleagues, outside = PATHS
    framework.add_api_route(opening, calls.log_in, methods=["POST"])
    # One route for both, so that a 405 names both.
    framework.add_api_route(current, calls.current, methods=["GET", "DELETE"])
    framework.add_api_route(colleagues, calls.colleagues, methods=["GET"])
    framework.add_api_route(outside, calls.outside, methods=["GET", "POST"])


class _SessionCalls:
    def __init__(self, people: People | None, keys: KeyRing) -> None:
        self._people = people
        self._keys = keys
        self._turns = asyncio.Semaphore(_AT_ONCE)
        # Of its own: an identity provider that is slow must not keep local accounts out.
        self._outside_turns = asyncio.Semaphore(_AT_ONCE)

    async def log_in(self, request: Request) -> Response:
        head = _head(request)
        read_query(request.scope["query_string"])
        raw = await read_body(request.receive, head.content_length, EVENT_LIMIT_BYTES)
        body = decode_strictly(BODY, raw)
        people = self._kept()
        async with self._turns:
            opened = await asyncio.to_thread(
                people.log_in, body.name, body.password, body.code, body.new_password
            )
        return _json(SessionOpened(opened.token, opened.person, _told(opened.ends_at_ms)))

    async def outside(self, request: Request) -> Response:
        """Begin a single sign-on, or finish one."""
        read_query(request.scope["query_string"])
        people = self._kept()
        if request.method == "GET":
            oidc = people.outside
            async with self._outside_turns:
                begun = await asyncio.to_thread(oidc.begin)
            told = oidc.told
            answer = SignOnBegun(told.name_zh, told.name_en, begun.url, begun.state, begun.sealed)
            return _json(answer)
        raw = await read_body(request.receive, _head(request).content_length, EVENT_LIMIT_BYTES)
        body = decode_strictly(_SIGN_ON, raw)
        async with self._outside_turns:
            opened = await asyncio.to_thread(
                people.log_in_from_outside, body.code, body.state, body.sealed
            )
        return _json(SessionOpened(opened.token, opened.person, _told(opened.ends_at_ms)))

    async def current(self, request: Request) -> Response:
        token = secret_of(_head(request).authorization)
        read_query(request.scope["query_string"])
        people = self._kept()
        asked = people.log_out if request.method == "DELETE" else people.present
        session = await asyncio.to_thread(asked, token)
        return _json(SessionView(session.person, _told(session.ends_at_ms)))

    async def colleagues(self, request: Request) -> Response:
        require(caller_of(_head(request).authorization, self._keys).role, COLLEAGUES)
        read_query(request.scope["query_string"])
        return _json(PeopleList(await asyncio.to_thread(self._kept().colleagues)))

    def _kept(self) -> People:
        if self._people is None:
            raise Unavailable("no accounts are kept here", code="no_accounts")
        return self._people


def _head(request: Request) -> Head:
    trace: Trace = request.scope[TRACE]
    return trace.head


def _told(instant_ms: int) -> str:
    return to_datetime(instant_ms).isoformat()


def _json(answer: Struct) -> Response:
    headers = {"content-type": JSON_TYPE.decode("ascii"), "cache-control": "no-store"}
    return Response(ENCODER.encode(answer), headers=headers)
