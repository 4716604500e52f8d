import io
import json
from typing import Any

from api.bundle_log import JsonBundleLog
from risk.reload import Reload


def _line(reload: Reload) -> dict[str, Any]:
    stream = io.StringIO()
    JsonBundleLog(stream, lambda: 1000).told(reload)
    assert stream.getvalue().count("\n") == 1
    line: dict[str, Any] = json.loads(stream.getvalue())
    return line


def test_a_bundle_that_was_taken_is_named() -> None:
    assert _line(Reload("challenger", "bundle-1", None)) == {
        "at": "1970-01-01T00:00:01.000+00:00",
        "event": "bundle_taken",
        "role": "challenger",
        "bundle": "bundle-1",
    }


def test_a_refusal_says_why() -> None:
    assert _line(Reload("champion", None, "a file differs")) == {
        "at": "1970-01-01T00:00:01.000+00:00",
        "event": "bundle_refused",
        "role": "champion",
        "reason": "a file differs",
    }
