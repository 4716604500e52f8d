"""The outbox as its sender, its watchers and its readers use it.

At least once: a delivery is claimed for a while by whoever sends it, and what was claimed and not
ended in that time, because its sender was killed, is claimed again. Two senders never hold one delivery.
Every method raises ``Unavailable`` when the database is not there.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Engine, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from data.connect import is_postgres
from data.database_errors import reading
from data.errors import NotFound
from data.notice_tables import DELIVERIES, NOTICES
from data.notices import Delivery, Notice

_SPREAD_AT_ONCE: Final = 200
_NOTICE: Final = tuple(NOTICES.c[name] for name in Notice.__struct_fields__)
_MINE: Final = (
    DELIVERIES.c.notice_id == bindparam("of"),
    DELIVERIES.c.subscriber == bindparam("to"),
    DELIVERIES.c.status == "waiting",
    DELIVERIES.c.tries == bindparam("seen"),
)


class Claimed(Struct, frozen=True):
    """A notice that the caller alone may send now; ``tries`` has this try in it."""

    notice: Notice
    subscriber: str
    tries: int


class Listed(Struct, frozen=True):
    """A delivery with what it is about."""

    event: str
    at_ms: int
    delivery: Delivery


class NoticeCounts(Struct, frozen=True):
    """Deliveries by what became of them; a notice that nobody has spread yet waits too.

    Those that arrived are forgotten after a while, so ``sent`` is no count of all times.
    """

    waiting: int
    sent: int
    failed: int


class Outbox:
    """The outbox of a database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, notices: Iterable[Notice]) -> int:
        """Keep notices that are new; gives how many were."""
        with reading(), self._engine.begin() as connection:
            return sum(add_notice(connection, notice) for notice in notices)

    def known(self, ids: Sequence[str]) -> set[str]:
        """Those of some ids that the outbox has."""
        with reading(), self._engine.connect() as connection:
            return set(connection.scalars(select(NOTICES.c.id).where(NOTICES.c.id.in_(ids))))

    def spread(self, route: Callable[[Notice], Sequence[str]], now_ms: int, oldest_ms: int) -> int:
        """Write the deliveries of notices that have none yet; gives how many notices that were.

        Args:
            route: the subscribers of a notice.
            now_ms: the present instant.
            oldest_ms: a notice from before is told to nobody: its time is over.
        """
        with reading(), self._engine.begin() as connection:
            query = select(*_NOTICE).where(NOTICES.c.spread_at_ms.is_(None))
            rows = connection.execute(query.order_by(NOTICES.c.at_ms).limit(_SPREAD_AT_ONCE))
            notices = [Notice(*row) for row in rows]
            for notice in notices:
                to = route(notice) if notice.at_ms >= oldest_ms else ()
                _spread_one(connection, notice.id, to, now_ms)
        return len(notices)

    def claim(self, subscriber: str, now_ms: int, lease_ms: int, most: int) -> list[Claimed]:
        """Take what is due to a subscriber, oldest first; nobody else gets it until the lease ends."""
        due = (
            DELIVERIES.c.subscriber == subscriber,
            DELIVERIES.c.status == "waiting",
            DELIVERIES.c.next_at_ms <= now_ms,
        )
        query = select(DELIVERIES.c.tries, *_NOTICE).join(
            NOTICES, NOTICES.c.id == DELIVERIES.c.notice_id
        )
        order = (DELIVERIES.c.next_at_ms, NOTICES.c.at_ms, NOTICES.c.id)
        with reading(), self._engine.begin() as connection:
            found = connection.execute(query.where(*due).order_by(*order).limit(most)).all()
            return [
                Claimed(Notice(*notice), subscriber, tries + 1)
                for tries, *notice in found
                if _begin(connection, notice[0], subscriber, tries, now_ms + lease_ms)
            ]

    def sent(self, claimed: Claimed, now_ms: int) -> None:
        """The subscriber has it."""
        self._end(claimed, status="sent", ended_at_ms=now_ms, error="")

    def again(self, claimed: Claimed, next_at_ms: int, error: str) -> None:
        """It failed, and is tried again."""
        self._end(claimed, next_at_ms=next_at_ms, error=error)

    def dead(self, claimed: Claimed, now_ms: int, error: str) -> None:
        """It failed for good, until somebody asks for it again."""
        self._end(claimed, status="dead", ended_at_ms=now_ms, error=error)

    def listed(self, status: str | None, most: int) -> list[Listed]:
        """Deliveries, newest notice first; of one status or of all."""
        query = select(NOTICES.c.event, NOTICES.c.at_ms, *DELIVERIES.c).join(
            DELIVERIES, NOTICES.c.id == DELIVERIES.c.notice_id
        )
        if status is not None:
            query = query.where(DELIVERIES.c.status == status)
        order = (NOTICES.c.at_ms.desc(), NOTICES.c.id, DELIVERIES.c.subscriber)
        with reading(), self._engine.connect() as connection:
            rows = connection.execute(query.order_by(*order).limit(most))
            return [Listed(event, at_ms, Delivery(*rest)) for event, at_ms, *rest in rows]

    def counts(self) -> dict[str, int]:
        """How many deliveries there are of each status."""
        query = select(DELIVERIES.c.status, func.count()).group_by(DELIVERIES.c.status)
        with reading(), self._engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def totals(self) -> NoticeCounts:
        """How many wait, arrived or failed for good."""
        unspread = select(func.count()).where(NOTICES.c.spread_at_ms.is_(None))
        with reading(), self._engine.connect() as connection:
            new = connection.scalars(unspread).one()
        found = self.counts()
        return NoticeCounts(
            found.get("waiting", 0) + new, found.get("sent", 0), found.get("dead", 0)
        )

    def retry(self, notice_id: str | None, now_ms: int) -> int:
        """Let dead deliveries of a notice, or of all, be tried anew; gives how many.

        Raises:
            NotFound: a notice was named, and none of its deliveries is dead.
        """
        wanted = [DELIVERIES.c.status == "dead"]
        if notice_id is not None:
            wanted.append(DELIVERIES.c.notice_id == notice_id)
        change = update(DELIVERIES).where(*wanted)
        fresh = change.values(status="waiting", tries=0, next_at_ms=now_ms, ended_at_ms=None)
        with reading(), self._engine.begin() as connection:
            count = connection.execute(fresh).rowcount
        if notice_id is not None and not count:
            raise NotFound("no dead delivery of a notice with this id", param="notice_id")
        return count

    def forget(self, before_ms: int) -> None:
        """Remove notices from before an instant whose deliveries all ended well, or that had none."""
        alive = (DELIVERIES.c.notice_id == NOTICES.c.id, DELIVERIES.c.status != "sent")
        old = (
            NOTICES.c.at_ms < before_ms,
            NOTICES.c.spread_at_ms.is_not(None),
            ~select(DELIVERIES.c.status).where(*alive).exists(),
        )
        with reading(), self._engine.begin() as connection:
            ids = select(NOTICES.c.id).where(*old)
            connection.execute(delete(DELIVERIES).where(DELIVERIES.c.notice_id.in_(ids)))
            connection.execute(delete(NOTICES).where(*old))

    def _end(self, claimed: Claimed, **changed: Any) -> None:
        """Note how a try ended, unless its lease did and another has begun one."""
        place = {"of": claimed.notice.id, "to": claimed.subscriber, "seen": claimed.tries}
        with reading(), self._engine.begin() as connection:
            connection.execute(update(DELIVERIES).where(*_MINE).values(**changed), place)


