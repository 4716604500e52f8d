"""Lines on notices: ids and counts, never a URL."""

import io
import json
from typing import Any

from api.notice_log import JsonNoticeLog
from data.outbox import NoticeCounts


def _line(stream: io.StringIO) -> dict[str, Any]:
    assert stream.getvalue().count("\n") == 1
    line: dict[str, Any] = json.loads(stream.getvalue())
    return line


def test_a_pile_is_told_with_what_waits_arrived_and_failed() -> None:
    stream = io.StringIO()
    JsonNoticeLog(stream, lambda: 1000).piled_up(NoticeCounts(1_200, 30, 4))
    assert _line(stream) == {
        "at": "1970-01-01T00:00:01.000+00:00",
        "event": "notices_pile_up",
        "waiting": 1_200,
        "sent": 30,
        "failed": 4,
    }


def test_a_try_is_told_with_its_error_if_it_had_one() -> None:
    stream = io.StringIO()
    JsonNoticeLog(stream, lambda: 1000).told("duty", "case_high-C-1", "http_410")
    assert _line(stream)["event"] == "notice_failed"
    assert _line(stream)["error"] == "http_410"
