"""The parts that calls of the OpenAPI document have in common."""

from typing import Any, Final

from api.errors import STATUS
from api.schemas import ref

_MEANINGS: Final = {
    401: "No key was sent, or it is not known.",
    403: "The role of the key may not do this.",
    404: "There is no such thing.",
    409: "The id is taken by another body, or the thing is not in a state for this.",
    413: "The body is over the limit; the connection is closed.",
    422: "The body, a field or a parameter breaks the contract; `param` names it.",
    500: "An error of the server, without detail; quote `request_id`.",
    503: "Something the service stands on is not there; nothing was kept. Try again.",
}
REQUEST_ID: Final = {
    "X-Request-ID": {
        "description": "The caller's own id if it is well formed, else a new one.",
        "schema": {"type": "string"},
    }
}
_RETRY_AFTER: Final = {
    "Retry-After": {
        "description": "Seconds after which the same call may be sent again.",
        "schema": {"type": "integer"},
    }
}
_SENT_REQUEST_ID: Final = {
    "name": "X-Request-ID",
    "in": "header",
    "required": False,
    "description": "1–64 of A–Z a–z 0–9 . _ : - are echoed; anything else is replaced.",
    "schema": {"type": "string"},
}


def keyed(
    name: str,
    summary: str,
    *,
    parameters: list[dict[str, Any]],
    body: dict[str, Any] | None,
    answer: dict[str, Any],
    errors: list[int],
) -> dict[str, Any]:
    """A call that needs a key."""
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": summary,
        "security": [{"key": []}],
        "parameters": [*parameters, _SENT_REQUEST_ID],
        "responses": {"200": answer_part("The answer.", answer), **error_parts(errors)},
    }
    if body is not None:
        operation["requestBody"] = body
    return operation


def body_part(schema: dict[str, Any], example: dict[str, Any]) -> dict[str, Any]:
    """The body of a request, with an example."""
    return {"required": True, "content": {"application/json": {"schema": schema, **example}}}


def answer_part(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    """An answer of one status."""
    content = {"application/json": {"schema": schema}}
    return {"description": description, "headers": REQUEST_ID, "content": content}


def error_parts(statuses: list[int]) -> dict[str, Any]:
    """The answers of some error statuses."""
    types = {status: name for name, status in STATUS.items()}
    parts = {
        str(status): answer_part(f"`{types[status]}`: {_MEANINGS[status]}", ref("ErrorBody"))
        for status in statuses
    }
    if "503" in parts:
        parts["503"]["headers"] = REQUEST_ID | _RETRY_AFTER
    return parts
