"""Rows of a Parquet file; the only place that knows pyarrow, which is an optional extra."""

import importlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from data.errors import Failure
from data.importing.cells import Unreadable
from data.importing.field import Row
from data.importing.mapping import ImportMapping, did_you_mean
from data.importing.text_file import cannot_read

_BATCH_ROWS: Final = 4096
_UNREADABLE: Final = Unreadable()


def parquet_rows(
    mapping: ImportMapping, path: Path, step: Callable[[int], object]
) -> Iterator[Row]:
    """Each row with the columns that the mapping reads; rows count from 1.

    Memory: one row group of those columns.

    Args:
        mapping: checked.
        path: the file.
        step: told from time to time how many more rows were read.

    Raises:
        Failure: the file can't be read or is no Parquet, or pyarrow is not installed.
        WrongUse: the file lacks columns of the mapping.
    """
    with _opened(path) as file:
        wanted = _columns(mapping, path, file.schema_arrow.names)
        first = 1
        for batch in file.iter_batches(batch_size=_BATCH_ROWS, columns=wanted):
            names = batch.schema.names
            columns = [_cells(column) for column in batch.columns]
            for number, cells in enumerate(zip(*columns, strict=True), start=first):
                yield Row(number, dict(zip(names, cells, strict=True)))
            first += batch.num_rows
            step(batch.num_rows)


def count_parquet_rows(path: Path) -> int:
    """How many rows a file says it has.

    Raises:
        Failure: the file can't be read or is no Parquet, or pyarrow is not installed.
    """
    with _opened(path) as file:
        return int(file.metadata.num_rows)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    arrow = _arrow("pyarrow")
    try:
        with path.open("rb") as raw:
            yield _arrow("pyarrow.parquet").ParquetFile(raw)
    except OSError as error:
        if error.errno is not None:
            raise cannot_read(path, error) from None
        raise Failure(f"{path.name} is not a whole Parquet file") from None
    except arrow.ArrowException:
        raise Failure(f"{path.name} is not a whole Parquet file") from None


def _arrow(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise Failure("Parquet needs pyarrow: pip install 'postrisk[parquet]'") from None


def _columns(mapping: ImportMapping, path: Path, names: Sequence[str]) -> list[str]:
    """The columns to read: those that the mapping names, whole or by the head of a dotted path."""
    wanted: dict[str, None] = {}
    for column, place in mapping.columns().items():
        name = column if column in names else column.partition(".")[0]
        if name not in names:
            hint = did_you_mean(column, names)
            raise mapping.document.mistake(place, f"{path.name} has no column {column}{hint}")
        wanted[name] = None
    return list(wanted)


def _cells(column: Any) -> list[Any]:
    try:
        return list(_in_microseconds(column).to_pylist())
    except (ArithmeticError, LookupError, ValueError):
        return [_cell(item) for item in column]


def _cell(item: Any) -> Any:
    try:
        return item.as_py()
    except (ArithmeticError, LookupError, ValueError):
        return _UNREADABLE


def _in_microseconds(column: Any) -> Any:
    """Times of nanoseconds, which Python can't hold, cut to microseconds."""
    if not str(column.type).startswith("timestamp[ns"):
        return column
    return column.cast(_arrow("pyarrow").timestamp("us", tz=column.type.tz), safe=False)
