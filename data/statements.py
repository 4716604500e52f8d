"""The statements of the log, built once."""

from typing import Any, Final

from sqlalchemy import (
    Dialect,
    Engine,
    Select,
    Table,
    bindparam,
    func,
    insert,
    select,
)

from data.tables import CHANGES, EVENTS, OUTCOMES

LAST_SEQS: Final = select(
    func.coalesce(select(func.max(EVENTS.c.seq)).scalar_subquery(), 0),
    func.coalesce(select(func.max(OUTCOMES.c.seq)).scalar_subquery(), 0),
    func.coalesce(select(func.max(CHANGES.c.seq)).scalar_subquery(), 0),
)
"""The highest seq of events, outcomes and changes, in one statement: two could straddle a commit."""

COUNT_EVENTS: Final = select(func.count()).select_from(EVENTS)
FIND_EVENT: Final = select(EVENTS).where(EVENTS.c.event_id == bindparam("wanted"))
FIND_OUTCOME: Final = select(OUTCOMES).where(OUTCOMES.c.outcome_id == bindparam("wanted"))


def page_of(table: Table, *columns: str) -> Select[Any]:
    """One page of a table in order of seq: parameters ``after``, ``last`` and ``size``.

    Pages by key, not one open cursor: memory stays bounded on both databases, and no long
    transaction keeps a WAL from being truncated or a table from being vacuumed.
    """
    wanted = [table.c[name] for name in columns] or list(table.c)
    return (
        select(*wanted)
        .where(table.c.seq > bindparam("after"), table.c.seq <= bindparam("last"))
        .order_by(table.c.seq)
        .limit(bindparam("size"))
    )


def insert_text(engine: Engine, table: Table) -> str:
    """An INSERT of a whole row for the driver, with parameters by place."""
    return str(insert(table).compile(dialect=_by_place(engine)))


CHUNKS: Final = (64, 32, 16, 8, 4, 2, 1)
"""Rows of one INSERT: any batch is a few of these, and their statements stay prepared."""


def insert_texts(engine: Engine, table: Table) -> dict[int, str]:
    """For each chunk size, an INSERT of that many whole rows.

    One statement, not one a row: a driver lets go of the interpreter's lock at each statement, and
    taking it back from a busy event loop costs that loop more than the row does.
    """
    single = insert_text(engine, table)
    head, _, group = single.rpartition("VALUES ")
    return {size: f"{head}VALUES {', '.join([group] * size)}" for size in CHUNKS}


def _by_place(engine: Engine) -> Dialect:
    style = "qmark" if engine.dialect.name == "sqlite" else "format"
    make: Any = type(engine.dialect)
    dialect: Dialect = make(paramstyle=style)
    return dialect
