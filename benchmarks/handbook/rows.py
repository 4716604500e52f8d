"""The book's payments as arrays, read from one Parquet file.

The file holds the 183 daily tables of the repository Fraud-Detection-Handbook/simulated-data-transformed,
one below the other, in order of ``TRANSACTION_ID``.
"""

import importlib
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from data.errors import Failure

BOOK_FEATURES: Final = (
    "TX_AMOUNT",
    "TX_DURING_WEEKEND",
    "TX_DURING_NIGHT",
    *(
        f"CUSTOMER_ID_{what}_{days}DAY_WINDOW"
        for days in (1, 7, 30)
        for what in ("NB_TX", "AVG_AMOUNT")
    ),
    *(f"TERMINAL_ID_{what}_{days}DAY_WINDOW" for days in (1, 7, 30) for what in ("NB_TX", "RISK")),
)
"""The columns that the book's own models are fitted on, in its order."""

_DAY_S: Final = 86_400


class Rows(Struct, frozen=True):
    """Payments in order of time.

    Attributes:
        id: ``TRANSACTION_ID``, shape (n,).
        at_s: seconds since the epoch of the local time told, shape (n,).
        customer: shape (n,).
        terminal: shape (n,).
        amount: in the book's unit, two decimals, shape (n,).
        fraud: 0 or 1, shape (n,).
        book: the book's features, shape (n, 15).
    """

    id: NDArray[np.int64]
    at_s: NDArray[np.int64]
    customer: NDArray[np.int64]
    terminal: NDArray[np.int64]
    amount: NDArray[np.float64]
    fraud: NDArray[np.int64]
    book: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.id)

    @property
    def day(self) -> NDArray[np.int64]:
        """Days since the epoch, shape (n,)."""
        return self.at_s // _DAY_S

    def taken(self, which: NDArray[np.bool_] | NDArray[np.intp]) -> "Rows":
        """Some of the rows: by a mask of shape (n,), or by their positions."""
        return Rows(*(getattr(self, name)[which] for name in self.__struct_fields__))


def day_of(date: str) -> int:
    """Days since the epoch of a date.

    >>> day_of("1970-01-03")
    2
    """
    return (datetime.fromisoformat(date) - datetime(1970, 1, 1)).days  # noqa: DTZ001  no zone is told


def read_rows(path: Path, first: str, last: str) -> Rows:
    """The payments of some days.

    Args:
        path: the Parquet file.
        first: first day, as YYYY-MM-DD.
        last: last day, included.

    Raises:
        Failure: the file is not the book's.
        ModuleNotFoundError: pyarrow is not installed (extra: parquet).
    """
    parquet = importlib.import_module("pyarrow.parquet")
    raw = ("TRANSACTION_ID", "TX_DATETIME", "CUSTOMER_ID", "TERMINAL_ID", "TX_AMOUNT", "TX_FRAUD")
    wanted = list(dict.fromkeys((*raw, *BOOK_FEATURES)))
    try:
        table = parquet.read_table(path, columns=wanted)
        columns = {name: table.column(name).to_numpy() for name in wanted}
    except (KeyError, OSError, ValueError) as error:
        raise Failure(f"{path.name} is not the handbook's table: {error}") from None
    rows = Rows(
        columns["TRANSACTION_ID"].astype(np.int64),
        columns["TX_DATETIME"].astype("datetime64[s]").astype(np.int64),
        columns["CUSTOMER_ID"].astype(np.int64),
        columns["TERMINAL_ID"].astype(np.int64),
        columns["TX_AMOUNT"].astype(np.float64),
        columns["TX_FRAUD"].astype(np.int64),
        np.column_stack([columns[name].astype(np.float64) for name in BOOK_FEATURES]),
    )
    rows = rows.taken((rows.day >= day_of(first)) & (rows.day <= day_of(last)))
    return rows.taken(np.lexsort((rows.id, rows.at_s)))
