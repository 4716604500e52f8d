import pytest

from api.examples import EXPOSURE_QUERY, OUTCOME, SHIPMENT
from api.roles import EXPLAINED, EXPOSURE_READERS, LABELLERS, READERS, SCORERS, VERDICTS
from tests.api.caller import Caller
from tests.api.fakes import ROLES

_NO_CUSTOMER_DATA = {
    "strategy_admin",
    "strategy_approver",
    "system_admin",
    "security_admin",
    "audit_admin",
}


def test_administrators_see_no_customer_data() -> None:
    seeing = SCORERS | READERS | EXPLAINED | LABELLERS | EXPOSURE_READERS
    assert not _NO_CUSTOMER_DATA & seeing
    assert set(ROLES) >= READERS


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", ["/v1/score", "/v1/score/batch"])
def test_only_scorers_score(door: Caller, role: str, path: str) -> None:
    body = [SHIPMENT] if path.endswith("batch") else SHIPMENT
    status = door.post(path, body, role).status_code
    assert status == (200 if role in SCORERS else 403)


@pytest.mark.parametrize("role", ROLES)
def test_only_analysts_get_analyst_detail(door: Caller, role: str) -> None:
    answer = door.post("/v1/score?detail=analyst", SHIPMENT, role)
    assert answer.status_code == (200 if role in EXPLAINED else 403)
    assert ("graph" in answer.json()) == (role in EXPLAINED)


@pytest.mark.parametrize("role", ROLES)
def test_a_stored_decision_has_the_detail_of_the_role(door: Caller, role: str) -> None:
    door.post("/v1/score", SHIPMENT)
    answer = door.get(f"/v1/decisions/{SHIPMENT['event_id']}", role)
    assert answer.status_code == (200 if role in READERS else 403)
    assert ("graph" in answer.json()) == (role in EXPLAINED)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("outcome", ["delivered", "written_off", *sorted(VERDICTS)])
def test_facts_come_from_scorers_and_verdicts_from_judges(
    door: Caller, role: str, outcome: str
) -> None:
    may = role in LABELLERS or (
        role in SCORERS
        and (outcome not in VERDICTS or (role, outcome) == ("cod_officer", "written_off"))
    )
    answer = door.post("/v1/outcomes", OUTCOME | {"outcome": outcome}, role)
    assert answer.status_code == (200 if may else 403)
    assert (len(door.service.outcomes) == 1) == may


@pytest.mark.parametrize("role", ROLES)
def test_exposure_is_shown_to_credit_officers_and_analysts(door: Caller, role: str) -> None:
    answer = door.post("/v1/exposure", EXPOSURE_QUERY, role)
    assert answer.status_code == (200 if role in EXPOSURE_READERS else 403)


def test_a_forbidden_caller_is_refused_before_the_body_is_looked_at(door: Caller) -> None:
    assert door.post("/v1/score", b"{", "audit_admin").status_code == 403
    assert door.post("/v1/outcomes", b"{", "audit_admin").status_code == 403
