"""JSON Schemas of what goes in and out, derived from the very types that decode and encode."""

from typing import Any

import msgspec

from api.case_calls import CALLS
from api.errors import STATUS, ErrorBody
from api.exposure import ExposureQuery
from api.governed_calls import GOVERNED_CALLS
from api.notice_bodies import NoticeList, NoticeRetried
from api.outcomes import OutcomeReceipt
from api.session_bodies import (
    LogIn,
    PeopleList,
    SessionOpened,
    SessionView,
    SignOn,
    SignOnBegun,
)
from data.decisions import AnalystDecision, Decision
from data.events import Event, Outcome
from risk.case_requests import FRAUD_LABELS, LABELS
from risk.exposure_desk import ExposureView

_GOVERNED = dict.fromkeys(
    type_ for call in GOVERNED_CALLS for type_ in (call.answer, call.takes) if type_ is not None
)
_CASE_TYPES = {type_ for call in CALLS for type_ in (call.body, call.answer) if type_ is not None}
_TYPES = (
    *(Event, Outcome, Decision, AnalystDecision),
    *(ErrorBody, OutcomeReceipt, ExposureQuery, ExposureView),
    *_GOVERNED,
    *(LogIn, PeopleList, SessionOpened, SessionView, SignOn, SignOnBegun),
    *(NoticeList, NoticeRetried),
    *sorted(_CASE_TYPES, key=lambda type_: type_.__name__),
)


def ref(name: str) -> dict[str, Any]:
    """A reference to a component's schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def component_schemas() -> dict[str, Any]:
    """Every schema by its name; ``Event`` is a union told apart by ``kind``."""
    tops, components = msgspec.json.schema_components(
        _TYPES, ref_template="#/components/schemas/{name}"
    )
    components["Event"] = dict(tops[0])
    components["Results"] = {
        "type": "array",
        "description": "One result for each event, in order.",
        "items": {"anyOf": [ref("AnalystDecision"), ref("Decision"), ref("ErrorBody")]},
    }
    components["Batch"] = _batch()
    components["Disposal"]["anyOf"] = _whole_disposals()
    components["ErrorDetail"]["properties"]["type"]["enum"] = list(STATUS)
    portable: dict[str, Any] = _portable(components)
    return portable


def _batch() -> dict[str, Any]:
    anything = {"description": "Anything else gives an error entry in its place."}
    return {
        "type": "array",
        "minItems": 1,
        "maxItems": 1000,
        "items": {"anyOf": [ref("Event"), anything]},
    }


def _whole_disposals() -> list[dict[str, Any]]:
    """What a label asks for beside itself: the same rule as ``risk.case_disposal`` holds."""
    others = [label for label in LABELS if label not in (*FRAUD_LABELS, "legit_explained")]
    return [
        _needing(list(FRAUD_LABELS), "typology"),
        _needing(["legit_explained"], "look_alike"),
        {"properties": {"label": {"enum": others}}},
    ]


def _needing(labels: list[str], field: str) -> dict[str, Any]:
    return {
        "properties": {"label": {"enum": labels}, field: {"type": "string"}},
        "required": ["label", field],
    }


def _portable(node: Any) -> Any:
    """The same schema with ECMA-262 patterns: ``$`` ends the text there, as Z does in Python."""
    if isinstance(node, dict):
        return {
            key: value.replace("\\Z", "$") if key == "pattern" else _portable(value)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_portable(item) for item in node]
    return node
