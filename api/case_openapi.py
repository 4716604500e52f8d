"""The calls on cases in the OpenAPI document, made of their table."""

from typing import Any, Final

from api.case_calls import CALLS, CaseCall
from api.case_queries import CURSOR, MOST_ITEMS
from api.openapi_parts import body_part, keyed
from api.schemas import ref
from risk.case_access import CALLS as ROLES
from risk.case_routing import BANDS, DESKS

_PATH_IDS: Final = {
    "case_id": {
        "schema": {"type": "string", "pattern": "^C-[0-9]{8}-[0-9]{6,12}$"},
        "example": "C-20250314-000001",
    },
    "file_id": {"schema": {"type": "integer", "minimum": 1, "maximum": 10**15}, "example": "1"},
    "appeal_id": {"schema": {"type": "integer", "minimum": 1, "maximum": 10**15}, "example": "1"},
}
_QUERY: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "band": ("Of this band.", {"type": "string", "enum": list(BANDS)}),
    "typology": (
        "Of this typology.",
        {"type": "string", "pattern": "^(AO|SH|CR|IN)-[0-9]{2}$"},
    ),
    "kind": (
        "Of this kind of event.",
        {"type": "string", "enum": ["shipment", "account_opening", "cod_application"]},
    ),
    "status": (
        "Of this status.",
        {"type": "string", "enum": ["open", "second", "closing", "closed", "merged"]},
    ),
    "owner": (
        "`me`, `none`, or the id of a key.",
        {"type": "string", "pattern": "^[A-Za-z0-9_.\\-]{1,64}$"},
    ),
    "overdue": (
        "Past their time and still waiting.",
        {"type": "string", "enum": ["true", "false"]},
    ),
    "tier": ("Of this tier.", {"type": "integer", "minimum": 1, "maximum": 3}),
    "desk": ("Of this desk.", {"type": "string", "enum": list(DESKS)}),
    "awaits": ("Waiting for this second look.", {"type": "string", "enum": ["signature", "blind"]}),
    "cursor": (
        "`next` of the page before.",
        {"type": "string", "pattern": f"^{CURSOR}$"},
    ),
    "limit": ("How many.", {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS}),
    "days": ("Of how many days.", {"type": "integer", "minimum": 1, "maximum": 366}),
    "after": ("Entries after this place.", {"type": "integer", "minimum": 0, "maximum": 10**15}),
}


def case_paths() -> dict[str, Any]:
    """Path -> verb -> operation, of every call of the table."""
    paths: dict[str, Any] = {}
    for call in CALLS:
        paths.setdefault(call.path, {})[call.method.lower()] = _operation(call)
    return paths


def _operation(call: CaseCall) -> dict[str, Any]:
    in_path = [name for name in _PATH_IDS if f"{{{name}}}" in call.path]
    parameters = [
        {"name": name, "in": "path", "required": True, **_PATH_IDS[name]} for name in in_path
    ]
    parameters += [_query_parameter(name) for name in call.known]
    lacking = in_path or call.name == "nextCase"
    errors = [401, 403, *([404] if lacking else []), *([409] if call.conflicts else [])]
    errors += [*([413] if call.method == "POST" else []), 422, 500, 503]
    return keyed(
        call.name,
        f"{call.summary} For: {', '.join(sorted(ROLES[call.name]))}.",
        parameters=parameters,
        body=None
        if call.body is None
        else body_part(ref(call.body.__name__), {"example": call.example}),
        answer=ref(call.answer.__name__),
        errors=errors,
    )


def _query_parameter(name: str) -> dict[str, Any]:
    description, schema = _QUERY[name]
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
    }
