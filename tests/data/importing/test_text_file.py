import gzip
import io
from pathlib import Path

import pytest

from data.errors import Failure, WrongUse
from data.importing.text_file import MAX_LINE_BYTES, Lines, LineTooLong, has_lost_bytes, open_lines


def lines_of(path: Path, encoding: str = "utf-8") -> list[str]:
    with open_lines(path, encoding, lambda _count: None) as lines:
        return list(lines)


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(tmp_path: Path, name: str, encoding: str) -> None:
    body = "运单号\r\n张三𠮷\n".encode(encoding)
    path = tmp_path / name
    path.write_bytes(gzip.compress(body) if name.endswith("gz") else body)
    assert lines_of(path, encoding) == ["运单号\r\n", "张三𠮷\n"]


def test_a_byte_order_mark_is_skipped_in_any_case(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("\ufeffa\nb\n".encode())
    assert lines_of(path) == ["a\n", "b\n"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_bad_byte_costs_only_itself(encoding: str) -> None:
    body = "李四,".encode(encoding) + b"\xff\x80," + "王五\n".encode(encoding)
    (line,) = Lines(io.BytesIO(body), encoding, lambda: None)
    first, second, third = line.split(",")
    assert (first, third) == ("李四", "王五\n")
    assert has_lost_bytes(second) and not has_lost_bytes(first)


def test_half_a_character_does_not_swallow_the_delimiter() -> None:
    body = "中".encode("gb18030")[:1] + b",x\n"
    (line,) = Lines(io.BytesIO(body), "gb18030", lambda: None)
    assert line.split(",")[1] == "x\n"


def test_a_line_that_is_too_long_is_passed_over() -> None:
    body = b"a\n" + b"x" * (3 * MAX_LINE_BYTES) + b"\nb\n"
    lines = Lines(io.BytesIO(body), "utf-8", lambda: None)
    assert next(lines) == "a\n"
    with pytest.raises(LineTooLong):
        next(lines)
    assert (next(lines), lines.number) == ("b\n", 3)
    with pytest.raises(StopIteration):
        next(lines)


def test_a_line_of_just_the_limit_is_read() -> None:
    body = b"x" * (MAX_LINE_BYTES - 1) + b"\nb\n"
    assert [len(line) for line in Lines(io.BytesIO(body), "utf-8", lambda: None)] == [
        MAX_LINE_BYTES,
        2,
    ]


def test_the_bytes_read_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" * 99 + b"\n" + b"line\n" * 5_000)
    told: list[int] = []
    with open_lines(path, "utf-8", told.append) as lines:
        assert sum(1 for _ in lines) == 5_001
    assert path.stat().st_size * 0.9 < sum(told) <= path.stat().st_size


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("a,b".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04....", "workbook"),
        (b"\xd0\xcf\x11\xe0....", "workbook"),
        (b"PAR1....", "Parquet"),
        (b"\x1f\x8b\x08\x00", "gzip"),
    ],
)
def test_what_is_no_text_is_wrong_use(tmp_path: Path, body: bytes, what: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(body)
    with pytest.raises(WrongUse, match=what):
        lines_of(path)


def test_what_cannot_be_read_is_a_failure(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(Failure, match=f"can't read {path.name}"):
            lines_of(path)
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(gzip.compress(b"a,b\n" * 1000)[:-10])
    with pytest.raises(Failure, match="not a whole gzip file"):
        lines_of(cut)
    cut.write_bytes(b"plain text")
    with pytest.raises(Failure, match="not a whole gzip file"):
        lines_of(cut)
