import io
import json
from typing import Any

from api.request_log import JsonRequestLog
from data.errors import InvalidInput


def _line(error: Exception) -> dict[str, Any]:
    stream = io.StringIO()
    JsonRequestLog(stream, lambda: 1000).failed("/v1/score", "r-1", error, 0.0123456)
    assert stream.getvalue().count("\n") == 1
    line: dict[str, Any] = json.loads(stream.getvalue())
    return line


def test_a_line_says_what_failed_and_not_whose() -> None:
    assert _line(InvalidInput("张三", param="张三")) == {
        "at": "1970-01-01T00:00:01.000+00:00",
        "event": "request_failed",
        "route": "/v1/score",
        "request_id": "r-1",
        "status": 422,
        "type": "invalid_request",
        "code": "invalid_field",
        "duration_ms": 12.346,
    }


def test_an_accident_says_its_class_and_place_but_not_its_words() -> None:
    try:
        int("13800138000张三")
    except ValueError as error:
        line = _line(error)
    assert line["exception"] == "ValueError"
    assert line["places"][-1].startswith("test_request_log.py:")
    assert "张三" not in json.dumps(line, ensure_ascii=False)
