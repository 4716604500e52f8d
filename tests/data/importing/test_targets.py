import msgspec
import pytest

from data.events import decode_line
from data.importing.targets import KINDS, TARGETS, WHOLES, Kind, target_of

SAMPLES = {
    "text": "x1",
    "integer": 1,
    "number": 0.5,
    "boolean": True,
    "instant": "2025-06-01T00:00:00+08:00",
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("only_required", [False, True])
def test_the_targets_are_the_contract(kind: Kind, only_required: bool) -> None:
    """A line with every target filled, and one with the required ones only, passes the decoder."""
    body: dict[str, object] = {"kind": kind}
    for whole in WHOLES[kind]:
        body[whole] = {}
    for path, target in TARGETS[kind].items():
        if only_required and not target.required:
            continue
        *above, key = path.split(".", 1)
        part = body.setdefault(above[0], {}) if above else body
        assert isinstance(part, dict)
        part[key] = target.choices[0] if target.choices else SAMPLES[target.type]
    value = decode_line(msgspec.json.encode(body))
    assert value.__struct_config__.tag == kind


def test_free_attributes_are_of_events_only() -> None:
    assert target_of("shipment", "extra.a.b") is not None
    assert target_of("shipment", "extra.") is None
    assert target_of("shipment", "extra") is None
    assert target_of("outcome", "extra.a") is None
    assert target_of("shipment", "applicant.name") is None


def test_a_path_has_one_type_in_all_kinds() -> None:
    types: dict[str, set[str]] = {}
    for kind in KINDS:
        for path, target in TARGETS[kind].items():
            types.setdefault(path, set()).add(target.type)
    assert {path: found for path, found in types.items() if len(found) > 1} == {}
