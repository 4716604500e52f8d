"""The rows of a file of any of the three formats."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeAlias

from msgspec import Struct

from data.files import is_gzip
from data.importing.csv_rows import csv_rows
from data.importing.faults import Problem
from data.importing.field import Row
from data.importing.jsonl_rows import jsonl_rows
from data.importing.mapping import Format, ImportMapping
from data.importing.parquet_rows import count_parquet_rows, parquet_rows
from data.importing.text_file import cannot_read

Rows: TypeAlias = Callable[[Callable[[int], object]], Iterator[Row | Problem]]

_ENDINGS: Final[dict[str, Format]] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
}


class Source(Struct, frozen=True):
    """A file to be read once.

    Attributes:
        total: of its units, for a progress bar.
        unit: ``bytes`` or ``rows``.
        rows: gives each row, or what is wrong with it as a whole; takes what is told of each step.
    """

    total: int
    unit: str
    rows: Rows


def source_of(mapping: ImportMapping, path: Path) -> Source:
    """A file as its mapping says.

    Raises:
        Failure: the file can't be read.
        WrongUse: its format is neither stated nor told by its ending.
    """
    match mapping.table.format or _ENDINGS.get(_ending(path)):
        case "csv":
            return Source(_size_of(path), "bytes", lambda step: csv_rows(mapping, path, step))
        case "jsonl":
            return Source(_size_of(path), "bytes", lambda step: jsonl_rows(mapping, path, step))
        case "parquet":
            total = count_parquet_rows(path)
            return Source(total, "rows", lambda step: parquet_rows(mapping, path, step))
        case _:
            reason = f"csv, jsonl or parquet? The ending of {path.name} does not tell"
            raise mapping.document.mistake(("format",), reason)


def _ending(path: Path) -> str:
    return (Path(path.stem) if is_gzip(path) else path).suffix.lower()


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise cannot_read(path, error) from None
