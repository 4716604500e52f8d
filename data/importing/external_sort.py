"""Sorting more records than the memory holds: sorted runs in a file without a name, then one merge."""

import heapq
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Final

DEFAULT_MEMORY_BYTES: Final = 64 << 20
_READ_BYTES: Final = 64 << 10
_OBJECT_BYTES: Final = 64
"""What Python keeps beside the bytes of one record: the object's head and its place in the list."""
_LENGTH_BYTES: Final = 4


class ExternalSort:
    """Takes records (bytes) in any order and gives them back in byte order; use it in a ``with``.

    Memory: ``memory_bytes`` while records are taken, and 64 KiB for each run while they are given
    back, which is a thousandth of what was taken. The temporary file never has a name, so nothing
    is left even of a process that was killed. Taking and giving cost O(n log n).

    Args:
        folder: of the temporary file; it needs as much room as the records.
        memory_bytes: after how many bytes a run goes to the disk.

    Raises:
        OSError: the folder can't be written, or is full.
    """

    def __init__(self, folder: Path, memory_bytes: int = DEFAULT_MEMORY_BYTES) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  closed by __exit__
        self._limit = memory_bytes
        self._records: list[bytes] = []
        self._bytes = 0
        self._runs: list[tuple[int, int]] = []

    def __enter__(self) -> "ExternalSort":
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Gives the disk back."""
        self._file.close()

    def add(self, record: bytes) -> None:
        """Takes a record of less than 4 GiB."""
        self._records.append(record)
        self._bytes += len(record) + _OBJECT_BYTES
        if self._bytes >= self._limit:
            self._spill()

    def __iter__(self) -> Iterator[bytes]:
        """All records in order; call it once, after the last ``add``."""
        if self._runs and self._records:
            self._spill()
        if not self._runs:
            self._records.sort()
            return iter(self._records)
        return heapq.merge(*(self._run(start, end) for start, end in self._runs))

    def _spill(self) -> None:
        self._records.sort()
        start = self._file.tell()
        for record in self._records:
            self._file.write(len(record).to_bytes(_LENGTH_BYTES, "big"))
            self._file.write(record)
        self._runs.append((start, self._file.tell()))
        self._records = []
        self._bytes = 0

    def _run(self, start: int, end: int) -> Iterator[bytes]:
        """The records of one run; the runs are read by turns through the one file."""
        held = b""
        for at in range(start, end, _READ_BYTES):
            self._file.seek(at)
            held += self._file.read(min(_READ_BYTES, end - at))
            used = 0
            while (record := _record_at(held, used)) is not None:
                yield record
                used += _LENGTH_BYTES + len(record)
            held = held[used:]


def _record_at(held: bytes, at: int) -> bytes | None:
    """The record that begins at a place, None if it is not all there yet."""
    begin = at + _LENGTH_BYTES
    end = begin + int.from_bytes(held[at:begin], "big")
    return held[begin:end] if begin <= len(held) and end <= len(held) else None
