"""The calls on cases: every call for every role, and a case from queue to appeal over HTTP."""

from collections.abc import Iterator
from typing import Any

import pytest

from api.case_calls import CALLS, CaseCall
from risk.case_access import CALLS as ALLOWED
from tests.api.caller import Caller
from tests.api.case_door import CaseDoor
from tests.api.fakes import ROLES

REASON = "called them and it was so"
_FILLED = {"file_id": "1", "appeal_id": "1"}


@pytest.fixture(scope="module")
def shared() -> Iterator[CaseDoor]:
    door = CaseDoor()
    yield door
    door.close()


@pytest.fixture
def case_door() -> Iterator[CaseDoor]:
    door = CaseDoor()
    yield door
    door.close()


def path_of(call: CaseCall, case_id: str) -> str:
    path = call.path.replace("{case_id}", case_id)
    for name, value in _FILLED.items():
        path = path.replace(f"{{{name}}}", value)
    return path


def test_the_table_of_calls_and_the_table_of_roles_name_the_same() -> None:
    assert [call.name for call in CALLS] == list(dict.fromkeys(call.name for call in CALLS))
    assert {call.name for call in CALLS} == set(ALLOWED)
    assert set().union(*ALLOWED.values()) <= set(ROLES)


NEVER_SEES_CUSTOMERS = {"strategy_admin", "strategy_approver", "system_admin", "security_admin"}
PERMITTED = {
    "counter": {"openAppeal"},
    "courier": {"openAppeal"},
    "api_client": {"openAppeal"},
    "analyst": set(ALLOWED)
    - {"bulkCases", "assignCase", "secondLook", "decideAppeal", "caseMetrics", "readAudit"},
    "senior_analyst": set(ALLOWED) - {"readAudit"},
    "cod_officer": set(ALLOWED)
    - {"bulkCases", "assignCase", "secondLook", "decideAppeal", "caseMetrics", "readAudit"},
    "approver": {
        "listCases", "getCase", "caseLinks", "commentCase", "getFile", "secondLook", "openAppeal",
        "decideAppeal", "caseMetrics",
    },
    "strategy_admin": {"caseMetrics"},
    "strategy_approver": {"caseMetrics"},
    "system_admin": set(),
    "security_admin": set(),
    "audit_admin": {"caseMetrics", "readAudit"},
}  # fmt: skip
"""Written down a second time on purpose: whoever changes a permission has to say so twice."""


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
def test_every_call_for_every_role(shared: CaseDoor, call: CaseCall, role: str) -> None:
    path = path_of(call, "C-20990101-999999")  # no such case: only the door is looked at
    answer = shared.call(call.method, path, call.example, role)
    if call.name in PERMITTED[role]:
        assert answer.status_code in (200, 404), answer.text
    else:
        assert answer.status_code == 403
        assert answer.json()["error"]["code"] == "role_forbidden"


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
def test_without_a_key_nothing_and_without_cases_503(
    shared: CaseDoor, door: Caller, call: CaseCall
) -> None:
    path = path_of(call, "C-20250314-000001")
    assert shared.call(call.method, path, call.example, None).status_code == 401
    role = sorted(ALLOWED[call.name])[0]
    answer = door.call(call.method, path, call.example, role)
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "no_cases")


def test_a_case_from_the_queue_to_its_appeal(case_door: CaseDoor) -> None:
    queue = case_door.get("/v1/cases?owner=none&band=low").json()
    assert [item["case_id"] for item in queue["items"]] == [case_door.case_id]
    assert queue["counts"] == {"cases": 1, "waiting": 1, "overdue": 0, "due_in_1h": 1}
    assert case_door.post("/v1/cases/next", None).json()["owner"] == "id-analyst"
    base = f"/v1/cases/{case_door.case_id}"
    page = case_door.get(base).json()
    assert (page["case"]["owner"], len(page["alerts"]), page["blind"]) == ("id-analyst", 3, False)
    party = page["alerts"][0]["parties"][0]
    assert party.pop("address")["canonical"] == "福建省厦门市思明区湖滨南路"
    assert party == {
        "role": "sender",
        "name": "张*",
        "id_no": "110******2X",
        "phone": "139******70",
        "place": "思明区湖滨南路",
        "missing": [],
    }
    total = page["explained"]["base"] + sum(
        part["contribution"] for part in page["explained"]["contributions"]
    )
    assert total == pytest.approx(page["explained"]["total"], abs=1e-9)
    assert page["alerts"][0]["rules"][0]["id"] == "T"
    assert {item["what"] for item in page["timeline"]} == {"parcel_sent"}
    said = case_door.post(f"{base}/disposition", _disposal("confirmed_fraud"))
    assert said.json()["status"] == "closed", said.text
    appeal = case_door.call(
        "POST", f"{base}/appeals", {"event_id": "sh-0", "reason": REASON}, "counter"
    ).json()
    lifted = case_door.call(
        "POST",
        f"{base}/appeals/{appeal['id']}/decision",
        {"result": "lifted", "reason": REASON},
        "senior_analyst",
    )
    assert lifted.json()["result"] == "lifted"
    entries = case_door.get("/v1/audit?limit=2", "audit_admin").json()
    assert [entry["action"] for entry in entries["entries"]] == ["claim", "view_case"]
    rest = case_door.get(f"/v1/audit?after={entries['next']}", "audit_admin").json()
    assert rest["next"] is None
    metrics = case_door.get("/v1/cases/metrics?days=7", "audit_admin").json()
    assert (metrics["closed"], metrics["alert_precision"], metrics["sla_met"]) == (1, 1.0, 1.0)


