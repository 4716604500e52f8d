from pathlib import Path
from typing import Any

import pytest

from data.events import OutcomeLine, Shipment
from data.importing.field import Row
from data.importing.reader import RowReader
from data.importing.report import Report
from tests.data.importing.building import HEADER, PARCELS, ROW, mapping_of

GOOD = dict(zip(HEADER.split(","), ROW.split(","), strict=True))


class Reading:
    """A reader of a mapping and its report."""

    def __init__(self, folder: Path, mapping: str = PARCELS) -> None:
        self.report = Report()
        self.reader = RowReader(mapping_of(folder, mapping), self.report)

    def faults(self, **changes: Any) -> list[tuple[str, str]]:
        made, problems = self.reader.read(Row(5, GOOD | changes))
        assert (made is None) == bool(problems)
        return [(problem.field, problem.fault) for problem in problems]


def test_a_good_row_is_an_event_and_its_outcome(tmp_path: Path) -> None:
    reading = Reading(tmp_path)
    made, problems = reading.reader.read(Row(2, GOOD))
    assert made is not None and problems == []
    event = made.value
    assert isinstance(event, Shipment)
    assert (made.kind, event.weight_grams, event.pay_mode) == ("shipment", 1500, "sender")
    assert event.item.declared_value_fen == 1230
    ((outcome, _),) = reading.reader.outcomes(Row(2, GOOD), event)
    assert outcome is not None and isinstance(outcome.value, OutcomeLine)
    assert (outcome.value.outcome_id, outcome.value.event_id) == ("P1:delivered", "P1")
    assert reading.report.faults == {}


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"id": ""}, [("event_id", "missing")]),
        ({"id": "有 空格"}, [("event_id", "unparsable")]),
        ({"id": "x" * 65}, [("event_id", "unparsable")]),
        ({"at": "gestern"}, [("occurred_at", "unparsable")]),
        ({"kg": "x", "pay": "赊账"}, [("weight_grams", "unparsable"), ("pay_mode", "unmapped")]),
        ({"kg": "9" * 19}, [("weight_grams", "out_of_range")]),
        ({"from": "长" * 4097}, [("sender.name", "out_of_range")]),
        ({"worth": "", "from": "", "what": ""}, []),
        ({"kg": "-3", "worth": "-1", "at": "1970-01-01"}, []),
    ],
)
def test_every_fault_of_a_row_is_told(
    tmp_path: Path, changes: dict[str, str], faults: list[tuple[str, str]]
) -> None:
    assert Reading(tmp_path).faults(**changes) == faults


def test_odd_values_are_counted_and_kept(tmp_path: Path) -> None:
    reading = Reading(tmp_path)
    assert reading.faults(kg="-3", at="1970-01-01", worth="") == []
    assert reading.report.faults == {
        ("weight_grams", "out_of_range"): 1,
        ("occurred_at", "out_of_range"): 1,
        ("item.declared_value_fen", "missing"): 1,
    }


@pytest.mark.parametrize(
    ("cell", "expected", "counted"),
    [("", "collect", "missing"), ("赊账", "monthly", "unmapped"), ("寄付", "sender", None)],
)
def test_default_and_otherwise(
    tmp_path: Path, cell: str, expected: str, counted: str | None
) -> None:
    mapping = PARCELS.replace(
        "到付: collect}", "到付: collect}, default: collect, otherwise: monthly"
    )
    reading = Reading(tmp_path, mapping)
    made, _ = reading.reader.read(Row(2, GOOD | {"pay": cell}))
    assert made is not None and isinstance(made.value, Shipment)
    assert made.value.pay_mode == expected
    assert set(reading.report.faults) == ({("pay_mode", counted)} if counted else set())


def test_bad_as_missing_spares_the_row_unless_it_is_needed(tmp_path: Path) -> None:
    mapping = PARCELS.replace("unit: yuan", "unit: yuan, bad_as_missing: true").replace(
        "unit: kg", "unit: kg, bad_as_missing: true"
    )
    reading = Reading(tmp_path, mapping)
    assert reading.faults(worth="面议") == []
    assert reading.report.faults == {("item.declared_value_fen", "unparsable"): 1}
    assert reading.faults(kg="面议") == [("weight_grams", "missing")]


def test_an_outcome_that_is_wrong_spoils_nothing_but_itself(tmp_path: Path) -> None:
    reading = Reading(tmp_path)
    made, _ = reading.reader.read(Row(2, GOOD))
    assert made is not None and isinstance(made.value, Shipment)

    def found(**changes: str) -> list[list[tuple[str, str]]]:
        assert made is not None and isinstance(made.value, Shipment)
        row = Row(2, GOOD | changes)
        return [
            [(problem.field, problem.fault) for problem in problems]
            for _, problems in reading.reader.outcomes(row, made.value)
        ]

    assert found(state="") == []
    assert found(state="丢了") == [[("outcomes.1.outcome", "unmapped")]]
    assert found(done="") == [[("outcomes.1.occurred_at", "missing")]]
    assert found(done="2025-05-01") == [[]]
    assert reading.report.faults["outcomes.1.occurred_at", "out_of_range"] == 1


def test_kinds_by_a_column_take_their_own_fields(tmp_path: Path) -> None:
    mapping = """\
zone: "+08:00"
kind: {column: t, values: {寄递: shipment, 开户: account_opening, 结果: outcome}}
fields:
  event_id: id
  occurred_at: at
  sender.name: who
  item.category: {constant: ""}
  item.text: {constant: ""}
  weight_grams: {column: g, unit: g, default: 0}
  pay_mode: {constant: sender}
  applicant.name: who
  account_class: {constant: I}
  purpose: {constant: ""}
  extra.branch: branch
  outcome: {constant: delivered}
  source: {constant: carrier}
"""
    reading = Reading(tmp_path, mapping)
    kinds = {}
    for code in ("寄递", "开户", "结果"):
        cells = {"t": code, "id": "A1", "at": "2025-06-01", "who": "张三", "branch": "城东"}
        made, problems = reading.reader.read(Row(2, cells))
        assert made is not None, problems
        kinds[made.kind] = made.line.decode()
    assert set(kinds) == {"shipment", "account_opening", "outcome"}
    assert '"sender":{"name":"张三"}' in kinds["shipment"] and "applicant" not in kinds["shipment"]
    assert '"extra":{"branch":"城东"}' in kinds["account_opening"]
    assert '"outcome_id":"A1:delivered"' in kinds["outcome"]
    for code, fault in (("别的", "unmapped"), ("", "missing")):
        made, problems = reading.reader.read(Row(2, {"t": code}))
        assert made is None
        assert [(problem.field, problem.fault) for problem in problems] == [("kind", fault)]
