"""docs/http.md says what the doors do: its bodies score, its tables are the code's tables."""

import json
import re
from pathlib import Path

import pytest

from api.case_calls import CALLS
from api.errors import STATUS
from api.metrics import ROUTES
from api.roles import VERDICTS
from risk.case_access import CALLS as ALLOWED
from tests.api.caller import Caller
from tests.api.fakes import ROLES

_DOCS = Path(__file__).resolve().parents[2] / "docs"
_TEXT = (_DOCS / "http.md").read_text(encoding="utf-8")
_CASES = (_DOCS / "cases.md").read_text(encoding="utf-8")
_CALLS = re.findall(r'curl -sS "\$POSTRISK_URL([^"]+)".*? -d \'(.*?)\'', _TEXT, re.DOTALL)


def test_there_is_a_curl_line_for_each_post() -> None:
    assert [path for path, _ in _CALLS] == [
        "/v1/score",
        "/v1/score/batch",
        "/v1/outcomes",
        "/v1/exposure",
    ]


@pytest.mark.parametrize(("path", "body"), _CALLS)
def test_the_bodies_are_accepted(door: Caller, path: str, body: str) -> None:
    assert door.post(path, json.loads(body)).status_code == 200


def test_every_route_role_and_verdict_is_named() -> None:
    for name in (*ROUTES, *ROLES, *VERDICTS):
        assert name in _TEXT + _CASES


def test_the_table_of_errors_is_the_codes_own() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d{3}) \|", _TEXT, re.MULTILINE)
    assert {name: int(status) for name, status in rows} == STATUS


def test_the_table_of_calls_on_cases_is_the_codes_own() -> None:
    rows = re.findall(r"^\| `(\w+) (/v1\S+)` \| ([\w, ]+) \| (.+) \|$", _CASES, re.MULTILINE)
    assert rows == [
        (call.method, call.path, ", ".join(sorted(ALLOWED[call.name])), call.summary)
        for call in CALLS
    ]
