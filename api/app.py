"""Puts the HTTP doors together: :func:`create_app`.

Everything comes in as an argument and nothing is built at import, so a test or a second process
makes an app of its own. The console mounts itself on :attr:`HttpApp.framework`.
"""

from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

import msgspec
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from api.answers import GoodAnswers
from api.cases import add_case_routes
from api.docs_page import render_docs
from api.door import TRACE, Door, HotCall, Trace
from api.errors import MethodNotAllowed, unknown_path
from api.exposure import merchant_exposure
from api.governed import Call, answer
from api.governed_calls import GOVERNED_CALLS
from api.metrics import CONTENT_TYPE, Metrics
from api.notices import add_notice_routes
from api.openapi import openapi_document
from api.outcomes import record_outcome
from api.ports import Exposures, KeyRing, Service
from api.readiness import Readiness
from api.request_ids import RequestIds
from api.request_log import JsonRequestLog, RequestLog
from api.scoring import Scoring
from api.sessions import add_session_routes
from api.stored_decisions import stored_decision
from api.wire import JSON_TYPE, Head, Receive, Scope, Send, send_error
from data.errors import InvalidInput, PostRiskError
from data.outbox import Outbox
from risk.cases import Cases
from risk.governance import Governance
from risk.people import People

_DOCS_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


