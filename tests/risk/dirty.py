"""Bodies that are dirty but legal: each must be scored, and what is odd must be a fact of the vector.

``expects`` names features and their values; None stands for "missing" (NaN).
"""

from typing import Any, NamedTuple

from data.normalise.person_document import check_character
from tests.risk.builders import RECEIVER, SENDER, application_body, opening_body, shipment_body

LONG_TEXT = "厦门" * 2048
CONTROL = "".join(map(chr, range(32)))
RTL = "\u202eאבג\u202c شارع ١٢"
ZALGO = "张" + "\u0301" * 200
HUGE = 10**30


class Dirty(NamedTuple):
    name: str
    body: dict[str, Any]
    expects: dict[str, float | None]


def document(first: str) -> str:
    """A number with the right check digit behind its first 17 digits."""
    return first + check_character(first)


def _sender(**changes: Any) -> dict[str, Any]:
    return {"sender": SENDER | changes}


def _receiver(**changes: Any) -> dict[str, Any]:
    return {"receiver": RECEIVER | changes}


def _item(**changes: Any) -> dict[str, Any]:
    return {"item": {"category": "其他", "text": "耳机"} | changes}


_PHONE: dict[str, float | None] = {
    "party_phone_missing": 0.0,
    "party_phone_masked": 0.0,
    "party_phone_placeholder": 0.0,
}

