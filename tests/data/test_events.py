from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import InvalidInput
from data.events import (
    CLEARED_OUTCOMES,
    FRAUD_OUTCOMES,
    MAX_EXTRA,
    MAX_TEXT,
    AccountOpening,
    CodApplication,
    OutcomeKind,
    OutcomeLine,
    Shipment,
    decode_event,
    decode_line,
    decode_outcome,
    decode_raw_list,
)

PRIVATE = "张三13800138000"

SHIPMENT: dict[str, Any] = {
    "event_id": "e-1",
    "kind": "shipment",
    "occurred_at": "2026-03-01T08:00:00+08:00",
    "sender": {},
    "receiver": {},
    "item": {"category": "clothes", "text": "T恤"},
    "weight_grams": 500,
    "pay_mode": "cod",
}
OPENING: dict[str, Any] = {
    "event_id": "e-2",
    "kind": "account_opening",
    "occurred_at": "2026-03-01T00:00:00Z",
    "applicant": {"name": "", "id_type": "resident_id"},
    "account_class": "II",
    "purpose": "salary",
}
APPLICATION: dict[str, Any] = {
    "event_id": "e-3",
    "kind": "cod_application",
    "occurred_at": "2026-03-01T00:00:00Z",
    "merchant_id": "m-1",
    "business": {},
    "settle_account_no": "6222",
    "requested_limit_fen": 1,
}
OUTCOME: dict[str, Any] = {
    "outcome_id": "o-1",
    "event_id": "e-1",
    "occurred_at": "2026-03-02T00:00:00Z",
    "outcome": "delivered",
    "source": "carrier",
}
EVENTS = [SHIPMENT, OPENING, APPLICATION]


def _decode(body: dict[str, Any]) -> Any:
    return decode_event(msgspec.json.encode(body))


def _refused(body: dict[str, Any]) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        _decode(body)
    assert caught.value.__suppress_context__  # the decoder's words may quote the caller
    return caught.value


def _without(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != name}


def test_each_kind_has_its_type() -> None:
    kinds = [type(_decode(body)) for body in EVENTS]
    assert kinds == [Shipment, AccountOpening, CodApplication]


@pytest.mark.parametrize("body", EVENTS, ids=lambda body: str(body["kind"]))
def test_every_required_field_is_named_when_it_is_missing(body: dict[str, Any]) -> None:
    for name in body:
        error = _refused(_without(body, name))
        assert error.param == name
        assert error.code == "invalid_field"


def test_amounts_are_zero_and_flags_unknown_by_default() -> None:
    event = _decode(SHIPMENT)
    assert (event.cod_amount_fen, event.freight_fen, event.item.declared_value_fen) == (0, 0, 0)
    assert (event.is_return, event.id_verified, event.inspected) == (None, None, None)
    assert event.extra == {}


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"weight_grams": "500"}, "weight_grams"),
        ({"weight_grams": 1.5}, "weight_grams"),
        ({"weight_grams": True}, "weight_grams"),
        ({"weight_grams": None}, "weight_grams"),
        ({"sender": None}, "sender"),
        ({"sender": {"phone": 13800138000}}, "sender.phone"),
        ({"sender": {"id_type": "driving_licence"}}, "sender.id_type"),
        ({"sender": {"nickname": "x"}}, "sender.nickname"),
        ({"item": None}, "item"),
        ({"item": {"category": "x"}}, "item.text"),
        ({"pay_mode": "gift"}, "pay_mode"),
        ({"entity": "airline"}, "entity"),
        ({"channel": "fax"}, "channel"),
        ({"kind": "parcel"}, "kind"),
        ({"kind": None}, "kind"),
        ({"colour": "red"}, "colour"),
        ({"event_id": ""}, "event_id"),
        ({"event_id": "x" * 65}, "event_id"),
        ({"event_id": "a b"}, "event_id"),
        ({"event_id": "e-1\n"}, "event_id"),
        ({"occurred_at": "2026-03-01T08:00:00"}, "occurred_at"),
        ({"occurred_at": "yesterday"}, "occurred_at"),
        ({"occurred_at": 1_770_000_000}, "occurred_at"),
        ({"outlet_id": "x" * (MAX_TEXT + 1)}, "outlet_id"),
        ({"extra": {str(n): n for n in range(MAX_EXTRA + 1)}}, "extra"),
        ({"extra": None}, "extra"),
    ],
)
def test_what_breaks_the_contract_is_refused_by_its_field(
    change: dict[str, Any], param: str
) -> None:
    assert _refused(SHIPMENT | change).param == param


@pytest.mark.parametrize("value", [[1], {"a": 1}])
def test_extra_holds_scalars_only(value: Any) -> None:
    error = _refused(SHIPMENT | {"extra": {"key": value}})
    assert (error.param or "").startswith("extra")


def test_null_is_no_party() -> None:
    assert _refused(OPENING | {"agent": None}).param == "agent"
    assert _refused(APPLICATION | {"legal_rep": None}).param == "legal_rep"


