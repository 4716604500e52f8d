from collections import Counter
from datetime import UTC, datetime

import pytest

from data.importing.report import MAX_CODES, Report, is_code


def test_an_empty_report() -> None:
    assert Report().text().splitlines()[0] == "rows: 0 read, 0 written (0.0%), 0 rejected"


def test_the_report_of_a_run() -> None:
    at = datetime(2025, 6, 1, tzinfo=UTC)
    report = Report(
        rows=2000, rejected=500, made=Counter(shipment=1500), first=at, last=at, out_of_order=1
    )
    report.count("sender.phone", "missing")
    report.count("pay_mode", "unmapped", "到付")
    report.count("", "unparsable")
    report.count("event_id", "duplicate")
    lines = report.text().splitlines()
    assert lines[0] == "rows: 2,000 read, 1,500 written (75.0%, shipment 1,500), 500 rejected"
    assert lines[1].startswith("time: 2025-06-01T00:00:00+00:00 to 2025-06-01")
    assert [line.split() for line in lines[5:8]] == [
        ["(the", "row", "itself)", ".", "1", ".", "."],
        ["pay_mode", ".", ".", ".", "1"],
        ["sender.phone", "1", ".", ".", "."],
    ]
    assert lines[8:] == ["unmapped pay_mode: 到付 1"]


@pytest.mark.parametrize(
    "value",
    ["13800138000", "138****8000", "32010219900101123X", "江苏省南京市玄武区中山路1号", "a\nb"],
)
def test_personal_values_are_counted_and_not_shown(value: str) -> None:
    report = Report()
    report.count("pay_mode", "unmapped", value)
    report.count("pay_mode", "unmapped", "到付")
    assert not is_code(value)
    assert value not in report.text()
    assert "unmapped pay_mode: 到付 1, too long to be codes, not shown 1" in report.text()


def test_a_column_of_many_values_is_no_column_of_codes() -> None:
    report = Report()
    for number in range(MAX_CODES + 50):
        report.count("pay_mode", "unmapped", f"张{number}")
    assert "张" not in report.text()
    assert "more than 20 different values, not shown" in report.text()
    assert len(report.codes["pay_mode"]) == MAX_CODES + 1
    assert report.faults["pay_mode", "unmapped"] == MAX_CODES + 50