_PARTIES: list[tuple[str, dict[str, Any], dict[str, float | None]]] = [
    (
        "empty sender",
        {"sender": {}},
        {"party_id_missing": 1.0, "party_phone_missing": 1.0, "sender_parcels_1h": None},
    ),
    (
        "empty receiver",
        {"receiver": {}},
        {"receiver_phone_missing": 1.0, "receiver_parcels_24h": None, "receiver_new": 1.0},
    ),
    (
        "two empty parties",
        {"sender": {}, "receiver": {}},
        {"party_phone_missing": 1.0, "receiver_phone_missing": 1.0, "component_size": 0.0},
    ),
    (
        "nulls everywhere",
        {"sender": dict.fromkeys(SENDER), "entity": None, "channel": None, "waybill_no": None},
        {"party_id_missing": 1.0, "party_phone_missing": 1.0, "channel_counter": 0.0},
    ),
    ("masked phone", _sender(phone="139****5670"), _PHONE | {"party_phone_masked": 1.0}),
    ("phone masked by X", _sender(phone="139XXXX5670"), {"party_phone_masked": 1.0}),
    ("placeholder phone", _sender(phone="13800138000"), _PHONE | {"party_phone_placeholder": 1.0}),
    ("one digit for all", _sender(phone="11111111111"), {"party_phone_placeholder": 1.0}),
    ("counting phone", _sender(phone="12345678"), {"party_phone_placeholder": 1.0}),
    ("full-width phone", _sender(phone="１３９１２３４５６７０"), _PHONE),
    ("phone with words", _sender(phone="手机:139-1234-5670(同微信)"), _PHONE),
    ("virtual operator", _sender(phone="17012345671"), {"party_phone_virtual": 1.0}),
    ("empty phone text", _sender(phone=""), {"party_phone_missing": 1.0}),
    ("blank phone text", _sender(phone="\u3000 \t"), {"party_phone_missing": 1.0}),
    ("emoji as a phone", _sender(phone="📞"), _PHONE | {"persons_on_phone_90d": None}),
    ("4,096 digits as a phone", _sender(phone="1" * 4096), {"party_phone_placeholder": 1.0}),
    ("receiver's masked phone", _receiver(phone="137****6781"), {"receiver_phone_masked": 1.0}),
    ("receiver's placeholder", _receiver(phone="88888888"), {"receiver_phone_placeholder": 1.0}),
    ("courtesy name", _sender(name="王女士"), {"party_name_odd": 1.0}),
    ("masked name", _sender(name="张*"), {"party_name_odd": 1.0}),
    ("emoji name", _sender(name="😀😀"), {"party_name_odd": 1.0}),
    ("placeholder name", _sender(name="测试"), {"party_name_odd": 1.0}),
    ("right-to-left name", _sender(name=RTL), {}),
    ("name of combining marks", _sender(name=ZALGO), {}),
    ("name of 4,096 characters", _sender(name="张" * 4096), {}),
    ("company as a name", _sender(name="厦门示例电子有限公司"), {"party_is_org": 1.0}),
    ("receiver's nickname", _receiver(name="快乐小猪123"), {"receiver_name_odd": 1.0}),
    ("minority name", _sender(name="阿依古丽·买买提"), {"party_name_odd": 0.0}),
]
_DOCUMENTS: list[tuple[str, dict[str, Any], dict[str, float | None]]] = [
    ("no document", _sender(id_no=None), {"party_id_missing": 1.0, "id_phones_24h": None}),
    ("wrong check digit", _sender(id_no="110105194912310021"), {"party_id_invalid": 1.0}),
    ("masked document", _sender(id_no="110105********002X"), {"party_id_invalid": 1.0}),
    ("placeholder document", _sender(id_no="无"), {"party_id_invalid": 1.0}),
    (
        "born in 1890",
        _sender(id_no=document("11010518900101001")),
        {"party_id_birth_absurd": 1.0, "party_id_invalid": 0.0},
    ),
    (
        "born in 2099",
        _sender(id_no=document("11010520991231001")),
        {"party_id_birth_absurd": 1.0, "party_id_invalid": 0.0},
    ),
    (
        "born on 30 February",
        _sender(id_no=document("11010519900230001")),
        {"party_id_invalid": 1.0},
    ),
    (
        "region 999999",
        _sender(id_no=document("77777719900101001")),
        {"party_id_region_unknown": 1.0},
    ),
    ("old number of 15", _sender(id_no="110105491231002"), {"party_id_invalid": 0.0}),
    ("lower-case x", _sender(id_no="11010519491231002x"), {"party_id_invalid": 0.0}),
    (
        "full-width document",
        _sender(id_no="１１０１０５１９４９１２３１００２Ｘ"),
        {"party_id_invalid": 0.0},
    ),
    ("foreigner", _sender(id_type="passport", id_no="E12345678"), {"party_id_invalid": 0.0}),
    (
        "USCC that fails",
        _sender(id_type="uscc", id_no="91350100M000100Y44"),
        {"party_id_invalid": 1.0},
    ),
    ("NUL in a document", _sender(id_no="1101051949\x001231002X"), {"party_id_invalid": 0.0}),
]
_ADDRESSES: list[tuple[str, dict[str, Any], dict[str, float | None]]] = [
    ("no address", _sender(address=None), {"party_address_quality": 0.0}),
    ("address of 4,096 characters", _sender(address=LONG_TEXT), {}),
    ("4,096 blanks", _sender(address=" " * 4096), {"party_address_quality": 0.0}),
    ("placeholder address", _sender(address="测试地址测试"), {"party_address_placeholder": 1.0}),
    (
        "city of another province",
        _receiver(address="广东省杭州市西湖区曙光路12号"),
        {"receiver_address_conflict": 1.0},
    ),
    ("parcel station", _receiver(address="厦门市思明区菜鸟驿站"), {"receiver_address_hub": 1.0}),
    (
        "village",
        _receiver(address="常德市鼎城区蒿子港镇红旗村4组"),
        {"receiver_address_village": 1.0},
    ),
    ("emoji address", _sender(address="🏠🏠🏠" * 50), {}),
    ("right-to-left address", _sender(address=RTL), {}),
    ("control characters", _sender(address=CONTROL + "厦门市思明区" + CONTROL), {}),
    ("newlines", _receiver(address="厦门市\n思明区\r\n湖滨南路1号\t3栋"), {}),
    ("markup", _sender(address="<script>alert(1)</script>'; DROP TABLE events;--"), {}),
    ("digits only", _sender(address="9" * 300), {}),
]
_AMOUNTS: list[tuple[str, dict[str, Any], dict[str, float | None]]] = [
    ("negative weight", {"weight_grams": -5}, {"weight_grams": -5.0}),
    (
        "no weight",
        {"weight_grams": 0} | _item(declared_value_fen=1),
        {"declared_per_gram_fen": None},
    ),
    ("huge weight", {"weight_grams": HUGE}, {"weight_grams": 1e9}),
    ("hugely negative weight", {"weight_grams": -HUGE}, {"weight_grams": -1e9}),
    (
        "negative COD",
        {"cod_amount_fen": -1, "pay_mode": "cod"},
        {"cod_amount_fen": -1.0, "is_cod": 1.0},
    ),
    ("huge COD", {"cod_amount_fen": HUGE}, {"cod_amount_fen": 1e15}),
    ("huge value", _item(declared_value_fen=HUGE), {"declared_value_fen": 1e15}),
    ("negative value", _item(declared_value_fen=-HUGE), {"freight_to_declared": None}),
    ("huge insurance", _item(insured_value_fen=HUGE), {"insured_value_fen": 1e15}),
    ("negative freight", {"freight_fen": -HUGE}, {"freight_fen": -1e15}),
    ("empty item", _item(category="", text=""), {"item_vague": 1.0}),
    ("item of 4,096 emoji", _item(text="📦" * 4096), {"item_vague": 0.0}),
    ("full-width vague item", _item(text=" 日 用 品 "), {"item_vague": 1.0}),
    (
        "flags unknown",
        {"is_return": None, "id_verified": None, "inspected": None},
        {"is_return": None, "id_verified": None, "inspected": None},
    ),
]
_TIMES: list[tuple[str, dict[str, Any], dict[str, float | None]]] = [
    ("year 1", {"occurred_at": "0001-01-01T00:00:00+08:00"}, {"at_night": 1.0}),
    ("year 9999", {"occurred_at": "9999-12-31T23:59:59.999999-12:00"}, {}),
    ("year 1 far east", {"occurred_at": "0001-01-01T00:00:00+14:00"}, {}),
    ("before 1970", {"occurred_at": "1950-06-01T12:00:00+08:00"}, {"at_night": 0.0}),
    ("odd offset", {"occurred_at": "2025-03-14T09:26:53+05:45"}, {}),
    ("a year late", {"occurred_at": "2024-03-14T23:26:53+08:00"}, {"at_night": 1.0}),
]
_FREE: list[tuple[str, dict[str, Any], dict[str, float | None]]] = [
    (
        "32 free attributes",
        {"extra": {f"k{n}": [n, 0.5, "x", True, None][n % 5] for n in range(32)}},
        {},
    ),
    ("huge numbers in extra", {"extra": {"a": HUGE, "b": -HUGE, "c": 1e308, "d": 5e-324}}, {}),
    ("NUL as a key", {"extra": {"\x00": "\x00", "": "", "a.b[0]": CONTROL}}, {}),
    ("a long key and text", {"extra": {"k" * 4096: "v" * 4096}}, {}),
    ("masked ids", {"outlet_id": "***", "operator_id": "*"}, {"operator_walk_ins_7d": None}),
    ("blank ids", {"outlet_id": "", "operator_id": " \t"}, {"operator_walk_ins_7d": None}),
    (
        "odd network address",
        {"ip": "not an ip", "device_id": "\u200b"},
        {"persons_on_device_90d": None},
    ),
    (
        "odd ids",
        {"waybill_no": "'\"\\\n", "merchant_id": "💥", "monthly_account": "０"},
        {"sender_registered": 1.0, "walk_in": 0.0},
    ),
]
_OPENINGS: list[tuple[str, dict[str, Any], dict[str, float | None]]] = [
    ("empty applicant", {"applicant": {}}, {"party_id_missing": 1.0, "person_openings_24h": None}),
    ("empty agent", {"agent": {}}, {"agent_present": 1.0, "agent_principals_24h": None}),
    ("millions of cards", {"existing_cards": HUGE}, {"existing_cards": 1e6}),
    ("fewer than no cards", {"existing_cards": -HUGE}, {"existing_cards": -1e6}),
    ("face score of 7", {"face_score": 7.0}, {"face_score": 2.0}),
    ("face score of -1e300", {"face_score": -1e300}, {"face_score": -1.0}),
    ("expiry without sense", {"id_expiry": "长期"}, {"id_expired": None}),
    ("expiry long ago", {"id_expiry": "0001-01-01"}, {"id_expired": 1.0}),
    ("expiry in 9999", {"id_expiry": "９９９９-12-31"}, {"id_expired": 0.0}),
    ("empty purpose", {"purpose": ""}, {"purpose_payroll": 0.0}),
    ("purpose of 4,096", {"purpose": LONG_TEXT, "employer": RTL}, {"employer_known": 1.0}),
    (
        "age of 135 years",
        {"applicant": {"id_no": document("11010518900101001")}},
        {"party_id_birth_absurd": 1.0},
    ),
    (
        "opened in year 1",
        {"occurred_at": "0001-01-01T00:00:00+08:00", "id_expiry": "2030-01-01"},
        {"id_expired": 0.0},
    ),
]
_APPLICATIONS: list[tuple[str, dict[str, Any], dict[str, float | None]]] = [
    ("empty business", {"business": {}}, {"party_id_missing": 1.0}),
    ("huge limit", {"requested_limit_fen": HUGE}, {"requested_limit_fen": 1e15}),
    (
        "negative everything",
        {"requested_limit_fen": -HUGE, "deposit_fen": -HUGE, "payout_cycle_days": -HUGE},
        {"requested_limit_fen": -1e15, "deposit_fen": -1e15, "payout_cycle_days": -1e6},
    ),
    (
        "empty ids",
        {"merchant_id": "", "settle_account_no": ""},
        {"settle_account_merchants_90d": None},
    ),
    ("odd warehouse", {"warehouse_address": LONG_TEXT, "contact_phone": "无"}, {}),
    ("registered in the future", {"registered_on": "2999-99-99", "category": RTL}, {}),
    (
        "masked account",
        {"settle_account_no": "6222****0001"},
        {"settle_account_merchants_90d": None},
    ),
]


def dirty_bodies() -> list[Dirty]:
    """All of them, each under an id of its own."""
    shipments = [*_PARTIES, *_DOCUMENTS, *_ADDRESSES, *_AMOUNTS, *_TIMES, *_FREE]
    found = [
        Dirty(name, shipment_body(f"dirty-{at}") | changes, expects)
        for at, (name, changes, expects) in enumerate(shipments)
    ]
    found += [
        Dirty(name, opening_body(f"dirty-{at}") | changes, expects)
        for at, (name, changes, expects) in enumerate(_OPENINGS)
    ]
    found += [
        Dirty(name, application_body(f"dirty-{at}") | changes, expects)
        for at, (name, changes, expects) in enumerate(_APPLICATIONS)
    ]
    return found
