from pathlib import Path

import pytest

from data.errors import WrongUse
from data.importing.check import check_mapping
from tests.data.importing.building import PARCELS, mapping_of


def refusal(tmp_path: Path, text: str) -> str:
    with pytest.raises(WrongUse) as caught:
        check_mapping(mapping_of(tmp_path, text))
    return caught.value.message.removeprefix("mapping.yaml:")


def test_a_good_mapping_passes(tmp_path: Path) -> None:
    check_mapping(mapping_of(tmp_path, PARCELS))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("  event_id: id\n", "", "3: fields: event_id is missing, which every shipment needs"),
        (
            "sender.name",
            "sender.nam",
            "6: fields.sender.nam: no field of shipment (did you mean sender",
        ),
        ("sender.name", "applicant.name", "6: fields.applicant.name: no field of shipment"),
        (
            ", unit: kg",
            "",
            "9: fields.weight_grams.unit: must say how the column counts: kg, jin, g",
        ),
        ("unit: kg", "unit: lb", "9: fields.weight_grams.unit: must say"),
        ("unit: yuan", "unit: kg", "10: fields.item.declared_value_fen.unit: must say"),
        ("event_id: id", "event_id: {column: id, unit: kg}", "4: fields.event_id.unit: has no"),
        ("event_id: id", "event_id: {column: id, constant: x}", "4: fields.event_id: needs one of"),
        ("event_id: id", "event_id: {default: x}", "4: fields.event_id: needs one of"),
        ("event_id: id", "event_id: {constant: ~}", "4: fields.event_id.constant: is empty"),
        (
            "event_id: id",
            "event_id: {column: id, join: x}",
            "4: fields.event_id.join: is for columns",
        ),
        ("event_id: id", "event_id: {column: id, otherwise: x}", "otherwise: is for values"),
        (
            "event_id: id",
            "event_id: {column: id, time: iso}",
            "event_id.time: is for points in time",
        ),
        (
            "event_id: id",
            "event_id: {column: id, zone: UTC}",
            "event_id.zone: is for points in time",
        ),
        ("event_id: id", "event_id: {column: id, type: text}", "event_id.type: is for extra"),
        ("at: at", "at: {column: at, date: iso}", "occurred_at.date: is for texts"),
        ("at: at", "at: {column: at, time: yyyy}", "5: fields.occurred_at.time: can't be 'yyyy'"),
        ("at: at", "at: {column: at, time: '%Y-%m'}", "5: fields.occurred_at.time: can't be"),
        ("at: at", "at: {column: at, zone: Mars}", "5: fields.occurred_at.zone: no zone Mars"),
        ("at: at", "at: {constant: today}", "occurred_at.constant: can't be 'today'"),
        ("Asia/Shanghai", "Mars", "1: zone: no zone Mars is known here"),
        (
            "寄付: sender",
            "寄付: sendr",
            "fields.pay_mode.values.寄付: can't be 'sendr', must be cod | collect",
        ),
        (
            '{column: what, default: ""}',
            "{column: what, default: 1}",
            "default: can't be 1, must be",
        ),
        (
            "kg}",
            "kg, default: true}",
            "weight_grams.default: can't be True, must be a whole number",
        ),
        ("{constant: carrier}", "{constant: me}", "15: outcomes.1.source.constant: can't be 'me'"),
        ("    source: {constant: carrier}\n", "", "13: outcomes.1: source is missing"),
        ("kind: shipment", "kind: {column: id}", "2: kind: needs values"),
        ("kind: shipment", "kind: {column: id, values: {a: b}}", "2: kind.values.a: can't be 'b'"),
        (
            "kind: shipment",
            "kind: {column: k, values: {a: outcome, b: shipment}}",
            "outcome is missing, which every outcome needs",
        ),
        ("  event_id: id", "  agent.name: x\n  event_id: id", "4: fields.agent.name: no field"),
        (
            "  event_id: id",
            "  extra.a: {column: x, type: text, time: iso}\n  event_id: id",
            "is for",
        ),
    ],
)
def test_a_mistake_names_key_and_line(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in PARCELS
    assert words in refusal(tmp_path, PARCELS.replace(old, new, 1))


def test_a_format_without_offset_needs_a_zone(tmp_path: Path) -> None:
    text = PARCELS.replace("zone: Asia/Shanghai\n", "").replace(
        "occurred_at: at", "occurred_at: {column: at, time: '%Y-%m-%d'}"
    )
    assert "4: fields.occurred_at.zone: is needed" in refusal(tmp_path, text)
    check_mapping(mapping_of(tmp_path, text.replace("%d'", "%d %z'")))


def test_an_outcome_file_has_no_outcomes_beside(tmp_path: Path) -> None:
    fields = "event_id: a, occurred_at: b, outcome: c, source: d"
    text = f"kind: outcome\nfields: {{{fields}}}\n"
    check_mapping(mapping_of(tmp_path, text))
    text += f"outcomes:\n  - {{{fields}}}\n"
    assert "3: outcomes: a row that is an outcome itself has none" in refusal(tmp_path, text)


def test_more_free_attributes_than_the_contract_takes(tmp_path: Path) -> None:
    extra = "".join(f"  extra.a{number}: id\n" for number in range(33))
    text = PARCELS.replace("  event_id: id\n", extra + "  event_id: id\n")
    assert "more than 32 extra fields" in refusal(tmp_path, text)
