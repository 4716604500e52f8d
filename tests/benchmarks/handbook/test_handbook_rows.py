from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from benchmarks.handbook.rows import BOOK_FEATURES, day_of, read_rows
from data.errors import Failure


def write(path: Path, **changed: Any) -> Path:
    """Three payments: of 1 April late, of 1 April early, of 3 April."""
    arrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra: parquet)")
    first = datetime(2018, 4, 1)  # noqa: DTZ001  the book tells no zone
    times = [first + timedelta(hours=23), first + timedelta(hours=1), first + timedelta(days=2)]
    columns: dict[str, Any] = {name: [0.0, 1.0, 2.0] for name in BOOK_FEATURES}
    columns |= {"TRANSACTION_ID": [0, 1, 2], "TX_DATETIME": times, "TX_FRAUD": [0, 1, 0]}
    columns |= {"CUSTOMER_ID": [7, 8, 9], "TERMINAL_ID": [1, 1, 2], "TX_AMOUNT": [1.5, 2.0, 3.25]}
    columns |= changed
    table = arrow.table({name: told for name, told in columns.items() if told is not None})
    pytest.importorskip("pyarrow.parquet").write_table(table, path)
    return path


def test_rows_are_those_of_the_days_in_order_of_time(tmp_path: Path) -> None:
    rows = read_rows(write(tmp_path / "p.parquet"), "2018-04-01", "2018-04-02")
    assert rows.id.tolist() == [1, 0]
    assert rows.customer.tolist() == [8, 7]
    assert rows.amount.tolist() == [2.0, 1.5]
    assert rows.fraud.tolist() == [1, 0]
    assert rows.day.tolist() == [day_of("2018-04-01")] * 2
    assert rows.at_s[1] - rows.at_s[0] == 22 * 3_600
    assert rows.book.tolist() == [[2.0, *[1.0] * 14], [1.5, *[0.0] * 14]]
    assert len(rows) == 2


def test_another_table_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "p.parquet", TERMINAL_ID=None)
    with pytest.raises(Failure, match=r"p\.parquet is not the handbook's table"):
        read_rows(path, "2018-04-01", "2018-04-02")
    (tmp_path / "text").write_text("no table")
    with pytest.raises(Failure, match="is not the handbook's table"):
        read_rows(tmp_path / "text", "2018-04-01", "2018-04-02")


def test_the_book_has_fifteen_features() -> None:
    assert len(set(BOOK_FEATURES)) == 15
