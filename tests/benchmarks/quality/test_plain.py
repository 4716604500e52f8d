import math

import pytest

from benchmarks.quality.plain import CATEGORIES, COLUMNS, PlainReader, categorical
from data.events import Event
from data.instants import to_ms
from tests.risk.builders import application, opening, shipment


def row_of(event: Event, reader: PlainReader | None = None) -> dict[str, float]:
    kind = str(event.__struct_config__.tag)
    values = (reader or PlainReader()).read(event, to_ms(event.occurred_at))
    return dict(zip(COLUMNS[kind], values, strict=True))


@pytest.mark.parametrize("event", [shipment(), opening(), application()])
def test_a_row_has_a_number_for_each_column(event: Event) -> None:
    row = row_of(event)
    assert all(isinstance(value, float) for value in row.values())
    assert row["hour"] == int(event.occurred_at.strftime("%H"))
    assert row["weekday"] == event.occurred_at.weekday()


def test_the_event_s_own_facts_are_there() -> None:
    row = row_of(shipment(weight_grams=77, freight_fen=5, is_return=None))
    assert (row["weight_grams"], row["freight_fen"], row["id_verified"]) == (77.0, 5.0, 1.0)
    assert math.isnan(row["is_return"])
    assert row["sender_phone_length"] == 11.0
    assert row_of(opening())["birth_year"] == 1949.0
    assert math.isnan(row_of(opening())["agent_name_length"])


def test_texts_get_codes_and_the_last_is_shared() -> None:
    reader = PlainReader()
    codes = [
        row_of(shipment(n, item={"category": f"c{n}", "text": "x"}), reader)["item_category"]
        for n in range(CATEGORIES + 3)
    ]
    assert codes[:3] == [0.0, 1.0, 2.0]
    assert codes[-4:] == [CATEGORIES - 1.0] * 4
    again = row_of(shipment(item={"category": "c1", "text": "x"}), reader)
    assert again["item_category"] == 1.0


def test_only_columns_of_codes_are_categorical() -> None:
    names = [COLUMNS["account_opening"][at] for at in categorical("account_opening")]
    assert {"purpose", "applicant_id_type", "channel"} <= set(names)
    assert not {"face_score", "birth_year", "applicant_id_length"} & set(names)
