"""One JSON line on stderr for each bundle that a running server took or refused."""

import sys
from typing import TextIO

import structlog

from data.clock import Clock, wall_clock_ms
from data.instants import to_datetime
from risk.reload import Reload


class JsonBundleLog:
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

    def told(self, reload: Reload) -> None:
        """Write the line: for what, and the bundle's id, or why it was refused."""
        fields = {
            "at": to_datetime(self._clock()).isoformat(timespec="milliseconds"),
            "role": reload.role,
        }
        if reload.refusal is None:
            self._logger.msg("bundle_taken", bundle=reload.bundle, **fields)
        else:
            self._logger.msg("bundle_refused", reason=reload.refusal, **fields)
