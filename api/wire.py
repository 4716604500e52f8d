"""Raw ASGI for the doors: read the head in one pass, the body up to a limit, and answer.

Written on the ASGI messages themselves because a framework's request object costs more than the
score of an event. Memory for one request is bounded by the limit of its body.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any, Final, TypeAlias

import msgspec

from api.errors import body_of, extra_headers_of, status_of
from api.request_ids import RequestIds
from data.decisions import ENCODER
from data.errors import TooLarge

# Any: the ASGI specification leaves the values of scope and messages untyped.
Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Headers: TypeAlias = list[tuple[bytes, bytes]]
AsgiApp: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

MIB: Final = 1 << 20
EVENT_LIMIT_BYTES: Final = MIB
BATCH_LIMIT_BYTES: Final = 16 * MIB
"""A thousand events with long Chinese texts are more than 1 MiB; each of them is held to 1 MiB."""

JSON_TYPE: Final = b"application/json; charset=utf-8"

_LINGER_BYTES: Final = 16 * MIB
_LINGER_SECONDS: Final = 2.0


class ClientGone(Exception):
    """The caller hung up before the body was complete."""


class Head(msgspec.Struct, frozen=True, gc=False):
    """What the doors need of a request's headers."""

    request_id: str
    authorization: bytes | None
    content_length: bytes | None


def read_head(headers: Mapping[bytes, bytes], ids: RequestIds) -> Head:
    """The three headers that matter; names are in lower case."""
    value_of = headers.get
    request_id = ids.echo_or_new(value_of(b"x-request-id"))
    return Head(request_id, value_of(b"authorization"), value_of(b"content-length"))


async def read_body(receive: Receive, declared: bytes | None, limit_bytes: int) -> bytes:
    """The whole body, never holding more than the limit and one chunk of the server.

    Args:
        receive: the ASGI channel of this request.
        declared: the Content-Length header, if one was sent.
        limit_bytes: the largest body to accept.

    Raises:
        TooLarge: the declared or the real length is over the limit.
        ClientGone: the caller hung up.
    """
    if declared is not None and declared.isdigit():
        _check_length(int(declared[:20]), limit_bytes)
    message = await receive()
    if message["type"] != "http.request":
        raise ClientGone
    body: bytes = message.get("body", b"")
    if message.get("more_body", False):
        return await _read_rest(receive, bytearray(body), limit_bytes)
    _check_length(len(body), limit_bytes)
    return body


def json_headers(body: bytes, request_id: str) -> Headers:
    """The headers of every JSON answer of the doors."""
    return [
        (b"content-type", JSON_TYPE),
        (b"content-length", b"%d" % len(body)),
        (b"x-request-id", request_id.encode("ascii")),
    ]


def error_answer(error: Exception, request_id: str) -> tuple[int, Headers, bytes]:
    """Status, headers and the one body of errors."""
    body = ENCODER.encode(body_of(error, request_id))
    return status_of(error), json_headers(body, request_id) + extra_headers_of(error), body


async def send_json(send: Send, body: bytes, request_id: str) -> None:
    """Send a whole JSON answer with status 200."""
    await send(_start(200, json_headers(body, request_id)))
    await send({"type": "http.response.body", "body": body})


async def send_error(receive: Receive, send: Send, error: Exception, request_id: str) -> int:
    """Send the one body of errors; gives the status that was sent."""
    status, headers, body = error_answer(error, request_id)
    await send(_start(status, headers))
    if status != 413:
        await send({"type": "http.response.body", "body": body})
        return status
    await send({"type": "http.response.body", "body": body, "more_body": True})
    await _linger(receive)
    await send({"type": "http.response.body", "body": b""})
    return status


def _start(status: int, headers: Headers) -> Message:
    return {"type": "http.response.start", "status": status, "headers": headers}


async def _read_rest(receive: Receive, body: bytearray, limit_bytes: int) -> bytes:
    more = True
    while more:
        _check_length(len(body), limit_bytes)
        message = await receive()
        if message["type"] != "http.request":
            raise ClientGone
        body += message.get("body", b"")
        more = message.get("more_body", False)
    _check_length(len(body), limit_bytes)
    return bytes(body)


def _check_length(length_bytes: int, limit_bytes: int) -> None:
    if length_bytes > limit_bytes:
        raise TooLarge(f"the body is over {limit_bytes} bytes")


async def _linger(receive: Receive) -> None:
    """Throw away what still arrives, for a while, before the connection is closed.

    A socket closed with unread bytes is reset, and a reset can destroy the 413 that the caller has
    not read yet. The wait is bounded in bytes and seconds, so nobody can keep us reading.
    """
    left = _LINGER_BYTES
    try:
        async with asyncio.timeout(_LINGER_SECONDS):
            while left > 0:
                message = await receive()
                if message["type"] != "http.request" or not message.get("more_body", False):
                    return
                left -= len(message.get("body", b""))
    except TimeoutError:
        return
