from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import Failure, WrongUse
from data.importing.csv_rows import MAX_ROW_LINES, csv_rows
from data.importing.faults import Problem
from data.importing.field import Row
from data.importing.text_file import MAX_LINE_BYTES
from tests.data.importing.building import mapping_of

MAPPING = "kind: shipment\nfields: {event_id: a, waybill_no: b}\n"


def rows_of(
    folder: Path, body: bytes | str, mapping: str = MAPPING, name: str = "f.csv"
) -> list[Row | Problem]:
    path = folder / name
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return list(csv_rows(mapping_of(folder, mapping), path, lambda _count: None))


def test_rows_are_numbered_by_their_first_line(tmp_path: Path) -> None:
    found = rows_of(tmp_path, 'a,b\n1,2\n\n"x\ny",3\r\n , \n4,5')
    assert found == [
        Row(2, {"a": "1", "b": "2"}),
        Row(4, {"a": "x\ny", "b": "3"}),
        Row(7, {"a": "4", "b": "5"}),
    ]


def test_too_few_cells_are_missing_and_too_many_spoil_the_row(tmp_path: Path) -> None:
    first, second, third = rows_of(tmp_path, "a,b\n1\n1,2,,\n1,2,3\n")
    assert first == Row(2, {"a": "1"})
    assert second == Row(3, {"a": "1", "b": "2"})
    assert third == Problem(4, "", "unparsable", "more cells than the header")


def test_an_open_quote_swallows_a_hundred_lines_at_most(tmp_path: Path) -> None:
    body = 'a,b\n1,"open\n' + "".join(f"{number},x\n" for number in range(200))
    found = rows_of(tmp_path, body)
    assert isinstance(found[0], Problem)
    assert (
        "longer than 100 lines; it goes on to line 101: was a quote left open?" in found[0].reason
    )
    assert len(found) == 1 + 201 - MAX_ROW_LINES
    assert found[-1] == Row(202, {"a": "199", "b": "x"})


def test_cells_and_lines_beyond_any_measure_spoil_only_their_row(tmp_path: Path) -> None:
    body = "a,b\n1," + "x" * 200_000 + "\n2," + "y" * (2 * MAX_LINE_BYTES) + "\n3,4\n"
    cell, line, good = rows_of(tmp_path, body)
    assert isinstance(cell, Problem) and isinstance(line, Problem)
    assert (cell.row, cell.reason) == (2, "not CSV")
    assert (line.row, line.reason) == (3, "a line of more than 1,048,576 bytes")
    assert good == Row(4, {"a": "3", "b": "4"})


def test_delimiters_and_quotes(tmp_path: Path) -> None:
    expected = [Row(2, {"a": '"1', "b": "2"})]
    unquoted = MAPPING + "quoted: false\n"
    assert rows_of(tmp_path, 'a,b\n"1,2\n', unquoted) == expected
    assert rows_of(tmp_path, 'a;b\n"1;2\n', unquoted + "delimiter: ;\n") == expected
    assert rows_of(tmp_path, 'a\tb\n"1\t2\n', unquoted, "f.tsv") == expected


def test_lines_above_the_header_and_no_header(tmp_path: Path) -> None:
    body = "日报表\n\na,b\n1,2\n"
    assert rows_of(tmp_path, body, MAPPING + "skip_lines: 2\n") == [Row(4, {"a": "1", "b": "2"})]
    endless = "x" * (2 * MAX_LINE_BYTES) + "\na,b\n1,2\n"
    assert rows_of(tmp_path, endless, MAPPING + "skip_lines: 1\n") == [Row(3, {"a": "1", "b": "2"})]
    named = MAPPING + "columns: [b, a]\n"
    assert rows_of(tmp_path, "1,2\n", named) == [Row(1, {"b": "1", "a": "2"})]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("a,c\n1,2\n", "fields.waybill_no: f.csv has no column b"),
        ("a,bb\n", "has no column b (did you mean bb?)"),
        ("a,b,b\n1,2,3\n", "fields.waybill_no: f.csv has column b twice"),
        ("a,张三丰\n", "has no column b"),
        (
            "a,b重量".encode("gb18030"),
            "encoding: the header of f.csv is not utf-8: gb18030, or utf-8?",
        ),
        (b"x" * MAX_LINE_BYTES * 2, "does not begin with a header"),
        ('a,"b\n' + "x\n" * 300, "does not begin with a header"),
    ],
)
def test_a_header_that_does_not_fit_is_wrong_use(
    tmp_path: Path, body: bytes | str, words: str
) -> None:
    with pytest.raises(WrongUse) as caught:
        rows_of(tmp_path, body)
    assert words in caught.value.message
    assert "张三丰" not in caught.value.message


def test_an_empty_file_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(Failure, match=r"f\.csv is empty"):
        rows_of(tmp_path, "")


@settings(deadline=None)  # it writes files
@given(body=st.binary(max_size=400))
def test_any_bytes_are_rows_problems_or_no_csv(
    tmp_path_factory: pytest.TempPathFactory, body: bytes
) -> None:
    named = MAPPING + "columns: [a, b]\n"
    try:
        found = rows_of(tmp_path_factory.getbasetemp(), body, named)
    except WrongUse as refused:
        assert refused.code == "bad_format"
    else:
        assert all(isinstance(row, Row | Problem) for row in found)
