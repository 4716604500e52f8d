"""A text file as lines, whatever stands in it: compressed or not, any bytes, any length of line."""

import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, Protocol

from data.errors import Failure, WrongUse
from data.files import is_gzip

MAX_LINE_BYTES: Final = 1 << 20
"""As long as a body over HTTP may be."""

_TOLD_EVERY: Final = 256
_BEGINNINGS: Final = (
    (b"\xff\xfe", "is UTF-16"),
    (b"\xfe\xff", "is UTF-16"),
    (b"PK\x03\x04", "is a workbook or an archive"),
    (b"\xd0\xcf\x11\xe0", "is a workbook"),
    (b"PAR1", "is Parquet"),
    (b"\x1f\x8b", "is gzip without the ending .gz"),
)


_LOST_BYTES: Final = re.compile(r"[\ud800-\udfff]")


class LineTooLong(Exception):
    """A line of more than ``MAX_LINE_BYTES``; it was passed over, the next one can be read."""


class Readable(Protocol):
    """What a file and a compressed one have in common."""

    def readline(self, size: int, /) -> bytes:
        """A line, or its first ``size`` bytes."""


class Lines:
    """The lines of an open file; an iterator that goes on after ``LineTooLong``.

    Bytes that are not of the encoding become lone surrogates, so that they cost only the cell in
    which they stand. A byte order mark is skipped.

    Attributes:
        number: of the line that was given last, from 1.
    """

    def __init__(self, file: Readable, encoding: str, told: Callable[[], object]) -> None:
        self._file = file
        self._encoding = "utf-8" if encoding == "utf-8-sig" else encoding
        self._told = told
        self.number = 0

    def __iter__(self) -> "Lines":
        """Itself."""
        return self

    def __next__(self) -> str:
        """The next line with its end.

        Raises:
            LineTooLong: it is.
        """
        line = self._file.readline(MAX_LINE_BYTES)
        if not line:
            raise StopIteration
        self.number += 1
        if self.number % _TOLD_EVERY == 0:
            self._told()
        if len(line) == MAX_LINE_BYTES and not line.endswith(b"\n"):
            self._pass_over()
        text = line.decode(self._encoding, "surrogateescape")
        return text.removeprefix("\ufeff") if self.number == 1 else text

    def _pass_over(self) -> None:
        while (piece := self._file.readline(MAX_LINE_BYTES)) and not piece.endswith(b"\n"):
            self._told()
        raise LineTooLong


def has_lost_bytes(text: str) -> bool:
    """Whether a text holds bytes that were not of the encoding."""
    return not text.isascii() and _LOST_BYTES.search(text) is not None


@contextmanager
def open_lines(path: Path, encoding: str, step: Callable[[int], object]) -> Iterator[Lines]:
    """Opens a text file, gzip by its ending.

    Args:
        path: the file.
        encoding: of Python, a superset of ASCII in which a newline is always one byte.
        step: told from time to time how many more bytes of the file were read.

    Raises:
        Failure: the file can't be read, or is broken gzip.
        WrongUse: it is no text, but something that begins like a workbook, UTF-16, or Parquet.
    """
    try:
        with path.open("rb") as raw:
            _refuse_other_formats(path, raw)
            with gzip.GzipFile(fileobj=raw) if is_gzip(path) else raw as file:
                yield Lines(file, encoding, _Told(raw, step))
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise Failure(f"{path.name} is not a whole gzip file", code="bad_gzip") from None
    except OSError as error:
        raise cannot_read(path, error) from None


def cannot_read(path: Path, error: OSError) -> Failure:
    """The error that names a file and what the system says of it."""
    reason = (error.strerror or "input or output error").lower()
    return Failure(f"can't read {path.name}: {reason}", code="file_error")


class _Told:
    """Tells how far a file was read since the last time."""

    def __init__(self, raw: IO[bytes], step: Callable[[int], object]) -> None:
        self._raw = raw
        self._step = step
        self._at = 0

    def __call__(self) -> None:
        at = self._raw.tell()
        self._step(at - self._at)
        self._at = at


def _refuse_other_formats(path: Path, raw: IO[bytes]) -> None:
    begin = raw.read(4)
    raw.seek(0)
    for mark, what in _BEGINNINGS:
        if begin.startswith(mark) and not (is_gzip(path) and mark == b"\x1f\x8b"):
            raise WrongUse(f"{path.name} {what}: save it as CSV in UTF-8", code="bad_format")
