"""Calls that govern lists, limits and policies, as one table: what the door serves is what the OpenAPI tells.

Each call names the roles that may make it. The caller's key id is handed on as the person: whoever proposed
may not approve.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any, Final, Literal, TypeAlias

import msgspec
from msgspec import Struct

from api.ports import KeyRing
from api.query import read_query
from api.roles import require
from api.security import caller_of
from api.wire import EVENT_LIMIT_BYTES, Head, Receive, Scope, read_body
from data.api_keys import Caller
from data.decisions import ENCODER
from data.errors import InvalidInput, NotFound
from data.events import decode_strictly
from risk.governance import Governance

_ID: Final = re.compile(r"[A-Za-z0-9._:@-]{1,128}")
_EMPTY: Final = (b"", b"{}")


class Sent(Struct, frozen=True):
    """What a caller sent.

    Attributes:
        id: of the path; empty where the path has none.
        query: parameters.
        body: decoded by the type of the call; None where it takes none.
    """

    id: str
    query: dict[str, str]
    body: Any


Handler: TypeAlias = Callable[[Governance, Caller, Sent], Awaitable[Struct]]


class Call(Struct, frozen=True):
    """One call.

    Attributes:
        name: its operation id.
        path: with at most one parameter, in braces.
        roles: who may make it.
        handler: does it.
        summary: one sentence.
        answer: type of the answer.
        takes: type of the body; None where there is none.
        example: a body that works.
        query: names of its parameters, with description and JSON Schema.
        example_id: an example of the path's parameter.
        limit_bytes: of the body.
    """

    name: str
    method: Literal["GET", "POST"]
    path: str
    roles: frozenset[str]
    handler: Handler
    summary: str
    answer: type
    takes: type | None = None
    example: dict[str, Any] | None = None
    query: dict[str, tuple[str, dict[str, Any]]] = {}
    example_id: str = ""
    limit_bytes: int = EVENT_LIMIT_BYTES

    @property
    def parameter(self) -> str:
        """Name of the path's parameter; empty where there is none."""
        return self.path.partition("{")[2].partition("}")[0]


async def answer(  # noqa: PLR0917  what a door has of a request, as elsewhere here
    call: Call, governance: Governance, keys: KeyRing, head: Head, scope: Scope, receive: Receive
) -> bytes:
    """Let one caller make a call.

    Raises:
        PostRiskError: as the contract says for the call.
        ClientGone: the caller hung up.
    """
    holder = caller_of(head.authorization, keys)
    require(holder.role, call.roles)
    query = read_query(scope["query_string"], *call.query)
    id_ = str(scope["path_params"].get(call.parameter, ""))
    if call.parameter and not _ID.fullmatch(id_):
        raise NotFound("there is nothing with such an id", param=call.parameter)
    body = None
    if call.method == "POST":
        raw = await read_body(receive, head.content_length, call.limit_bytes)
        body = _decoded(call, raw)
    await governance.service.caught_up()  # who was answered by one worker may ask the next
    return ENCODER.encode(await call.handler(governance, holder, Sent(id_, query, body)))


def _decoded(call: Call, raw: bytes) -> Any:
    if call.takes is not None:
        return decode_strictly(msgspec.json.Decoder(call.takes), raw)
    if raw.strip() not in _EMPTY:
        raise InvalidInput("this call takes no body", code="unexpected_body")
    return None


def whole_number(query: dict[str, str], name: str, default: int, most: int) -> int:
    """A parameter as a whole number from 1.

    Raises:
        InvalidInput: it is none, or too large.
    """
    text = query.get(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= most or len(text) > 9:
        raise InvalidInput(f"must be a whole number from 1 to {most}", param=name)
    return int(text)


def one_of(query: dict[str, str], name: str, options: tuple[str, ...]) -> str | None:
    """A parameter of a closed list, or None.

    Raises:
        InvalidInput: it is not of the list.
    """
    value = query.get(name)
    if value is not None and value not in options:
        raise InvalidInput(f"must be one of {', '.join(options)}", param=name)
    return value
