import gzip
import hashlib
import os
import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import Failure
from data.files import AtomicWriter, locked, read_lines, sha256_of

LINES = st.lists(st.binary(max_size=40).filter(lambda b: b"\n" not in b and b"\r" not in b))


def write(path: Path, *lines: bytes) -> Path:
    with AtomicWriter(path) as out:
        for line in lines:
            out.write_line(line)
    return path


def test_numbers_start_at_one_and_blank_lines_count_but_are_skipped(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"a":1}\r\n\n  \n{"b":2}\n{"ha')
    assert list(read_lines(path)) == [(1, b'{"a":1}'), (4, b'{"b":2}'), (5, b'{"ha')]


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
@given(lines=LINES)
def test_what_is_written_is_read(name: str, lines: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder) / name, *lines)
        kept = [(i, line) for i, line in enumerate(lines, start=1) if line.strip()]
        assert list(read_lines(path)) == kept


def test_missing_file_and_directory_fail_in_one_clear_line(tmp_path: Path) -> None:
    for path in (tmp_path / "none.jsonl", tmp_path, tmp_path / "none.jsonl.gz"):
        with pytest.raises(Failure, match=f"can't read {path.name}") as caught:
            list(read_lines(path))
        assert "\n" not in caught.value.message
        assert str(tmp_path.parent) not in caught.value.message


def test_file_that_is_not_gzip_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(b'{"a":1}\n')
    with pytest.raises(Failure, match="not a whole gzip file"):
        list(read_lines(path))


@pytest.mark.parametrize("cut", [5, 30, -5])
def test_cut_gzip_fails(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(os.urandom(2000).hex().encode())[:cut])
    with pytest.raises(Failure, match="not a whole gzip file"):
        list(read_lines(path))


def test_spoiled_gzip_stream_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    good = bytearray(gzip.compress(b"x" * 500 + b"\n"))
    good[12:18] = b"\xff" * 6
    path.write_bytes(good)
    with pytest.raises(Failure, match="not a whole gzip file"):
        list(read_lines(path))


def test_lines_come_one_by_one(tmp_path: Path) -> None:
    lines = read_lines(write(tmp_path / "a.jsonl", b"1", b"2"))
    assert next(lines) == (1, b"1")


def test_an_error_leaves_nothing_and_keeps_the_old_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", b"old")

    def fail() -> None:
        with AtomicWriter(path) as out:
            out.write_line(b"new")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert path.read_bytes() == b"old\n"
    assert [p.name for p in tmp_path.iterdir()] == ["a.jsonl"]


def test_target_is_not_there_before_the_end(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "a.jsonl"
    with AtomicWriter(path) as out:
        out.write(b"x")
        assert not path.exists()
    assert path.read_bytes() == b"x"


def test_failing_rename_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "full").write_bytes(b"")
    with pytest.raises(Failure, match="can't write taken"):
        write(tmp_path / "taken", b"x")
    assert [p.name for p in tmp_path.iterdir()] == ["taken"]


def test_folder_that_is_a_file_fails(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Failure, match="can't write"):
        write(tmp_path / "file" / "a.jsonl", b"x")


def test_write_outside_of_the_with_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="inside the with"):
        AtomicWriter(tmp_path / "a").write(b"x")


def test_gzip_bytes_hold_no_time_and_no_name(tmp_path: Path) -> None:
    one = write(tmp_path / "a.jsonl.gz", b"x" * 100)
    two = write(tmp_path / "b.jsonl.gz", b"x" * 100)
    assert one.read_bytes() == two.read_bytes()
    assert one.read_bytes()[4:8] == bytes(4)


def test_file_follows_the_umask(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", b"x")
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    assert path.stat().st_mode == plain.stat().st_mode


def test_sha256(tmp_path: Path) -> None:
    path = write(tmp_path / "a", b"x" * 3_000_000)
    assert sha256_of(path) == hashlib.sha256(b"x" * 3_000_000 + b"\n").hexdigest()
    with pytest.raises(Failure, match="can't read"):
        sha256_of(tmp_path / "none")


def test_a_locked_folder_is_given_to_one_after_the_other(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with locked(tmp_path):
            order.append("second")

    with locked(tmp_path):
        waiter = threading.Thread(target=second)
        waiter.start()
        waiter.join(0.05)
        order.append("first")
    waiter.join(30)
    assert order == ["first", "second"]
