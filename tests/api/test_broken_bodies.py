"""What breaks the contract is refused with the field's name, and everything else is scored."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.examples import ACCOUNT_OPENING, COD_APPLICATION, OUTCOME, SHIPMENT
from tests.api.caller import Caller

_LONG = "长" * 4097


def _with(event: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    head, _, rest = path.partition(".")
    return event | {head: _with(event.get(head, {}), rest, value) if rest else value}


def _without(event: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in event.items() if key != name}


_WRONG_VALUES = [
    (SHIPMENT, "event_id", ""),
    (SHIPMENT, "event_id", "x" * 65),
    (SHIPMENT, "event_id", "a b"),
    (SHIPMENT, "event_id", "编号"),
    (SHIPMENT, "event_id", "a\n"),
    (SHIPMENT, "event_id", 7),
    (SHIPMENT, "event_id", None),
    (SHIPMENT, "kind", "parcel"),
    (SHIPMENT, "kind", "outcome"),
    (SHIPMENT, "kind", 1),
    (SHIPMENT, "kind", None),
    (SHIPMENT, "occurred_at", "2025-03-14T09:26:53"),
    (SHIPMENT, "occurred_at", "yesterday"),
    (SHIPMENT, "occurred_at", 1741915613),
    (SHIPMENT, "occurred_at", None),
    (SHIPMENT, "occurred_at", "2025-02-30T00:00:00Z"),
    (SHIPMENT, "entity", "airline"),
    (SHIPMENT, "channel", "fax"),
    (SHIPMENT, "pay_mode", "barter"),
    (SHIPMENT, "pay_mode", None),
    (SHIPMENT, "weight_grams", "450"),
    (SHIPMENT, "weight_grams", 1.5),
    (SHIPMENT, "weight_grams", None),
    (SHIPMENT, "weight_grams", True),
    (SHIPMENT, "cod_amount_fen", "1"),
    (SHIPMENT, "cod_amount_fen", None),
    (SHIPMENT, "freight_fen", [1]),
    (SHIPMENT, "is_return", "no"),
    (SHIPMENT, "id_verified", 1),
    (SHIPMENT, "inspected", 0),
    (SHIPMENT, "sender", None),
    (SHIPMENT, "receiver", None),
    (SHIPMENT, "sender", "张三"),
    (SHIPMENT, "sender", []),
    (SHIPMENT, "item", None),
    (SHIPMENT, "item", "耳机"),
    (SHIPMENT, "item.category", None),
    (SHIPMENT, "item.text", 3),
    (SHIPMENT, "item.declared_value_fen", 0.5),
    (SHIPMENT, "item.insured_value_fen", "0"),
    (SHIPMENT, "item.colour", "red"),
    (SHIPMENT, "sender.id_type", "library_card"),
    (SHIPMENT, "sender.phone", 13800138000),
    (SHIPMENT, "sender.name", _LONG),
    (SHIPMENT, "receiver.address", ["a"]),
    (SHIPMENT, "receiver.email", "a@example.org"),
    (SHIPMENT, "ip", 1),
    (SHIPMENT, "note", "x"),
    (SHIPMENT, "extra", []),
    (SHIPMENT, "extra", None),
    (SHIPMENT, "extra", {str(number): 1 for number in range(33)}),
    (SHIPMENT, "waybill_no", 1),
    (SHIPMENT, "applicant", {}),
    (ACCOUNT_OPENING, "applicant", None),
    (ACCOUNT_OPENING, "account_class", "IV"),
    (ACCOUNT_OPENING, "purpose", None),
    (ACCOUNT_OPENING, "existing_cards", 1.5),
    (ACCOUNT_OPENING, "face_score", "0.9"),
    (ACCOUNT_OPENING, "agent", None),
    (ACCOUNT_OPENING, "weight_grams", 1),
    (COD_APPLICATION, "merchant_id", 1001),
    (COD_APPLICATION, "business", None),
    (COD_APPLICATION, "legal_rep", None),
    (COD_APPLICATION, "settle_account_no", None),
    (COD_APPLICATION, "requested_limit_fen", 5e-1),
    (COD_APPLICATION, "advance_requested", "yes"),
    (COD_APPLICATION, "payout_cycle_days", "7"),
]

_REQUIRED = [
    *((SHIPMENT, name) for name in ("event_id", "kind", "occurred_at", "sender", "receiver")),
    *((SHIPMENT, name) for name in ("item", "weight_grams", "pay_mode")),
    *((ACCOUNT_OPENING, name) for name in ("applicant", "account_class", "purpose")),
    *((COD_APPLICATION, name) for name in ("merchant_id", "business", "settle_account_no")),
    (COD_APPLICATION, "requested_limit_fen"),
]


@pytest.mark.parametrize(("event", "path", "value"), _WRONG_VALUES)
def test_a_wrong_value_is_refused_by_name(
    door: Caller, event: dict[str, Any], path: str, value: Any
) -> None:
    answer = door.post("/v1/score", _with(event, path, value))
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["type"] == "invalid_request"
    assert error["param"] == path
    assert door.service.events == {}


@pytest.mark.parametrize(("event", "name"), _REQUIRED)
def test_a_missing_field_is_refused_by_name(door: Caller, event: dict[str, Any], name: str) -> None:
    answer = door.post("/v1/score", _without(event, name))
    assert answer.status_code == 422
    assert answer.json()["error"]["param"] == name


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b"null",
        b"[]",
        b'"shipment"',
        b"\xff\xfe",
        b'{"kind":"shipment","event_id":"\xff"}',
        b'{"kind":"shipment","outlet_id":"\\ud800"}',
        b"{'kind':'shipment'}",
        b'{"kind":"shipment",}',
        b"NaN",
        b"[" * 100_000,
        b'{"kind":"shipment","extra":' + b'{"a":' * 100_000,
    ],
    ids=lambda body: repr(body[:24]),
)
@pytest.mark.parametrize("path", ["/v1/score", "/v1/score/batch", "/v1/outcomes"])
def test_what_is_no_object_is_refused(door: Caller, path: str, body: bytes) -> None:
    answer = door.post(path, body)
    assert answer.status_code == 422
    assert set(answer.json()["error"]) == {"type", "code", "message", "param", "request_id"}


def test_a_refusal_doesnt_repeat_the_callers_value(door: Caller) -> None:
    answer = door.post("/v1/score", _with(SHIPMENT, "sender.id_type", "13800138000"))
    assert "13800138000" not in answer.text
    answer = door.post("/v1/score", SHIPMENT | {"x" * 5000: 1})
    assert len(answer.text) < 1000


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("sender", {}),
        ("sender.name", None),
        ("sender.id_no", "不详"),
        ("sender.phone", "138****8000"),
        ("sender.address", "长" * 4096),
        ("item.text", ""),
        ("weight_grams", -1),
        ("weight_grams", 0),
        ("cod_amount_fen", 10**15),
        ("occurred_at", "1926-01-01T00:00:00Z"),
        ("is_return", None),
        ("extra", {"a": 1, "b": 1.5, "c": "x", "d": True, "e": None}),
    ],
)
def test_what_is_only_odd_is_scored(door: Caller, path: str, value: Any) -> None:
    assert door.post("/v1/score", _with(SHIPMENT, path, value)).status_code == 200


_WRONG_OUTCOMES = [
    ("outcome_id", None),
    ("outcome_id", "a b"),
    ("event_id", 1),
    ("occurred_at", "2025-03-18"),
    ("outcome", "lost"),
    ("source", "rumour"),
    ("amount_fen", "1"),
    ("amount_fen", 1.5),
    ("kind", "outcome"),
    ("note", "x"),
]


@pytest.mark.parametrize(("name", "value"), _WRONG_OUTCOMES)
def test_a_wrong_outcome_is_refused_by_name(door: Caller, name: str, value: Any) -> None:
    answer = door.post("/v1/outcomes", OUTCOME | {name: value})
    assert answer.status_code == 422
    assert answer.json()["error"]["param"] == name


@given(body=st.binary(max_size=200))
def test_no_bytes_at_all_break_the_door(body: bytes) -> None:
    answer = Caller().post("/v1/score", body)
    assert answer.status_code == 422
    assert answer.json()["error"]["type"] == "invalid_request"
