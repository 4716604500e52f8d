"""Calls made up from the OpenAPI document: none may end in a 5xx or in an undocumented answer."""

import atexit
import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import CheckFunction
from schemathesis.specs.openapi.checks import positive_data_acceptance

from data.accounts import Accounts
from data.api_keys import ApiKeys
from data.audit import AuditLog
from data.sessions import Sessions
from data.store import Store
from data.vault import Vault
from risk.administration import Administration
from risk.archive import Archive
from risk.governance import Governance
from risk.people import People
from tests.api.case_door import CaseDoor
from tests.risk.builders import NOW_MS, engine_with, service_over, tokeniser

_SENSE = {
    *("/v1/lists/proposals", "/v1/lists/import", "/v1/policies", "/v1/policy-checks"),
    "/v1/hubs/{hub}/proposals",
}
"""Their bodies hold identifiers, CSV, YAML and an end to come, whose sense no JSON Schema tells."""

_ROLES = {
    "/v1/polic": "strategy_approver",
    "/v1/credit/applications": "cod_officer",
    "/v1/credit": "approver",
    "/v1/accounts": "security_admin",
    "/v1/keys": "system_admin",
    "/v1/audit-": "audit_admin",
}
"""Who makes the calls that begin so; others are made by an expert."""


def _governance() -> Governance:
    folder = Path(mkdtemp(prefix="postrisk-schemathesis-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    vault = Vault({1: bytes(range(32))}, 1)
    store = Store.open(f"sqlite:///{folder / 'log.sqlite'}", vault)
    store.migrate()
    atexit.register(store.close)
    service = service_over(store, engine_with())
    made = Governance(service, store, Archive(folder / "archive"), lambda: NOW_MS)
    audit = AuditLog(store.engine, tokeniser().digest)
    accounts = Accounts(store, vault, audit, lambda _head: None)
    people = People(accounts, Sessions(store), lambda: NOW_MS)
    keys, walked = ApiKeys(store), (audit, lambda: None)
    made.admin = Administration(people, keys, ((1,), 1), walked, lambda: NOW_MS)
    return made


_APP = CaseDoor(_governance()).app
schema = schemathesis.openapi.from_asgi("/openapi.json", _APP)


@schema.hook
def map_body(_context: schemathesis.HookContext, body: Any) -> Any:
    """To JSON Schema 2.0 is an integer; to the contract it is a wrong type, as 1.5 is."""
    return _integral(body)


def _integral(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _integral(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_integral(item) for item in node]
    return int(node) if isinstance(node, float) and node.is_integer() else node


@schema.parametrize()
@settings(
    max_examples=12,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_conforms(case: schemathesis.Case[Any]) -> None:
    unchecked: list[CheckFunction] = [positive_data_acceptance] if case.path in _SENSE else []
    role = next((r for start, r in _ROLES.items() if case.path.startswith(start)), "senior_analyst")
    case.call_and_validate(
        headers={"Authorization": f"Bearer key-{role}"}, excluded_checks=unchecked
    )
