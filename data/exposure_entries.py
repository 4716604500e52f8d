"""The entries of the exposure ledger, read: in the order of the log, or a merchant's last ones."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Select, and_, bindparam, func, or_, select

from data.database_errors import reading
from data.records import ExposureEntry
from data.rows import exposure_entry
from data.store import Store
from data.tables import EXPOSURE_ENTRIES

_COLUMNS: Final = EXPOSURE_ENTRIES.c
_PAGE: Final[Select[Any]] = (
    select(EXPOSURE_ENTRIES)
    .where(
        or_(
            bindparam("seq") < _COLUMNS.seq,
            and_(bindparam("seq") == _COLUMNS.seq, bindparam("place") < _COLUMNS.place),
        )
    )
    .order_by(_COLUMNS.seq, _COLUMNS.place)
    .limit(bindparam("size"))
)
_LAST: Final[Select[Any]] = (
    select(EXPOSURE_ENTRIES)
    .where(_COLUMNS.merchant_token == bindparam("merchant"), bindparam("before") > _COLUMNS.seq)
    .order_by(_COLUMNS.seq.desc(), _COLUMNS.place.desc())
    .limit(bindparam("size"))
)
_COUNT: Final = select(func.count()).select_from(EXPOSURE_ENTRIES)
MAX_SEQ: Final = 2**63 - 1


class ExposureEntries:
    """Reads the ledger; nothing but the writer of the log adds to it.

    Args:
        store: of the log.
    """

    def __init__(self, store: Store) -> None:
        self._engine = store.engine

    def scan(self, batch: int = 2_000) -> Iterator[ExposureEntry]:
        """All entries in the order in which they were made, one page in memory.

        Raises:
            Unavailable: the database is not there.
        """
        seq, place = 0, 0
        while True:
            page = self._read(_PAGE, {"seq": seq, "place": place, "size": batch})
            yield from page
            if not page:
                return
            seq, place = page[-1].seq, page[-1].place

    def last_of(self, merchant: str, size: int, before_seq: int = MAX_SEQ) -> list[ExposureEntry]:
        """A merchant's entries, newest first.

        Args:
            merchant: its token.
            size: how many at most.
            before_seq: only of rows before this place in the log.

        Raises:
            Unavailable: the database is not there.
        """
        wanted = {"merchant": merchant, "before": before_seq, "size": size}
        return self._read(_LAST, wanted)

    def count(self) -> int:
        """How many there are."""
        with reading(), self._engine.connect() as connection:
            return connection.execute(_COUNT).scalar_one()

    def _read(self, statement: Select[Any], values: dict[str, Any]) -> list[ExposureEntry]:
        with reading(), self._engine.connect() as connection:
            return [exposure_entry(row) for row in connection.execute(statement, values)]
