"""``POST /v1/score`` without ASGI: from uvicorn's parser to the service, from its answer to the socket.

A task, a scope and four messages for each request cost as much as half a score. Connections, keep-alive,
pipelining and shutdown stay uvicorn's own, and every request that is not a plain score (another
call, a chunked or large body, a caller who is refused, a request behind another one) takes uvicorn's
way to :class:`api.door.Door`, where the same functions give the same answers.
"""

import asyncio
from functools import partial
from time import perf_counter
from typing import Any, ClassVar, Final

import msgspec
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from api.answers import answer_bytes
from api.app import HttpApp
from api.door import Trace
from api.ports import Answer
from api.wire import Headers, error_answer, json_headers

ROUTE: Final = "/v1/score"
LENGTH_DIGITS: Final = 5
"""Digits of the longest body of a plain score; ASGI holds back who sends faster than is read."""

_QUERIES: Final = {
    b"/v1/score": b"",
    b"/v1/score?detail=counter": b"detail=counter",
    b"/v1/score?detail=analyst": b"detail=analyst",
}
"""Targets of a plain score, each with its query string."""


class ScoreCall(msgspec.Struct):
    """One plain score: stands where uvicorn has its ``RequestResponseCycle``.

    Attributes:
        message_event: set by uvicorn for a reader of ASGI messages; here is none.
        trace: of the request.
        explained: whether the caller is shown the explanation.
        keep_alive: whether the connection outlives the answer; a shutdown says no.
        body: what has come of it.
        started: the reading of the stopwatch when the body was whole.
        disconnected: the caller hung up. The decision stays, there is nobody to tell.
        response_complete: the answer is made.
    """

    message_event: ClassVar[asyncio.Event] = asyncio.Event()

    trace: Trace
    explained: bool
    keep_alive: bool = True
    body: bytes = b""
    started: float = 0.0
    disconnected: bool = False
    response_complete: bool = False


class ScoreProtocol(HttpToolsProtocol):
    """A connection of uvicorn that answers plain scores itself; the app must be an ``HttpApp``."""

    def __init__(
        self,
        config: uvicorn.Config,
        server_state: ServerState,
        app_state: dict[str, Any],  # Any: as uvicorn types it
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        assert isinstance(config.app, HttpApp), "serves no other"  # noqa: S101  narrows the type
        self._doors = config.app
        self._reading: ScoreCall | None = None
        self._rests = False
        self._answered_at = 0.0
        self._rest_timer: asyncio.TimerHandle | None = None

    def on_message_begin(self) -> None:
        """Begin to hold back what the parser tells, until it is clear who answers."""
        self._rests = False
        self.url = b""
        self._held: Headers = []
        self._values: dict[bytes, bytes] = {}

    def on_header(self, name: bytes, value: bytes) -> None:
        """Hold a header back."""
        self._held.append((name, value))
        self._values[name.lower()] = value

    def on_headers_complete(self) -> None:
        """Begin a plain score, or tell uvicorn what was held back."""
        call = self._reading = self._plain_score()
        if call is None:
            self._tell_uvicorn()
        else:
            self.cycle = call  # type: ignore[assignment]  # has all that uvicorn asks of it

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        if self._reading is None:
            super().on_body(body)
        else:
            self._reading.body += body

    def on_message_complete(self) -> None:
        """The body is whole: score it, or let ASGI go on."""
        call = self._reading
        if call is None:
            super().on_message_complete()
            return
        self._reading = None
        call.started = perf_counter()
        tell = partial(self._tell, call)
        try:
            self._doors.scoring.submit(call.body, tell)
        except Exception as error:  # the last to catch, as the door is
            tell(error)

    def _tell(self, call: ScoreCall, told: Answer | Exception) -> None:
        shown = told if isinstance(told, Exception) else self._shown(call, told)
        answer = self._good(call, shown) if isinstance(shown, bytes) else self._bad(call, shown)
        call.response_complete = True
        if not (call.disconnected or self.transport.is_closing()):
            self.transport.write(answer)
            if not call.keep_alive:
                self.transport.close()
            self._await_next()
        self._doors.door.finish(ROUTE, call.trace)

    def _shown(self, call: ScoreCall, answer: Answer) -> bytes | Exception:
        try:
            return self._doors.scoring.shown(answer, call.started, explained=call.explained)
        except Exception as error:  # the last to catch, as the door is
            return error

    def _good(self, call: ScoreCall, body: bytes) -> bytes:
        call.trace.status = 200
        default, request_id = self.server_state.default_headers, call.trace.head.request_id
        if call.keep_alive:
            return self._doors.answers.encode(default, body, request_id)
        headers = default + json_headers(body, request_id)
        return answer_bytes(200, headers, body, keep_alive=False)

    def _bad(self, call: ScoreCall, error: Exception) -> bytes:
        status, headers, body = error_answer(error, call.trace.head.request_id)
        call.trace.error, call.trace.status = error, status
        headers = self.server_state.default_headers + headers
        return answer_bytes(status, headers, body, keep_alive=call.keep_alive)

    def _plain_score(self) -> ScoreCall | None:
        query = _QUERIES.get(self.url)
        if query is None or not self._is_plain():
            return None
        trace = self._doors.door.trace(self._values)
        try:
            explained = self._doors.scoring.admit(trace.head.authorization, query)
        except Exception:  # the door meets it again and tells the caller
            return None
        return ScoreCall(trace, explained)

    def _is_plain(self) -> bool:
        """Whether nothing about the request, its connection or the server is out of the ordinary."""
        parser, values = self.parser, self._values
        length = values.get(b"content-length")
        return (
            parser.get_method() == b"POST"
            and length is not None
            and len(length) <= LENGTH_DIGITS
            and parser.should_keep_alive()
            # Without that header only HTTP/1.1 is kept alive.
            and (b"connection" not in values or parser.get_http_version() == "1.1")
            and not parser.should_upgrade()
            and b"expect" not in values
            and (self.cycle is None or self.cycle.response_complete)
            and not self.flow.write_paused
            and self.limit_concurrency is None
        )

    def _tell_uvicorn(self) -> None:
        url = self.url
        super().on_message_begin()
        self.url = url
        for name, value in self._held:
            super().on_header(name, value)
        super().on_headers_complete()

    def _await_next(self) -> None:
        """As uvicorn's ``on_response_complete``, with one timer for many answers, not one for each."""
        if self.pipeline or self.transport.is_closing():
            self.on_response_complete()
            return
        self.server_state.total_requests += 1
        self._rests = True
        self._answered_at = self.loop.time()
        if self._rest_timer is None:
            self._rest_timer = self.loop.call_later(self.timeout_keep_alive, self._end_long_rest)

    def _end_long_rest(self) -> None:
        self._rest_timer = None
        left = self._answered_at + self.timeout_keep_alive - self.loop.time()
        if self._rests and left > 0:
            self._rest_timer = self.loop.call_later(left, self._end_long_rest)
        elif self._rests:
            self.timeout_keep_alive_handler()
