from pathlib import Path

import pytest

from data.errors import WrongUse
from data.importing.mapping import Spec
from tests.data.importing.building import PARCELS, mapping_of


def test_a_mapping_is_read(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path, PARCELS)
    assert mapping.kinds == ("shipment",)
    assert mapping.fields["event_id"] == Spec(column="id")
    assert mapping.fields["weight_grams"] == Spec(column="kg", unit="kg")
    assert mapping.columns()["done"] == ("outcomes", "1", "occurred_at")
    assert "unknown" not in mapping.columns()


def test_kinds_by_a_column(tmp_path: Path) -> None:
    text = "kind: {column: t, values: {a: outcome, b: shipment}, otherwise: shipment}\nfields: {}\n"
    mapping = mapping_of(tmp_path, text)
    assert mapping.kinds == ("shipment", "outcome")
    assert mapping.columns() == {"t": ("kind",)}


def test_the_number_of_the_row_is_no_column(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path, "kind: shipment\nfields: {event_id: $row}\n")
    assert mapping.columns() == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("fields: {}", "mapping.yaml:1: object missing required field `kind`"),
        ("kind: shipment", "missing required field `fields`"),
        ("kind: parcel\nfields: {}", "mapping.yaml:1: kind: can't be parcel (one of shipment"),
        ("kind: shipmnt\nfields: {}", "did you mean shipment?"),
        (
            "kind: shipment\nfield: {}\nfields: {}",
            "mapping.yaml:2: field: there is no such key (did",
        ),
        (
            "kind: shipment\nfields:\n  a: 1",
            "mapping.yaml:3: fields.a: must be the name of a column",
        ),
        (
            "kind: shipment\nfields:\n  a: {colum: b}",
            "3: fields.a.colum: there is no such key (did you",
        ),
        ("kind: shipment\nfields:\n  a:\n    column: 1", "4: fields.a.column: expected `str"),
        ("kind: shipment\nfields:\n  a:\n    values: {x: [1]}", "4: fields.a.values: expected"),
        ("kind: shipment\nfields: {}\nencoding: latin1", "3: encoding: "),
        ("kind: shipment\nfields: {}\ndelimiter: ab", "3: delimiter: "),
        ("kind: shipment\nfields: {}\ndelimiter: '\"'", "3: delimiter: "),
        ("kind: shipment\nfields: {}\nskip_lines: -1", "3: skip_lines: "),
        (
            "kind: shipment\nfields: {}\nzone: +10:00",
            "3: zone: expected `str | null`, got `int` (put",
        ),
        ("kind: shipment\nfields: {}\noutcomes:\n  - x: {q: 1}", "4: outcomes.1.x.q: there is no"),
        ("kind: [shipment]\nfields: {}", "1: kind: expected"),
    ],
)
def test_a_mistake_names_key_and_line(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(WrongUse) as caught:
        mapping_of(tmp_path, text)
    assert words in caught.value.message
    assert "\n" not in caught.value.message