def _disposal(label: str) -> dict[str, Any]:
    return {
        "label": label,
        "typology": "SH-08",
        "reason": REASON,
        "evidence": ["called_customer"],
    }


def test_pages_of_the_queue_meet_each_case_once(case_door: CaseDoor) -> None:
    from_world = {case_door.case_id}
    from_world |= {case_door.world.ring(1, first=100 + n, **_apart(n)) for n in range(7)}
    met: list[str] = []
    cursor = ""
    while True:
        page = case_door.get(f"/v1/cases?limit=3{cursor}").json()
        met += [item["case_id"] for item in page["items"]]
        assert page["counts"]["cases"] == 8
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert len(met) == 8
    assert set(met) == from_world


def _apart(number: int) -> dict[str, Any]:
    return {
        "sender": {"phone": f"1391234{number:04d}"},
        "receiver": {"phone": f"1371234{number:04d}"},
    }


@pytest.mark.parametrize(
    ("path", "param"),
    [
        ("/v1/cases?band=none", "band"),
        ("/v1/cases?limit=0", "limit"),
        ("/v1/cases?tier=4", "tier"),
        ("/v1/cases?cursor=x", "cursor"),
        ("/v1/cases?owner=%00", "owner"),
        ("/v1/cases?typology=XX-01", "typology"),
        ("/v1/cases?nothing=1", "nothing"),
        ("/v1/cases/C-1", "case_id"),
        ("/v1/cases/metrics?days=400", "days"),
    ],
)
def test_what_no_case_can_have_is_named(shared: CaseDoor, path: str, param: str) -> None:
    answer = shared.get(path, "senior_analyst")
    assert answer.status_code == 422
    assert answer.json()["error"]["param"] == param


def test_bodies_are_strict_and_tell_no_value(shared: CaseDoor) -> None:
    path = f"/v1/cases/{shared.case_id}/disposition"
    for body in (
        {**_disposal("confirmed_fraud"), "extra": 1},
        _disposal("张三 13912345670"),
        {**_disposal("confirmed_fraud"), "reason": "短"},
        {**_disposal("confirmed_fraud"), "evidence": []},
    ):
        answer = shared.post(path, body)
        assert answer.status_code == 422
        assert "张三" not in answer.text and "13912345670" not in answer.text


def test_a_bulk_act_tells_of_each_case(case_door: CaseDoor) -> None:
    ids = [case_door.case_id, "C-20250314-999999"]
    for action, extra in (
        ("escalate", {}),
        ("assign", {"to": "id-senior_analyst"}),
        ("snooze", {"until": "2025-10-10T09:00:00+08:00"}),
        ("dispose", {"disposal": _disposal("policy_violation")}),
    ):
        body = {"case_ids": ids, "action": action, "reason": REASON, **extra}
        answer = case_door.call("POST", "/v1/cases/bulk", body, "senior_analyst").json()
        done = [(result["done"], result["code"]) for result in answer["results"]]
        assert done == [(True, None), (False, "unknown_case")], answer
    missing = {"case_ids": ids[:1], "action": "assign", "reason": REASON}
    answer = case_door.call("POST", "/v1/cases/bulk", missing, "senior_analyst").json()
    assert not answer["results"][0]["done"]


def test_a_credit_officer_sees_applications_only(case_door: CaseDoor) -> None:
    assert case_door.get("/v1/cases", "cod_officer").json()["items"] == []
    base = f"/v1/cases/{case_door.case_id}"
    assert case_door.get(base, "cod_officer").status_code == 404
    assert case_door.call("POST", f"{base}/claim", None, "cod_officer").status_code == 404


def test_nothing_personal_in_answers_logs_metrics_and_errors(case_door: CaseDoor) -> None:
    base = f"/v1/cases/{case_door.case_id}"
    case_door.post(f"{base}/comments", {"text": "张三 13912345670"})
    texts = [
        case_door.get(path, role).text
        for path, role in (
            ("/v1/cases", "analyst"),
            ("/v1/audit", "audit_admin"),
            ("/v1/cases/metrics", "senior_analyst"),
            ("/metrics", None),
            (f"{base}/files/9", "analyst"),
        )
    ]
    page = case_door.get(base).json()
    del page["steps"]  # words of colleagues are for those who may see the case
    texts += [str(page), str(case_door.log.failures)]
    for needle in ("13912345670", "11010519491231002X", "张三", "3栋502室", "13723456781"):
        assert all(needle not in text for text in texts), needle
