from typing import Any

import msgspec
import pytest

from api.examples import EVENTS, OUTCOME
from api.metrics import ROUTES
from api.openapi import openapi_document
from data.events import decode_event, decode_outcome
from tests.api.caller import Caller

_DOCUMENT = openapi_document()
_CALLS = [
    (path, verb, operation)
    for path, verbs in _DOCUMENT["paths"].items()
    for verb, operation in verbs.items()
]


def _refs(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*(_refs(value) for value in node.values()))
    if isinstance(node, list):
        return set().union(*(_refs(item) for item in node))
    return set()


def test_the_served_document_is_the_one_that_is_built(door: Caller) -> None:
    assert door.get("/openapi.json").json() == msgspec.to_builtins(_DOCUMENT)


def test_every_route_is_described_and_every_described_route_exists() -> None:
    assert set(_DOCUMENT["paths"]) == set(ROUTES)


def test_every_reference_leads_somewhere() -> None:
    names = {f"#/components/schemas/{name}" for name in _DOCUMENT["components"]["schemas"]}
    assert _refs(_DOCUMENT) <= names


@pytest.mark.parametrize("kind", EVENTS)
def test_the_event_union_is_told_apart_by_kind(kind: str) -> None:
    event = _DOCUMENT["components"]["schemas"]["Event"]
    assert event["discriminator"]["propertyName"] == "kind"
    name = event["discriminator"]["mapping"][kind].rsplit("/", 1)[-1]
    schema = _DOCUMENT["components"]["schemas"][name]
    assert set(EVENTS[kind]) <= set(schema["properties"])
    assert schema["additionalProperties"] is False


def test_the_examples_are_what_the_decoders_take() -> None:
    for event in EVENTS.values():
        assert decode_event(msgspec.json.encode(event)).event_id == event["event_id"]
    assert decode_outcome(msgspec.json.encode(OUTCOME)).outcome_id == OUTCOME["outcome_id"]


@pytest.mark.parametrize(("path", "verb", "operation"), _CALLS)
def test_every_call_documents_its_errors(path: str, verb: str, operation: dict[str, Any]) -> None:
    documented = set(operation["responses"])
    expected = {"200", "500"}
    if operation.get("security"):
        expected |= {"401", "403", "422", "503"}
    if verb == "post":
        expected |= {"413"}
    assert expected <= documented
    if "503" in documented:
        assert "Retry-After" in operation["responses"]["503"]["headers"]
