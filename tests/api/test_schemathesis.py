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

from data.store import Store
from data.vault import Vault
from risk.archive import Archive
from risk.governance import Governance
from tests.api.case_door import CaseDoor
from tests.risk.builders import NOW_MS, engine_with, service_over

_SENSE = {"/v1/lists/proposals", "/v1/lists/import", "/v1/policies"}
"""Their bodies hold identifiers, CSV and YAML, whose sense no JSON Schema tells."""


def _governance() -> Governance:
    folder = Path(mkdtemp(prefix="postrisk-schemathesis-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    store = Store.open(f"sqlite:///{folder / 'log.sqlite'}", Vault({1: bytes(range(32))}, 1))
    store.migrate()
    atexit.register(store.close)
    service = service_over(store, engine_with())
    return Governance(service, store, Archive(folder / "archive"), lambda: NOW_MS)


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
    max_examples=25,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_conforms(case: schemathesis.Case[Any]) -> None:
    unchecked: list[CheckFunction] = [positive_data_acceptance] if case.path in _SENSE else []
    role = "strategy_approver" if case.path.startswith("/v1/policies") else "senior_analyst"
    case.call_and_validate(
        headers={"Authorization": f"Bearer key-{role}"}, excluded_checks=unchecked
    )
