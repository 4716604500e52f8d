"""Credit over HTTP: how an application was graded, and limits by hand by two people."""

from pathlib import Path
from typing import Any

import pytest

from data.store import Store
from data.subject import Reader
from risk.features.state import State
from risk.verify import Verifier
from tests.api.fakes import ROLES
from tests.api.governing import GoverningCaller
from tests.risk.builders import application_body, shipment_body, tokeniser

OFFICER, SIGNER = "cod_officer", "approver"
LIMITS = {
    "per_parcel_fen": 900_000,
    "per_day_fen": 3_000_000,
    "outstanding_fen": 9_000_000,
    "until": "2026-03-01T00:00:00+08:00",
    "reason": "three months of paid invoices were seen",
}
BIG = {"pay_mode": "cod", "merchant_id": "m-1001", "cod_amount_fen": 800_000}


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> GoverningCaller:
    made = GoverningCaller(store, tmp_path)
    made.good("POST", "/v1/score", application_body(1))
    return made


def big_parcel(desk: GoverningCaller, number: int, **changes: Any) -> str:
    answer = desk.good("POST", "/v1/score", shipment_body(number, **(BIG | changes)))
    return str(answer["decision"])


def proposed(desk: GoverningCaller, **changes: Any) -> str:
    path = "/v1/credit/applications/cod-1/limits"
    return str(desk.good("POST", path, LIMITS | changes, OFFICER)["id"])


def test_points_and_base_are_the_score_and_the_least_part_is_the_limit(
    desk: GoverningCaller,
) -> None:
    shown = desk.good("GET", "/v1/credit/applications/cod-1", role=OFFICER)
    worked, credit = shown["worked"], shown["credit"]
    assert worked["base"] + sum(line["points"] for line in worked["points"]) == credit["score"]
    assert min(part["fen"] for part in worked["parts"]) == credit["limits"]["outstanding_fen"]
    assert [part["name"] for part in worked["parts"] if part["binding"]]
    lost = {line["reason"] for line in worked["points"] if line["points"] < 0}
    assert lost == {reason["code"] for reason in worked["reasons"]}
    assert all(reason["customer_zh"] for reason in worked["reasons"])
    assert (worked["requested_fen"], worked["seasoned"], worked["fitted"]) == (
        5_000_000,
        False,
        False,
    )
    assert shown["exposure"]["outstanding_fen"] == 0
    assert shown["parties"][0]["role"] == "business"


def test_nothing_of_a_file_is_in_clear(desk: GoverningCaller) -> None:
    text = desk.call("GET", "/v1/credit/applications/cod-1", None, OFFICER).text
    for needle in ("m-1001", "91350100M000100Y43", "6222020000000000001", "厦门示例"):
        assert needle not in text


def test_applications_stand_newest_first_in_pages(desk: GoverningCaller) -> None:
    desk.good("POST", "/v1/score", shipment_body(1))
    for number in (2, 3):
        desk.good("POST", "/v1/score", application_body(number, merchant_id=f"m-{number}"))
    first = desk.good("GET", "/v1/credit/applications?limit=2", role=SIGNER)
    assert [one["event_id"] for one in first["applications"]] == ["cod-3", "cod-2"]
    older = f"/v1/credit/applications?limit=2&before_seq={first['next_before_seq']}"
    rest = desk.good("GET", older, role=SIGNER)
    assert [one["event_id"] for one in rest["applications"]] == ["cod-1"]
    assert rest["next_before_seq"] is None
    assert rest["applications"][0]["grade"] in "ABCDEF"


