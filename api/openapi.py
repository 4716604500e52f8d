"""The OpenAPI document of the doors: every call with every status that it can answer."""

from typing import Any, Final

from api.case_openapi import case_paths
from api.examples import EVENTS, EXPOSURE_QUERY, OUTCOME, SHIPMENT
from api.governed import Call
from api.governed_calls import GOVERNED_CALLS
from api.notice_openapi import notice_paths
from api.openapi_parts import REQUEST_ID, answer_part, body_part, error_parts, keyed
from api.schemas import component_schemas, ref
from api.session_openapi import session_paths

API_VERSION: Final = "1.0.0"

_DETAIL: Final = {
    "name": "detail",
    "in": "query",
    "required": False,
    "description": "`analyst` adds explanation, rules and graph; for analysts' keys only.",
    "schema": {"type": "string", "enum": ["counter", "analyst"], "default": "counter"},
}
_EVENT_ID: Final = {
    "name": "event_id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9._:\\-]{1,64}$"},
    "example": SHIPMENT["event_id"],
}


def openapi_document() -> dict[str, Any]:
    """The whole document, as OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "PostRisk",
            "version": API_VERSION,
            "description": "One event in, one explained decision out. Money in fen, weight in "
            "grams, time as RFC 3339 with an offset.",
        },
        "paths": {
            "/v1/score": {"post": _score()},
            "/v1/score/batch": {"post": _batch()},
            "/v1/outcomes": {"post": _outcomes()},
            "/v1/decisions/{event_id}": {"get": _decisions()},
            "/v1/exposure": {"post": _exposure()},
            **_governed_paths(),
            **case_paths(),
            **session_paths(),
            **notice_paths(),
            "/healthz": {"get": _probe("healthz", "Whether the process lives.", [])},
            "/readyz": {"get": _probe("readyz", "Whether a score would be answered now.", [503])},
            "/metrics": {"get": _page("metrics", "Figures for Prometheus.", "text/plain")},
            "/openapi.json": {"get": _probe("openapi", "This document.", [])},
            "/docs": {"get": _page("docs", "This document for people.", "text/html")},
        },
        "components": {
            "schemas": component_schemas(),
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _score() -> dict[str, Any]:
    named = {name: {"value": event} for name, event in EVENTS.items()}
    return keyed(
        "score",
        "Score one event. Idempotent on event_id: the same body again gives the stored answer.",
        parameters=[_DETAIL],
        body=body_part(ref("Event"), {"examples": named}),
        answer={"anyOf": [ref("AnalystDecision"), ref("Decision")]},
        errors=[401, 403, 409, 413, 422, 500, 503],
    )


def _batch() -> dict[str, Any]:
    return keyed(
        "scoreBatch",
        "Score 1 to 1,000 events, at most 16 MiB; a bad one is an error entry in its place.",
        parameters=[_DETAIL],
        body=body_part(ref("Batch"), {"example": list(EVENTS.values())}),
        answer=ref("Results"),
        errors=[401, 403, 413, 422, 500, 503],
    )


def _outcomes() -> dict[str, Any]:
    return keyed(
        "recordOutcome",
        "Tell a later fact about an event. Idempotent on outcome_id; may come before its event.",
        parameters=[],
        body=body_part(ref("Outcome"), {"example": OUTCOME}),
        answer=ref("OutcomeReceipt"),
        errors=[401, 403, 409, 413, 422, 500, 503],
    )


def _decisions() -> dict[str, Any]:
    return keyed(
        "decision",
        "The stored decision, with the detail that the role of the key may see.",
        parameters=[_EVENT_ID],
        body=None,
        answer={"anyOf": [ref("AnalystDecision"), ref("Decision")]},
        errors=[401, 403, 404, 422, 500, 503],
    )


def _exposure() -> dict[str, Any]:
    return keyed(
        "exposure",
        "What a COD merchant has under way, its limits, its group and its last ledger entries.",
        parameters=[],
        body=body_part(ref("ExposureQuery"), {"example": EXPOSURE_QUERY}),
        answer=ref("ExposureView"),
        errors=[401, 403, 404, 413, 422, 500, 503],
    )


def _governed_paths() -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for call in GOVERNED_CALLS:
        paths.setdefault(call.path, {})[call.method.lower()] = _governed(call)
    return paths


def _governed(call: Call) -> dict[str, Any]:
    errors = [401, 403, 404, 409, 413, 422, 500, 503]
    if call.method == "GET":
        errors = [401, 403, *([404] if call.parameter else []), 422, 500, 503]
    body = None
    if call.takes is not None:
        body = body_part(ref(call.takes.__name__), {"example": call.example})
    return keyed(
        call.name,
        call.summary,
        parameters=_parameters(call),
        body=body,
        answer=ref(call.answer.__name__),
        errors=errors,
    )


def _parameters(call: Call) -> list[dict[str, Any]]:
    query: list[dict[str, Any]] = [
        {"name": name, "in": "query", "required": False, "description": words, "schema": schema}
        for name, (words, schema) in call.query.items()
    ]
    if not call.parameter:
        return query
    schema = {"type": "string", "pattern": "^[A-Za-z0-9._:@\\-]{1,128}$"}
    of_path = {"name": call.parameter, "in": "path", "required": True, "schema": schema}
    return [of_path | {"example": call.example_id}, *query]


def _probe(name: str, summary: str, errors: list[int]) -> dict[str, Any]:
    answers = {"200": answer_part(summary, {"type": "object"}), **error_parts([*errors, 500])}
    return {"operationId": name, "summary": summary, "responses": answers}


def _page(name: str, summary: str, media_type: str) -> dict[str, Any]:
    content = {media_type: {"schema": {"type": "string"}}}
    answer = {"description": summary, "headers": REQUEST_ID, "content": content}
    return {
        "operationId": name,
        "summary": summary,
        "responses": {"200": answer, **error_parts([500])},
    }
