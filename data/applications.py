"""The applications for cash on delivery in the log, newest first."""

from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Select, bindparam, select

from data.database_errors import reading
from data.store import Store
from data.tables import APPLICATION, EVENTS

_COLUMNS: Final = EVENTS.c
_LAST: Final[Select[Any]] = (
    select(_COLUMNS.seq, _COLUMNS.event_id, _COLUMNS.occurred_at_ms, _COLUMNS.answer)
    # The kind stands in the text: a parameter would hide from the planner that the index fits.
    .where(_COLUMNS.kind == APPLICATION, bindparam("before") > _COLUMNS.seq)
    .order_by(_COLUMNS.seq.desc())
    .limit(bindparam("size"))
)


class ApplicationRow(Struct, frozen=True):
    """An application as a list shows it; ``answer`` is the decision at counter detail, as JSON."""

    seq: int
    event_id: str
    occurred_at_ms: int
    answer: bytes


class Applications:
    """Reads applications.

    Args:
        store: the log.
    """

    def __init__(self, store: Store) -> None:
        self._engine = store.engine

    def last(self, size: int, before_seq: int) -> list[ApplicationRow]:
        """The newest ones.

        Args:
            size: how many at most.
            before_seq: only of rows before this place in the log.

        Raises:
            Unavailable: the database is not there.
        """
        with reading(), self._engine.connect() as connection:
            rows = connection.execute(_LAST, {"size": size, "before": before_seq})
            return [ApplicationRow(row[0], row[1], row[2], bytes(row[3])) for row in rows]
