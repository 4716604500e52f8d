"""One JSON line on stderr for a request that failed; nothing for one that went well.

A line says which request, which route, what status and how long: never a body, a field's value, an
exception's words or a person's id. Of an unforeseen exception it says the class and the places in
the code, because the words of an exception may quote the data that broke it.
"""

import sys
import traceback
from pathlib import PurePath
from typing import Final, Protocol, TextIO

import structlog

from api.errors import code_of, status_of, type_of
from data.clock import Clock, wall_clock_ms
from data.instants import to_datetime

_FRAMES: Final = 5


class RequestLog(Protocol):
    """Where the doors tell of requests that failed."""

    def failed(self, route: str, request_id: str, error: Exception, seconds: float) -> None:
        """Tell of one request that was answered with an error."""
        ...


class JsonRequestLog:
    """Writes one JSON object a line.

    Args:
        stream: where to; None is stderr as it is at the call.
        clock: tells the time of the lines.
    """

    def __init__(self, stream: TextIO | None = None, clock: Clock = wall_clock_ms) -> None:
        self._clock = clock
        self._logger = structlog.wrap_logger(
            structlog.PrintLogger(stream or sys.stderr),
            processors=[structlog.processors.JSONRenderer(sort_keys=True)],
        )

    def failed(self, route: str, request_id: str, error: Exception, seconds: float) -> None:
        """Write the line; an unforeseen exception also says its class and where it was raised."""
        kind = type_of(error)
        fields: dict[str, object] = {
            "at": to_datetime(self._clock()).isoformat(timespec="milliseconds"),
            "request_id": request_id,
            "route": route,
            "status": status_of(error),
            "type": kind,
            "code": code_of(error),
            "duration_ms": round(seconds * 1000, 3),
        }
        if kind == "internal":
            fields |= {"exception": type(error).__qualname__, "places": _places(error)}
        self._logger.msg("request_failed", **fields)


def _places(error: Exception) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return [f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