class HttpApp:
    """The whole of HTTP as one ASGI app.

    Attributes:
        door: answers every request that comes by ASGI.
        scoring: answers the plain scores that don't.
        answers: gives those their HTTP form.
        framework: the FastAPI app behind the door, for mounting the console.
        metrics: what ``/metrics`` shows.
        readiness: what ``/readyz`` answers; drained before the server stops.
    """

    def __init__(
        self,
        door: Door,
        scoring: Scoring,
        framework: FastAPI,
        metrics: Metrics,
        readiness: Readiness,
    ) -> None:
        self.door = door
        self.scoring = scoring
        self.answers = GoodAnswers()
        self.framework = framework
        self.metrics = metrics
        self.readiness = readiness

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection as ASGI wants it."""
        await self.door(scope, receive, send)


def create_app(
    service: Service,
    keys: KeyRing,
    *,
    exposures: Exposures | None = None,
    cases: Cases | None = None,
    people: People | None = None,
    log: RequestLog | None = None,
    lifespan: Any = None,  # Any: FastAPI's own type for it is not public
    governance: Governance | None = None,
    notices: Outbox | None = None,
) -> HttpApp:
    """The HTTP app over a service.

    Args:
        service: scores, keeps outcomes, remembers decisions.
        keys: who may call.
        exposures: tells what COD merchants have under way; without it that path is not there.
        cases: answers the calls on cases; None where none are kept: those calls are 503.
        people: lets people log in; None where there are no accounts: those calls are 503.
        log: is told of failed requests; None writes JSON lines to stderr.
        lifespan: FastAPI's lifespan, where the owner starts and stops the service.
        governance: lists and policies; None serves none of their calls.
        notices: the outbox; None where there is none: its calls are 503.
    """
    log = log or JsonRequestLog()
    metrics = Metrics(service.gauges, service.band_pairs)
    readiness = Readiness(service)
    scoring = Scoring(service, keys, metrics, log)
    framework = _framework(lifespan)
    _add_resources(framework, service, keys)
    if exposures is not None:
        _add_exposure(framework, keys, exposures)
    if governance is not None:
        _add_governed(framework, governance, keys)
    add_case_routes(framework, cases, keys)
    add_session_routes(framework, people, keys)
    add_notice_routes(framework, notices, keys)
    _add_operations(framework, metrics, readiness)
    _add_descriptions(framework)
    hot: dict[str, HotCall] = {"/v1/score": scoring.score, "/v1/score/batch": scoring.batch}
    door = Door(hot, framework, RequestIds(), metrics, log)
    return HttpApp(door, scoring, framework, metrics, readiness)


def _framework(lifespan: Any) -> FastAPI:
    return FastAPI(
        lifespan=lifespan,
        # Schemas, docs and redirects of its own would differ from what the hot calls answer.
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        exception_handlers={
            PostRiskError: _tell,
            HTTPException: _tell_http,
            Exception: _tell,
        },
    )


def _add_resources(framework: FastAPI, service: Service, keys: KeyRing) -> None:
    async def outcomes(request: Request) -> Response:
        head = _head(request)
        return _json(await record_outcome(service, keys, head, request.scope, request.receive))

    async def decisions(request: Request) -> Response:
        return _json(await stored_decision(service, keys, _head(request), request.scope))

    framework.add_api_route("/v1/outcomes", outcomes, methods=["POST"])
    framework.add_api_route("/v1/decisions/{event_id}", decisions, methods=["GET"])


def _add_exposure(framework: FastAPI, keys: KeyRing, exposures: Exposures) -> None:
    async def exposure(request: Request) -> Response:
        scope, receive = request.scope, request.receive
        return _json(await merchant_exposure(exposures, keys, _head(request), scope, receive))

    framework.add_api_route("/v1/exposure", exposure, methods=["POST"])


def _add_governed(framework: FastAPI, governance: Governance, keys: KeyRing) -> None:
    by_path: dict[str, dict[str, Call]] = {}
    for call in GOVERNED_CALLS:
        by_path.setdefault(call.path, {})[call.method] = call
    for path, calls in by_path.items():  # one route a path, so that ``Allow`` names all methods
        handler = _governed(calls, governance, keys)
        framework.add_api_route(path, handler, methods=list(calls))


def _governed(
    calls: dict[str, Call], governance: Governance, keys: KeyRing
) -> Callable[[Request], Awaitable[Response]]:
    async def handle(request: Request) -> Response:
        call, head, scope = calls[request.method], _head(request), request.scope
        found = _json(await answer(call, governance, keys, head, scope, request.receive))
        found.headers["cache-control"] = "no-store"
        return found

    return handle


def _add_operations(framework: FastAPI, metrics: Metrics, readiness: Readiness) -> None:
    async def healthz() -> Response:
        return _json(b'{"status":"ok"}')

    async def readyz() -> Response:
        readiness.check()
        return _json(b'{"status":"ready"}')

    async def figures() -> Response:
        return Response(metrics.text(), headers={"content-type": CONTENT_TYPE})

    framework.add_api_route("/healthz", healthz)
    framework.add_api_route("/readyz", readyz)
    framework.add_api_route("/metrics", figures)


@cache
def _descriptions() -> tuple[bytes, str]:
    """The document and its page: made once a process, before the first call, for they take a while."""
    document = openapi_document()
    return msgspec.json.encode(document), render_docs(document)


def _add_descriptions(framework: FastAPI) -> None:
    encoded, page = _descriptions()

    async def openapi() -> Response:
        return _json(encoded)

    async def docs() -> Response:
        headers = {"content-security-policy": _DOCS_POLICY}
        return Response(page, media_type="text/html", headers=headers)

    framework.add_api_route("/openapi.json", openapi)
    framework.add_api_route("/docs", docs)


class _ErrorAnswer(Response):
    """Sends an error exactly as the hot calls do."""

    def __init__(self, error: Exception, request_id: str) -> None:
        super().__init__()
        self._error = error
        self._request_id = request_id

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        await send_error(receive, send, self._error, self._request_id)


async def _tell(request: Request, error: Exception) -> Response:
    trace = _trace(request)
    trace.error = error
    return _ErrorAnswer(error, trace.head.request_id)


async def _tell_http(request: Request, error: Exception) -> Response:
    """The framework's own refusals; the framework types every handler's error as ``Exception``."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    if isinstance(error, HTTPException) and status == 405:
        return await _tell(request, MethodNotAllowed((error.headers or {}).get("Allow", "GET")))
    if status == 404:
        return await _tell(request, unknown_path())
    return await _tell(request, InvalidInput("the request can't be read", code="bad_request"))


def _json(body: bytes) -> Response:
    return Response(body, headers={"content-type": JSON_TYPE.decode("ascii")})


def _trace(request: Request) -> Trace:
    trace: Trace = request.scope[TRACE]
    return trace


def _head(request: Request) -> Head:
    return _trace(request).head
