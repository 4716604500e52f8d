"""Answers the calls on cases: who calls, whether the role may, what is asked, then the call's own work."""

import re
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from fastapi import FastAPI, Request, Response

from api.case_calls import CALLS, DECODERS, Asked, CaseCall
from api.door import TRACE, Trace
from api.errors import MethodNotAllowed
from api.ports import KeyRing
from api.query import read_query
from api.roles import require
from api.security import caller_of
from api.wire import EVENT_LIMIT_BYTES, JSON_TYPE, read_body
from data.decisions import ENCODER
from data.errors import InvalidInput, Unavailable
from data.events import decode_strictly
from risk.case_access import CALLS as ROLES
from risk.cases import Cases

_CASE_ID: Final = re.compile(r"C-[0-9]{8}-[0-9]{6,12}")
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,15}")
_ACTS: Final = ("next", "bulk")
_NUMBERS: Final = ("file_id", "appeal_id")
_Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


def add_case_routes(framework: FastAPI, cases: Cases | None, keys: KeyRing) -> None:
    """Put every call of the table behind the door.

    Args:
        framework: gets the routes.
        cases: answers; None where nothing keeps cases: then each call is 503.
        keys: who may call.
    """
    for call in CALLS:
        framework.add_api_route(call.path, _endpoint(call, cases, keys), methods=[call.method])


def _endpoint(call: CaseCall, cases: Cases | None, keys: KeyRing) -> _Endpoint:
    async def endpoint(request: Request) -> Response:
        trace: Trace = request.scope[TRACE]
        caller = caller_of(trace.head.authorization, keys)
        require(caller.role, ROLES[call.name])
        query = read_query(request.scope["query_string"], *call.known)
        case_id, number = _ids(request.path_params)
        body = None
        if call.body is not None:
            raw = await read_body(request.receive, trace.head.content_length, EVENT_LIMIT_BYTES)
            body = decode_strictly(DECODERS[call.name], raw)
        if cases is None:
            raise Unavailable("no cases are kept here", code="no_cases")
        answer = await call.run(cases, Asked(caller, case_id, number, query, body))
        return Response(ENCODER.encode(answer), headers={"content-type": JSON_TYPE.decode("ascii")})

    return endpoint


def _ids(path: dict[str, str]) -> tuple[str, int]:
    """The ids of a path; "" and 0 where it has none.

    Raises:
        MethodNotAllowed: it is an act upon the queue, asked for by GET.
        InvalidInput: an id that no case, file or appeal can have.
    """
    case_id = path.get("case_id", "")
    if case_id in _ACTS:
        raise MethodNotAllowed("POST")  # a GET of an act is no case of that name
    if "case_id" in path and not _CASE_ID.fullmatch(case_id):
        raise InvalidInput("Expected C-, eight digits, -, six to twelve digits", param="case_id")
    for name in _NUMBERS:
        if name in path:
            if not _NUMBER.fullmatch(path[name]):
                raise InvalidInput("Expected a whole number from 1", param=name)
            return case_id, int(path[name])
    return case_id, 0