def insert_notice_text(engine: Engine) -> str:
    """For the driver: an INSERT of a notice that does nothing where it is known."""
    style = "format" if is_postgres(engine) else "qmark"
    maker: Any = type(engine.dialect)
    return str(
        _insert(NOTICES, postgres=is_postgres(engine)).compile(dialect=maker(paramstyle=style))
    )


def notice_row(notice: Notice) -> tuple[Any, ...]:
    """The row of a notice that is told to nobody yet."""
    return (*msgspec.structs.astuple(notice), None)


def add_notice(connection: Connection, notice: Notice) -> int:
    """Keep a notice in a transaction of the caller's; 0 where it is known."""
    row = msgspec.structs.asdict(notice)
    postgres = is_postgres(connection.engine)
    insert = _insert(NOTICES, postgres=postgres).values(**row)
    # SQLAlchemy counts no rows of an INSERT unless it is told to.
    counted = {"preserve_rowcount": True}
    return connection.execute(insert, execution_options=counted).rowcount


def _insert(table: Any, *, postgres: bool) -> Any:
    """Any: each dialect has an INSERT of its own type for what both do alike."""
    make: Any = postgresql.insert if postgres else sqlite.insert
    return make(table).on_conflict_do_nothing()


def _spread_one(connection: Connection, notice_id: str, to: Sequence[str], now_ms: int) -> None:
    """One notice's deliveries; of two senders who do it at once one does it."""
    mine = (NOTICES.c.id == notice_id, NOTICES.c.spread_at_ms.is_(None))
    if connection.execute(update(NOTICES).where(*mine).values(spread_at_ms=now_ms)).rowcount != 1:
        return
    for subscriber in to:
        first = Delivery(notice_id, subscriber, "waiting", 0, now_ms, None, "")
        connection.execute(DELIVERIES.insert().values(**msgspec.structs.asdict(first)))


def _begin(connection: Connection, of: str, to: str, tries: int, until_ms: int) -> bool:
    change = update(DELIVERIES).where(*_MINE).values(tries=tries + 1, next_at_ms=until_ms)
    return connection.execute(change, {"of": of, "to": to, "seen": tries}).rowcount == 1