def test_limits_by_hand_hold_from_the_second_signature_on(desk: GoverningCaller) -> None:
    assert big_parcel(desk, 1) == "hold"
    id_ = proposed(desk)
    assert big_parcel(desk, 2) == "hold"
    assert desk.refused("POST", f"/v1/credit/limits/{id_}/sign", None, OFFICER)[0] == 403
    signed = desk.good("POST", f"/v1/credit/limits/{id_}/sign", None, SIGNER)
    assert (signed["state"], signed["author"], signed["decided_by"]) == (
        "active",
        f"id-{OFFICER}",
        f"id-{SIGNER}",
    )
    assert big_parcel(desk, 3) != "hold"
    shown = desk.good("GET", "/v1/credit/applications/cod-1", role=OFFICER)
    assert shown["exposure"]["limits"]["outstanding_fen"] == LIMITS["outstanding_fen"]
    assert [one["id"] for one in shown["overrides"]] == [id_]
    desk.restart()
    assert big_parcel(desk, 4) != "hold"
    nothing_differs(desk)


def test_withdrawn_limits_end_at_once(desk: GoverningCaller) -> None:
    id_ = proposed(desk)
    path = f"/v1/credit/limits/{id_}"
    why = {"reason": "the shop was sold"}
    assert desk.refused("POST", f"{path}/withdraw", why, SIGNER)[1] == "not_in_force"
    desk.good("POST", f"{path}/sign", None, SIGNER)
    assert big_parcel(desk, 1) != "hold"
    desk.good("POST", f"{path}/withdraw", why, SIGNER)
    assert big_parcel(desk, 2) == "hold"
    nothing_differs(desk)


def test_a_refused_proposal_has_no_effect(desk: GoverningCaller) -> None:
    id_ = proposed(desk)
    waiting = desk.good("GET", "/v1/credit/limits?state=proposed", role=SIGNER)
    assert [one["id"] for one in waiting["overrides"]] == [id_]
    desk.good("POST", f"/v1/credit/limits/{id_}/refuse", {"reason": "no papers"}, SIGNER)
    assert big_parcel(desk, 1) == "hold"
    assert desk.refused("POST", f"/v1/credit/limits/{id_}/sign", None, SIGNER)[1] == (
        "already_decided"
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"per_parcel_fen": 3_000_001}, "per_parcel_fen"),
        ({"outstanding_fen": 2_999_999}, "outstanding_fen"),
        ({"per_parcel_fen": -1}, "per_parcel_fen"),
        ({"until": "2020-01-01T00:00:00+08:00"}, "until"),
        ({"until": "2035-01-01T00:00:00+08:00"}, "until"),
        ({"reason": "short"}, "reason"),
    ],
)
def test_a_mistake_is_named_by_its_field(
    desk: GoverningCaller, changes: dict[str, Any], field: str
) -> None:
    path = "/v1/credit/applications/cod-1/limits"
    status, _, param = desk.refused("POST", path, LIMITS | changes, OFFICER)
    assert (status, param) == (422, field)


def test_what_is_no_application_is_not_there(desk: GoverningCaller) -> None:
    desk.good("POST", "/v1/score", shipment_body(1))
    for id_ in ("sh-1", "nobody"):
        assert desk.refused("GET", f"/v1/credit/applications/{id_}", role=OFFICER)[0] == 404


@pytest.mark.parametrize("role", ROLES)
def test_every_role_at_every_call(desk: GoverningCaller, role: str) -> None:
    readers = {"cod_officer", "approver", "analyst", "senior_analyst"}
    why = {"reason": "no papers"}
    calls: list[tuple[str, str, Any, set[str]]] = [
        ("GET", "/v1/credit/applications", None, readers),
        ("GET", "/v1/credit/applications/cod-1", None, readers),
        ("GET", "/v1/credit/limits", None, readers),
        ("POST", "/v1/credit/applications/cod-1/limits", LIMITS, {"cod_officer"}),
        ("POST", "/v1/credit/limits/L0/sign", None, {"approver"}),
        ("POST", "/v1/credit/limits/L0/refuse", why, {"approver"}),
        ("POST", "/v1/credit/limits/L0/withdraw", why, {"approver"}),
    ]
    for method, path, body, allowed in calls:
        answer = desk.call(method, path, body, role)
        assert (answer.status_code != 403) == (role in allowed), (path, role)


def nothing_differs(desk: GoverningCaller) -> None:
    result = Verifier(Reader(tokeniser()), State(), desk.archive).run(desk.store.scan())
    assert (result.differing, result.examples) == (0, [])
