"""``/v1/notices``: what became of notices, and dead ones tried anew. Sending is a process of its own."""

import asyncio
import re
from typing import Final

from fastapi import FastAPI, Request, Response
from msgspec import Struct

from api.door import TRACE, Trace
from api.governed import one_of, whole_number
from api.notice_bodies import MOST, PATHS, STATUSES, NoticeList, NoticeRetried, NoticeView
from api.ports import KeyRing
from api.query import read_query
from api.roles import NOTICE_READERS, NOTICE_SENDERS, require
from api.security import role_of
from api.wire import EVENT_LIMIT_BYTES, JSON_TYPE, Head, read_body
from data.clock import wall_clock_ms
from data.decisions import ENCODER
from data.errors import InvalidInput, NotFound, Unavailable
from data.instants import to_datetime
from data.outbox import Listed, Outbox

_ID: Final = re.compile(r"[A-Za-z0-9_\-]{1,128}")


def add_notice_routes(framework: FastAPI, outbox: Outbox | None, keys: KeyRing) -> None:
    """Put the calls behind the door.

    Args:
        framework: gets the routes.
        outbox: answers; None where there is none: then each call is 503.
        keys: who may call.
    """
    calls = _NoticeCalls(outbox, keys)
    framework.add_api_route(PATHS[0], calls.listed, methods=["GET"])
    framework.add_api_route(PATHS[1], calls.retry, methods=["POST"])


class _NoticeCalls:
    def __init__(self, outbox: Outbox | None, keys: KeyRing) -> None:
        self._outbox = outbox
        self._keys = keys

    async def listed(self, request: Request) -> Response:
        require(role_of(_head(request).authorization, self._keys), NOTICE_READERS)
        query = read_query(request.scope["query_string"], "status", "limit")
        status = one_of(query, "status", STATUSES)
        most = whole_number(query, "limit", 100, MOST)
        outbox = self._kept()
        listed = await asyncio.to_thread(outbox.listed, status, most)
        counts = await asyncio.to_thread(outbox.counts)
        whole = {name: counts.get(name, 0) for name in STATUSES}
        return _json(NoticeList([_view(one) for one in listed], whole))

    async def retry(self, request: Request) -> Response:
        head = _head(request)
        require(role_of(head.authorization, self._keys), NOTICE_SENDERS)
        read_query(request.scope["query_string"])
        notice_id = str(request.scope["path_params"]["notice_id"])
        if not _ID.fullmatch(notice_id):
            raise NotFound("there is nothing with such an id", param="notice_id")
        body = await read_body(request.receive, head.content_length, EVENT_LIMIT_BYTES)
        if body.strip() not in (b"", b"{}"):
            raise InvalidInput("this call takes no body", code="unexpected_body")
        count = await asyncio.to_thread(self._kept().retry, notice_id, wall_clock_ms())
        return _json(NoticeRetried(count))

    def _kept(self) -> Outbox:
        if self._outbox is None:
            raise Unavailable("no notices are kept here", code="no_notices")
        return self._outbox


def _view(listed: Listed) -> NoticeView:
    delivery = listed.delivery
    waits = delivery.status == "waiting"
    return NoticeView(
        delivery.notice_id,
        listed.event,
        to_datetime(listed.at_ms).isoformat(),
        delivery.subscriber,
        delivery.status,
        delivery.tries,
        to_datetime(delivery.next_at_ms).isoformat() if waits else None,
        delivery.error,
    )


def _head(request: Request) -> Head:
    trace: Trace = request.scope[TRACE]
    return trace.head


def _json(answer: Struct) -> Response:
    return Response(ENCODER.encode(answer), headers={"content-type": JSON_TYPE.decode("ascii")})
