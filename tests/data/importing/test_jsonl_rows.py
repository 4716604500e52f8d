from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import WrongUse
from data.importing.faults import Problem
from data.importing.field import Row
from data.importing.jsonl_rows import jsonl_rows
from tests.data.importing.building import mapping_of

MAPPING = "kind: shipment\nfields: {event_id: a}\n"


def rows_of(folder: Path, body: bytes | str, mapping: str = MAPPING) -> list[Row | Problem]:
    path = folder / "f.jsonl"
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return list(jsonl_rows(mapping_of(folder, mapping), path, lambda _count: None))


def test_objects_with_exact_fractions(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, '\ufeff{"a": {"b": 12.34}, "n": 12345678901234567890123}\n\n')
    assert row == Row(1, {"a": {"b": Decimal("12.34")}, "n": 12345678901234567890123})


@pytest.mark.parametrize(
    "line", ["{", "[1]", "1", "null", '{"a": "\\ud800"}', "[" * 100_000, '{"a": ']
)
def test_what_is_no_object_is_a_problem_of_its_line(tmp_path: Path, line: str) -> None:
    first, second = rows_of(tmp_path, f'{line}\n{{"a": 1}}\n')
    assert first == Problem(1, "", "unparsable", "not a JSON object")
    assert second == Row(2, {"a": 1})


def test_bytes_of_another_encoding_and_endless_lines(tmp_path: Path) -> None:
    body = b'{"a": "\xff"}\n' + b"x" * (2 << 20) + b'\n{"a": 1}\n'
    first, second, third = rows_of(tmp_path, body)
    assert isinstance(first, Problem) and isinstance(second, Problem)
    assert (first.row, second.row) == (1, 2)
    assert third == Row(3, {"a": 1})


def test_other_encodings_and_lines_above(tmp_path: Path) -> None:
    body = '# 日报\n{"a": "张三"}\n'.encode("gb18030")
    found = rows_of(tmp_path, body, MAPPING + "encoding: gb18030\nskip_lines: 1\n")
    assert found == [Row(2, {"a": "张三"})]


@settings(deadline=None)  # it writes files
@given(body=st.binary(max_size=300))
def test_any_bytes_are_rows_problems_or_no_text(
    tmp_path_factory: pytest.TempPathFactory, body: bytes
) -> None:
    try:
        found = rows_of(tmp_path_factory.getbasetemp(), body)
    except WrongUse as refused:
        assert refused.code == "bad_format"
    else:
        assert all(isinstance(row, Row | Problem) for row in found)
