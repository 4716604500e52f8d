"""One JSON line on stderr for each try to deliver a notice, and when notices pile up."""

import sys
from typing import TextIO

import structlog

from data.clock import Clock, wall_clock_ms
from data.instants import to_datetime
from data.outbox import NoticeCounts


class JsonNoticeLog:
    """Writes one JSON object a line: the subscriber's name and the notice's id, never a URL.

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

    def told(self, subscriber: str, notice_id: str, error: str) -> None:
        """Write the line; ``error`` is "" for one that arrived."""
        fields = {
            "at": to_datetime(self._clock()).isoformat(timespec="milliseconds"),
            "subscriber": subscriber,
            "notice": notice_id,
        }
        if error:
            self._logger.msg("notice_failed", error=error, **fields)
        else:
            self._logger.msg("notice_sent", **fields)

    def piled_up(self, counts: NoticeCounts) -> None:
        """Write the line that says how many wait: nobody sends them, or nobody takes them."""
        self._logger.msg(
            "notices_pile_up",
            at=to_datetime(self._clock()).isoformat(timespec="milliseconds"),
            waiting=counts.waiting,
            sent=counts.sent,
            failed=counts.failed,
        )
