import json
import re

from api.docs_page import curl, render_docs
from api.examples import SHIPMENT
from api.openapi import openapi_document
from tests.api.caller import Caller

_DOCUMENT = openapi_document()


def test_the_page_needs_no_network_and_no_script(door: Caller) -> None:
    answer = door.get("/docs", role=None)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert not re.search(r"<script|<link|<img|@import|url\(|https?://", answer.text)


def test_the_page_names_every_call_and_every_schema() -> None:
    page = render_docs(_DOCUMENT)
    for path in _DOCUMENT["paths"]:
        assert path in page
    for name in _DOCUMENT["components"]["schemas"]:
        assert f'id="schema-{name}"' in page


def test_what_the_document_says_is_escaped() -> None:
    hostile = _DOCUMENT | {"info": {"title": "<b>", "description": "<script>"}}
    page = render_docs(hostile)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_curl_line_carries_the_example_as_json() -> None:
    line = curl("/v1/score", "post", _DOCUMENT["paths"]["/v1/score"]["post"])
    body = re.search(r"-d '(.*)'", line, re.DOTALL)
    assert body is not None
    assert json.loads(body.group(1)) == SHIPMENT
    assert "Authorization: Bearer $POSTRISK_KEY" in line


def test_a_curl_line_fills_the_path() -> None:
    path = "/v1/decisions/{event_id}"
    line = curl(path, "get", _DOCUMENT["paths"][path]["get"])
    assert SHIPMENT["event_id"] in line
    assert "{" not in line
