"""The one place where errors become HTTP: type -> status, and the one body of all errors.

The types are a closed list. What is not a :class:`PostRiskError` is told as ``internal`` without a
word about its cause: the cause may hold personal data, and goes to nobody but the log's own
:mod:`api.request_log`, which leaves the values out.
"""

from typing import ClassVar, Final

import msgspec

from data.errors import BadDocument, InvalidInput, NotFound, PostRiskError

STATUS: Final[dict[str, int]] = {
    "invalid_request": 422,
    "unauthenticated": 401,
    "forbidden": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "conflict": 409,
    "too_large": 413,
    "internal": 500,
    "unavailable": 503,
}
"""The closed list of error types, each with its HTTP status."""

RETRY_AFTER_SECONDS: Final = 1
"""What a 503 asks for: a lost connection is settled within a second, or not soon."""

_MAX_PARAM: Final = 128
_MAX_MESSAGE: Final = 256
_MAX_PROBLEMS: Final = 200


class MethodNotAllowed(PostRiskError):
    """The path exists and doesn't know this method.

    Args:
        allow: the methods it knows, as in the ``Allow`` header.
    """

    type: ClassVar[str] = "method_not_allowed"
    default_code: ClassVar[str] = "method_not_allowed"

    def __init__(self, allow: str) -> None:
        super().__init__(f"this path allows {allow} only")
        self.allow = allow


class ProblemLine(msgspec.Struct, frozen=True):
    """One mistake of a document; ``line`` counts from 1."""

    line: int
    message: str
    hint: str


class ErrorDetail(msgspec.Struct, frozen=True, omit_defaults=True):
    """What went wrong; ``param`` is the path of the field at fault, such as ``sender.phone``.

    ``problems`` is there for documents alone, such as policy files: every mistake at once.
    """

    type: str
    code: str
    message: str
    param: str | None
    request_id: str
    problems: list[ProblemLine] = []


class ErrorBody(msgspec.Struct, frozen=True):
    """The one body of every error."""

    error: ErrorDetail


def unknown_path() -> NotFound:
    """The error for a path that leads nowhere; it doesn't repeat the path's own words."""
    return NotFound("there is nothing at this path", code="unknown_path")


def malformed_id() -> InvalidInput:
    """The error for an event id in a path that no event can have."""
    return InvalidInput("Expected 1 to 64 of A-Z a-z 0-9 . _ : -", param="event_id")


def status_of(error: Exception) -> int:
    """The HTTP status that tells of an error; anything unforeseen is 500."""
    return STATUS.get(type_of(error), 500)


def type_of(error: Exception) -> str:
    """The error's type from the closed list."""
    if isinstance(error, PostRiskError) and error.type in STATUS:
        return error.type
    return "internal"


def code_of(error: Exception) -> str:
    """The error's stable code; ``internal`` where callers are told nothing."""
    return error.code if isinstance(error, PostRiskError) and not _is_secret(error) else "internal"


def body_of(error: Exception, request_id: str) -> ErrorBody:
    """The body that tells of an error.

    Field names can come from the caller (an unknown field), so they are cut to a bounded length.
    """
    if not isinstance(error, PostRiskError) or _is_secret(error):
        return ErrorBody(
            ErrorDetail("internal", "internal", "an error of the server", None, request_id)
        )
    return ErrorBody(
        ErrorDetail(
            type=error.type,
            code=error.code,
            message=error.message[:_MAX_MESSAGE],
            param=error.param[:_MAX_PARAM] if error.param else None,
            request_id=request_id,
            problems=_problems_of(error),
        )
    )


def _problems_of(error: PostRiskError) -> list[ProblemLine]:
    if not isinstance(error, BadDocument):
        return []
    return [ProblemLine(*problem) for problem in error.problems[:_MAX_PROBLEMS]]


def extra_headers_of(error: Exception) -> list[tuple[bytes, bytes]]:
    """The headers of an error's status: how to log in, when to retry, what is allowed."""
    if isinstance(error, MethodNotAllowed):
        return [(b"allow", error.allow.encode("ascii"))]
    status = status_of(error)
    if status == 401:
        return [(b"www-authenticate", b"Bearer")]
    if status == 503:
        return [(b"retry-after", b"%d" % RETRY_AFTER_SECONDS)]
    if status == 413:
        # The rest of the body is not worth reading: the connection ends with this answer.
        return [(b"connection", b"close")]
    return []


def _is_secret(error: PostRiskError) -> bool:
    return type_of(error) == "internal"
