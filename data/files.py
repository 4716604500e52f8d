"""JSONL in, whole files out: the only place that reads and writes data files.

Reading gives raw lines with their numbers, so that a bad line can be told by its place. Writing is
all or nothing: the bytes go to a temporary file beside the target, which takes its name only when
everything is on the disk. Gzip is told by the ending ``.gz``; its header holds no time and no name,
so the same content gives the same bytes.
"""

import contextlib
import fcntl
import gzip
import hashlib
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Final

from data.errors import Failure

_CHUNK_BYTES: Final = 1 << 20
_GZIP_LEVEL: Final = 6


def is_gzip(path: Path) -> bool:
    """Whether a file is compressed, told by its ending alone.

    >>> is_gzip(Path("events.jsonl.gz")), is_gzip(Path("events.jsonl"))
    (True, False)
    """
    return path.suffix == ".gz"


def read_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a text file with their numbers from 1, as raw bytes without the newline.

    Blank lines are skipped but counted. A last line without a newline is given as it is: it may be
    half written, which its decoder will tell.

    Raises:
        Failure: the file is missing, a directory, unreadable, or broken gzip. The file is opened
            at the first step, so the error comes from there.
    """
    try:
        with _open_to_read(path) as file:
            for number, line in enumerate(file, start=1):
                stripped = line.rstrip(b"\r\n")
                if stripped.strip():
                    yield number, stripped
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise Failure(f"{path.name} is not a whole gzip file", code="bad_gzip") from None
    except OSError as error:
        raise _failure("read", path, error) from None


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex.

    Raises:
        Failure: the file can't be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
    except OSError as error:
        raise _failure("read", path, error) from None
    return digest.hexdigest()


class AtomicWriter:
    """Writes a file as a whole or not at all; use it in a ``with``.

    A reader sees the old file or the new one, never a part. On an error inside the block, or one
    of the disk, the old file stays as it was and nothing new is left. Missing folders are made.

    Args:
        path: the file to make; ``.gz`` at its end compresses.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        # Unlike mkstemp's, a file opened by name follows the umask, as any other file does.
        self._temporary = path.with_name(f".{path.name}.{os.getpid()}-{id(self):x}")
        self._raw: IO[bytes] | None = None
        self._out: IO[bytes] | gzip.GzipFile | None = None

    def __enter__(self) -> "AtomicWriter":
        """Opens the temporary file.

        Raises:
            Failure: the folder can't be written.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._raw = self._temporary.open("xb")
        except OSError as error:
            raise _failure("write", self._path, error) from None
        self._out = _compressing(self._raw) if is_gzip(self._path) else self._raw
        return self

    def write(self, chunk: bytes) -> None:
        """Adds bytes.

        Raises:
            Failure: the disk refuses them.
            ValueError: outside of the ``with``.
        """
        if self._out is None:
            raise ValueError("write only inside the with block")
        try:
            self._out.write(chunk)
        except OSError as error:
            raise _failure("write", self._path, error) from None

    def write_line(self, line: bytes) -> None:
        """Adds one line and its newline."""
        self.write(line)
        self.write(b"\n")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Gives the file its name, or removes it after an error."""
        try:
            if kind is None:
                self._publish()
        except OSError as failed:
            raise _failure("write", self._path, failed) from None
        finally:
            self._clean_up()

    def _publish(self) -> None:
        if self._out is None or self._raw is None:
            return
        if self._out is not self._raw:
            self._out.close()
        self._raw.flush()
        os.fsync(self._raw.fileno())
        self._raw.close()
        self._temporary.replace(self._path)
        sync_folder(self._path.parent)

    def _clean_up(self) -> None:
        if self._raw is not None:
            with contextlib.suppress(OSError):
                self._raw.close()
        self._temporary.unlink(missing_ok=True)
        self._raw = self._out = None


def _open_to_read(path: Path) -> IO[bytes] | gzip.GzipFile:
    if is_gzip(path):
        return gzip.open(path, "rb")
    return path.open("rb")


def _compressing(raw: IO[bytes]) -> gzip.GzipFile:
    return gzip.GzipFile(filename="", mode="wb", compresslevel=_GZIP_LEVEL, fileobj=raw, mtime=0)


def sync_folder(folder: Path) -> None:
    """Makes a new name in a folder survive a power cut, where the file system allows it."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds a folder that exists against other processes that ask for the same; waits for them.

    Raises:
        OSError: the folder can't be opened.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _failure(verb: str, path: Path, error: OSError) -> Failure:
    reason = (error.strerror or "input or output error").lower()
    return Failure(f"can't {verb} {path.name}: {reason}", code="file_error")