@pytest.mark.parametrize(
    "change",
    [
        {"weight_grams": -5},
        {"weight_grams": 0},
        {"cod_amount_fen": 10**15},
        {"occurred_at": "1900-01-01T00:00:00Z"},
        {"occurred_at": "9999-12-31T23:59:59-12:00"},
        {"occurred_at": "2026-03-01T08:00:00.123456+05:30"},
        {"sender": {"id_no": "?", "phone": "138****8000", "name": "\u0000\ufffd"}},
        {"item": {"category": "", "text": ""}},
        {"outlet_id": "名" * MAX_TEXT},
        {"waybill_no": None, "device_id": None},
        {"event_id": "A.z_0:9-" * 8},
        {"extra": {str(n): n for n in range(MAX_EXTRA)}},
        {"extra": {"a": "x", "b": 1, "c": 1.5, "d": True, "e": None}},
    ],
)
def test_odd_values_are_facts_to_score(change: dict[str, Any]) -> None:
    assert isinstance(_decode(SHIPMENT | change), Shipment)


@pytest.mark.parametrize(
    "change",
    [
        {"pay_mode": PRIVATE},
        {"sender": {"id_type": PRIVATE}},
        {"entity": PRIVATE},
        {"kind": PRIVATE},
        {"event_id": PRIVATE},
        {"occurred_at": PRIVATE},
        {"weight_grams": PRIVATE},
        {"sender": PRIVATE},
        {"extra": {PRIVATE: [PRIVATE]}},
    ],
)
def test_a_refusal_never_repeats_the_callers_value(change: dict[str, Any]) -> None:
    error = _refused(SHIPMENT | change)
    assert PRIVATE not in f"{error.message} {error.param}"


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b"[]", b"1", b'"x"', b"\xff\xfe", b'{"a":1} x', b"[" * 100_000],
)
def test_what_is_no_event_at_all_is_refused(body: bytes) -> None:
    for decode in (decode_event, decode_outcome, decode_line):
        with pytest.raises(InvalidInput):
            decode(body)


def test_broken_json_has_its_own_code() -> None:
    with pytest.raises(InvalidInput) as caught:
        decode_event(b'{"event_id": "13800138000')
    assert caught.value.code == "malformed_json"
    assert "138" not in caught.value.message


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused(body: bytes) -> None:
    with pytest.raises(InvalidInput):
        decode_event(body)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    ),
    st.sampled_from(sorted(SHIPMENT)),
)
def test_any_value_in_any_field_is_decoded_or_refused_by_that_field(value: Any, name: str) -> None:
    try:
        _decode(SHIPMENT | {name: value})
    except InvalidInput as error:
        assert error.param is not None
        assert error.param.startswith(name)


def test_an_outcome_as_body_and_as_line() -> None:
    body = decode_outcome(msgspec.json.encode(OUTCOME))
    line = decode_line(msgspec.json.encode(OUTCOME | {"kind": "outcome"}))
    assert isinstance(line, OutcomeLine)
    names = body.__struct_fields__
    assert [getattr(line, name) for name in names] == [getattr(body, name) for name in names]


@pytest.mark.parametrize(
    ("change", "param"),
    [({"outcome": "lost"}, "outcome"), ({"source": "rumour"}, "source"), ({"x": 1}, "x")],
)
def test_an_outcome_that_breaks_the_contract_is_refused(change: dict[str, Any], param: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        decode_outcome(msgspec.json.encode(OUTCOME | change))
    assert caught.value.param == param


@pytest.mark.parametrize("body", EVENTS, ids=lambda body: str(body["kind"]))
def test_a_line_may_be_any_event(body: dict[str, Any]) -> None:
    assert decode_line(msgspec.json.encode(body)) == _decode(body)


@pytest.mark.parametrize("body", EVENTS, ids=lambda body: str(body["kind"]))
def test_an_event_comes_back_from_its_own_json(body: dict[str, Any]) -> None:
    event = _decode(body)
    assert decode_event(msgspec.json.encode(event)) == event


def test_a_bad_member_of_a_list_spoils_no_other() -> None:
    members = decode_raw_list(msgspec.json.encode([SHIPMENT, {"kind": 1}, OPENING]))
    assert len(members) == 3
    assert decode_event(bytes(members[0])) == _decode(SHIPMENT)
    with pytest.raises(InvalidInput):
        decode_event(bytes(members[1]))
    assert decode_event(bytes(members[2])) == _decode(OPENING)


@pytest.mark.parametrize("body", [b"{}", b"[1", b"", b"null"])
def test_what_is_no_list_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidInput):
        decode_raw_list(body)


def test_the_outcomes_that_label_an_event_are_outcomes() -> None:
    known = set(get_args(OutcomeKind))
    assert {"confirmed_fraud", "policy_violation", "written_off"} == FRAUD_OUTCOMES < known
    assert {"legit_explained"} == CLEARED_OUTCOMES < known
    assert len(known) == 19
