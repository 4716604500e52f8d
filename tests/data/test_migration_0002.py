"""The ledger and the graph get columns of their own; a log from before the first release has no way."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.util import CommandError
from sqlalchemy import Engine, LargeBinary, inspect, select, text

from data.connect import engine_for
from data.errors import Failure
from data.migrate import config_for, schema_change, upgrade
from data.store import Store
from data.tables import EVENTS, OUTCOMES
from data.vault import Vault
from tests.databases import an_event, an_outcome, empty

ADDED = {"ledger", "graph"}


@pytest.fixture
def postgres_url(postgres_database: str) -> str:
    """Without a table: here each test makes its own."""
    empty(postgres_database)
    return postgres_database


@pytest.fixture
def first(database_url: str) -> Iterator[Engine]:
    """A database at revision 0001, with nothing in it."""
    made = engine_for(database_url)
    with schema_change(made) as connection:
        command.upgrade(config_for(connection), "0001")
    assert _revision(made) == "0001"
    yield made
    made.dispose()


def _revision(engine: Engine) -> str:
    with engine.connect() as connection:
        found: str = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def _columns(engine: Engine) -> set[str]:
    return {column["name"] for column in inspect(engine).get_columns("events")}


def _keep_an_event_of_0001(engine: Engine) -> None:
    """Writes a row as the first revision had it."""
    names = [column.name for column in EVENTS.columns if column.name not in ADDED]
    old = {
        name: b"old" if isinstance(EVENTS.c[name].type, LargeBinary) else getattr(an_event(1), name)
        for name in names
    }
    marks = ", ".join(f":{name}" for name in names)
    with engine.begin() as connection:
        connection.execute(text(f"INSERT INTO events ({', '.join(names)}) VALUES ({marks})"), old)  # noqa: S608  our own names


def _keep_an_outcome(engine: Engine) -> None:
    names = OUTCOMES.columns.keys()
    with engine.begin() as connection:
        values = {name: getattr(an_outcome(2), name) for name in names}
        connection.execute(OUTCOMES.insert(), values)


def test_a_log_with_events_is_refused_and_stays_as_it_was(first: Engine) -> None:
    _keep_an_event_of_0001(first)
    before = _columns(first)
    with pytest.raises(Failure, match="another version of postrisk") as caught:
        upgrade(first)
    assert caught.value.code == "unknown_schema"
    assert _revision(first) == "0001"
    assert _columns(first) == before
    with first.connect() as connection:
        found = connection.execute(select(EVENTS.c.event_id, EVENTS.c.answer)).all()
    assert [tuple(row) for row in found] == [("event-1", b"old")]


def test_the_administrator_is_told_why(first: Engine) -> None:
    _keep_an_event_of_0001(first)
    with (
        pytest.raises(CommandError, match="in a form of before the first release"),
        schema_change(first) as connection,
    ):
        command.upgrade(config_for(connection), "head")
    assert _revision(first) == "0001"


def test_a_store_on_such_a_log_does_not_open_it(
    first: Engine, database_url: str, vault: Vault
) -> None:
    _keep_an_event_of_0001(first)
    store = Store.open(database_url, vault)
    with pytest.raises(Failure, match="another version of postrisk"):
        store.migrate()
    store.close()


def test_an_empty_log_gets_the_columns_and_works(
    first: Engine, database_url: str, vault: Vault
) -> None:
    _keep_an_outcome(first)
    assert not ADDED & _columns(first)
    upgrade(first)
    assert _revision(first) == "0009"
    found = {column["name"]: column for column in inspect(first).get_columns("events")}
    assert set(found) == set(EVENTS.columns.keys())
    assert not any(found[name]["nullable"] for name in ADDED)
    with schema_change(first) as connection:
        command.check(config_for(connection))
    store = Store.open(database_url, vault)
    kept = an_event(3, ledger=b"ledger", graph=b"graph")
    store.append([kept])
    assert store.find_event("event-3") == kept
    assert list(store.scan()) == [an_outcome(2), kept]
    store.close()


def test_constraints_are_the_same_after_the_way_up_and_down(first: Engine) -> None:
    def constraints() -> tuple[object, ...]:
        seen = inspect(first)
        return (
            seen.get_pk_constraint("events")["constrained_columns"],
            [each["column_names"] for each in seen.get_unique_constraints("events")],
            {c["name"]: (str(c["type"]), c["nullable"]) for c in seen.get_columns("events")},
        )

    before = constraints()
    upgrade(first)
    with schema_change(first) as connection:
        command.downgrade(config_for(connection), "0001")
    assert _revision(first) == "0001"
    assert constraints() == before


def test_the_way_down_keeps_what_the_first_revision_had(
    first: Engine, database_url: str, vault: Vault
) -> None:
    upgrade(first)
    store = Store.open(database_url, vault)
    store.append([an_event(1), an_outcome(2), an_event(3)])
    store.close()
    with schema_change(first) as connection:
        command.downgrade(config_for(connection), "0001")
    assert not ADDED & _columns(first)
    with first.connect() as connection:
        rows = connection.execute(select(EVENTS.c.seq, EVENTS.c.answer).order_by(EVENTS.c.seq))
        assert [tuple(row) for row in rows] == [(n, an_event(n).answer) for n in (1, 3)]


def test_down_and_up_again_works_while_the_log_is_empty(
    first: Engine, database_url: str, vault: Vault
) -> None:
    for _ in range(2):
        upgrade(first)
        with schema_change(first) as connection:
            command.downgrade(config_for(connection), "0001")
    upgrade(first)
    store = Store.open(database_url, vault)
    store.append([an_event(1)])
    assert store.find_event("event-1") == an_event(1)
    store.close()
