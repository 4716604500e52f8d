import gzip
from pathlib import Path

import pytest

from data.errors import Failure, WrongUse
from data.importing.field import Row
from data.importing.source import source_of
from tests.data.importing.building import mapping_of

MAPPING = "kind: shipment\nfields: {event_id: a}\n"


@pytest.mark.parametrize(
    ("name", "body", "more"),
    [
        ("f.csv", "a\n1\n", ""),
        ("f.CSV", "a\n1\n", ""),
        ("f.txt", "a\n1\n", ""),
        ("f.tsv", "a\tb\n1\t2\n", ""),
        ("f.dat", "a\n1\n", "format: csv\n"),
        ("f.csv", '{"a": "1"}', "format: jsonl\n"),
        ("f.jsonl", '{"a": "1"}', ""),
        ("f.csv.gz", "a\n1\n", ""),
        ("f.tsv.gz", "a\tb\n1\t2\n", ""),
        ("f.jsonl.gz", '{"a": "1"}', ""),
    ],
)
def test_the_ending_tells_the_format(tmp_path: Path, name: str, body: str, more: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(body.encode()) if name.endswith("gz") else body.encode())
    source = source_of(mapping_of(tmp_path, MAPPING + more), path)
    (row,) = source.rows(lambda _count: None)
    assert isinstance(row, Row)
    assert row.cells["a"] == "1"
    assert (source.unit, source.total) == ("bytes", path.stat().st_size)


@pytest.mark.parametrize("name", ["f", "f.xlsx", "f.gz"])
def test_another_ending_is_wrong_use(tmp_path: Path, name: str) -> None:
    with pytest.raises(WrongUse, match=f"format: csv, jsonl or parquet.*{name}"):
        source_of(mapping_of(tmp_path, MAPPING), tmp_path / name)


def test_a_file_that_is_not_there_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(Failure, match=r"can't read f\.csv: no such file"):
        source_of(mapping_of(tmp_path, MAPPING), tmp_path / "f.csv")
