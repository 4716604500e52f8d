"""The tests that read Parquet need pyarrow, an optional extra; without it they say so and skip."""

import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from data.errors import Failure, WrongUse
from data.importing.cells import Unreadable
from data.importing.field import Row
from data.importing.parquet_rows import count_parquet_rows, parquet_rows
from tests.data.importing.building import mapping_of, run

MAPPING = "kind: shipment\nfields: {event_id: id, sender.name: from.name}\n"


@pytest.fixture
def arrow() -> Any:
    return pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra: parquet)")


def write(arrow: Any, path: Path, **columns: Any) -> Path:
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(arrow.table(columns), path)
    return path


def rows_of(folder: Path, path: Path, mapping: str = MAPPING) -> list[Row]:
    return list(parquet_rows(mapping_of(folder, mapping), path, lambda _count: None))


def test_only_the_columns_of_the_mapping_are_read(arrow: Any, tmp_path: Path) -> None:
    path = write(arrow, tmp_path / "f.parquet", id=[1, 2], other=[3, 4])
    assert rows_of(tmp_path, path, "kind: shipment\nfields: {event_id: id}\n") == [
        Row(1, {"id": 1}),
        Row(2, {"id": 2}),
    ]
    assert count_parquet_rows(path) == 2


def test_many_batches_count_on(arrow: Any, tmp_path: Path) -> None:
    path = write(arrow, tmp_path / "f.parquet", id=list(range(10_000)))
    steps: list[int] = []
    mapping = mapping_of(tmp_path, "kind: shipment\nfields: {event_id: id}\n")
    found = list(parquet_rows(mapping, path, steps.append))
    assert [row.number for row in found] == list(range(1, 10_001))
    assert (sum(steps), len(steps) > 1) == (10_000, True)


def test_nested_columns_and_times_of_any_resolution(arrow: Any, tmp_path: Path) -> None:
    path = write(
        arrow,
        tmp_path / "f.parquet",
        id=arrow.array([0, 1], arrow.timestamp("ns")),
        **{"from": [{"name": "张三"}, None]},
    )
    first, second = rows_of(tmp_path, path)
    assert first.cells == {"id": datetime(1970, 1, 1), "from": {"name": "张三"}}  # noqa: DTZ001  naive
    assert second.cells["from"] is None


def test_a_cell_that_python_cannot_hold_spoils_no_other(arrow: Any, tmp_path: Path) -> None:
    far = arrow.array([0, 2**52], arrow.timestamp("s", tz="UTC"))
    path = write(arrow, tmp_path / "f.parquet", id=far)
    first, second = rows_of(tmp_path, path, "kind: shipment\nfields: {event_id: id}\n")
    assert first.cells["id"] == datetime(1970, 1, 1, tzinfo=UTC)
    assert isinstance(second.cells["id"], Unreadable)


def test_a_whole_run(arrow: Any, tmp_path: Path) -> None:
    path = write(
        arrow,
        tmp_path / "made.parquet",
        id=arrow.array(["P1", "P2", None]),
        at=arrow.array([datetime(2025, 6, 1, 9, tzinfo=UTC)] * 3),
        phone=arrow.array([13800138000.0, float("nan"), 1.0]),
        kg=arrow.array([Decimal("1.250"), Decimal("0.5"), Decimal(1)]),
        day=arrow.array([date(2025, 6, 1)] * 3),
    )
    mapping = """\
kind: shipment
fields:
  event_id: id
  occurred_at: at
  sender.phone: phone
  item.category: {constant: unknown}
  item.text: {constant: ""}
  weight_grams: {column: kg, unit: kg}
  pay_mode: {constant: sender}
  extra.day: day
"""
    found = run(tmp_path, mapping, path.read_bytes(), "f.parquet")
    assert [line["weight_grams"] for line in found.lines] == [1250, 500]
    assert [line["sender"] for line in found.lines] == [{"phone": "13800138000"}, {}]
    assert found.lines[0]["extra"] == {"day": "2025-06-01"}
    assert found.faults == [(3, "event_id", "missing")]


def test_a_missing_column_is_wrong_use(arrow: Any, tmp_path: Path) -> None:
    path = write(arrow, tmp_path / "f.parquet", id=[1], form=[2])
    with pytest.raises(
        WrongUse, match=r"fields\.sender\.name: f\.parquet has no column from\.name"
    ):
        rows_of(tmp_path, path)


@pytest.mark.parametrize("damage", ["cut", "inside", "text"])
def test_a_damaged_file_is_a_failure(arrow: Any, tmp_path: Path, damage: str) -> None:
    path = write(arrow, tmp_path / "f.parquet", id=[1, 2], **{"from": [{"name": "x"}] * 2})
    body = path.read_bytes()
    damaged = {
        "cut": body[:-20],
        "inside": body[:8] + b"\xff" * 52 + body[60:],
        "text": b"a,b\n1,2\n",
    }
    path.write_bytes(damaged[damage])
    with pytest.raises(Failure, match=r"f\.parquet is not a whole Parquet file"):
        rows_of(tmp_path, path)


def test_a_file_that_is_not_there_is_a_failure(arrow: Any, tmp_path: Path) -> None:
    assert arrow
    with pytest.raises(Failure, match=r"can't read none\.parquet: no such file"):
        count_parquet_rows(tmp_path / "none.parquet")


def test_without_pyarrow_the_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(Failure, match=r"pip install 'postrisk\[parquet\]'"):
        count_parquet_rows(tmp_path / "f.parquet")
