"""The one front door: hot calls straight to their functions, the rest to the FastAPI app behind it.

Both ways get the same request id, the same error body, the same counters and the same log line.
"""

from collections.abc import Awaitable, Callable, Mapping
from time import perf_counter
from typing import Final, TypeAlias

import msgspec

from api.errors import MethodNotAllowed
from api.metrics import Metrics
from api.request_ids import RequestIds
from api.request_log import RequestLog
from api.wire import (
    AsgiApp,
    ClientGone,
    Head,
    Message,
    Receive,
    Scope,
    Send,
    read_head,
    send_error,
    send_json,
)

HotCall: TypeAlias = Callable[[Scope, Head, Receive], Awaitable[bytes]]
"""Takes a POST and gives the body of its 200, or raises."""

TRACE: Final = "postrisk.trace"
"""Where the scope keeps the :class:`Trace` of a request for the app behind the door."""


class Trace(msgspec.Struct):
    """What door and app tell each other about one request."""

    head: Head
    started: float
    error: Exception | None = None
    status: int = 0


class Door:
    """An ASGI app before another one.

    Args:
        hot: path -> the call that answers a POST there.
        behind: answers everything else, WebSockets and the lifespan too.
        ids: gives requests their ids.
        metrics: counts the answers.
        log: is told of the failures.
    """

    def __init__(
        self,
        hot: dict[str, HotCall],
        behind: AsgiApp,
        ids: RequestIds,
        metrics: Metrics,
        log: RequestLog,
    ) -> None:
        self._hot = hot
        self._behind = behind
        self._ids = ids
        self._metrics = metrics
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection as ASGI wants it."""
        if scope["type"] != "http":
            await self._behind(scope, receive, send)
            return
        trace = self.trace(dict(scope["headers"]))
        call = self._hot.get(scope["path"])
        if call is None:
            await self._pass_on(scope, receive, send, trace)
        else:
            await self._answer(call, scope, receive, send, trace)

    def trace(self, headers: Mapping[bytes, bytes]) -> Trace:
        """Begin to follow a request whose head is there; of equal headers the last holds."""
        return Trace(read_head(headers, self._ids), perf_counter())

    def finish(self, route: str, trace: Trace) -> None:
        """Count an answer that was given, and log it where it told of an error."""
        if trace.error is not None:
            seconds = perf_counter() - trace.started
            self._log.failed(route, trace.head.request_id, trace.error, seconds)
        self._metrics.count_request(route, trace.status)

    async def _answer(
        self,
        call: HotCall,
        scope: Scope,
        receive: Receive,
        send: Send,
        trace: Trace,
    ) -> None:
        head = trace.head
        try:
            if scope["method"] != "POST":
                raise MethodNotAllowed("POST")
            body = await call(scope, head, receive)
        except ClientGone:
            return
        except Exception as error:  # the door is the last to catch
            trace.error = error
            trace.status = await send_error(receive, send, error, head.request_id)
        else:
            trace.status = 200
            await send_json(send, body, head.request_id)
        self.finish(scope["path"], trace)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send, trace: Trace) -> None:
        scope[TRACE] = trace
        try:
            await self._behind(scope, receive, _marking(send, trace))
        except ClientGone:
            return
        except Exception as error:  # the door is the last to catch
            trace.error = error
            if not trace.status:
                trace.status = await send_error(receive, send, error, trace.head.request_id)
        self.finish(getattr(scope.get("route"), "path", "other"), trace)


def _marking(send: Send, trace: Trace) -> Send:
    """A ``send`` that adds the request id where there is none yet, and notes the status."""

    async def marking(message: Message) -> None:
        if message["type"] == "http.response.start":
            trace.status = message["status"]
            headers = list(message.get("headers", []))
            if all(name.lower() != b"x-request-id" for name, _ in headers):
                headers.append((b"x-request-id", trace.head.request_id.encode("ascii")))
            message["headers"] = headers
        await send(message)

    return marking
