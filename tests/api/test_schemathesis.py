"""Calls made up from the OpenAPI document: none may end in a 5xx or in an undocumented answer."""

from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings

from tests.api.case_door import CaseDoor

_APP = CaseDoor().app
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
    case.call_and_validate(headers={"Authorization": "Bearer key-analyst"})
