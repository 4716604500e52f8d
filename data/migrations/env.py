"""Run by alembic: in process on the connection that ``data.migrate`` gives, or from its command.

The command finds the database in ``-x url=URL`` or in ``POSTRISK_DATABASE``.
"""

import os

from alembic import context
from sqlalchemy import Connection

from data.account_tables import ACCOUNTS
from data.case_tables import CASES
from data.connect import engine_for
from data.errors import WrongUse
from data.migrate import schema_change
from data.notice_tables import NOTICES
from data.tables import METADATA

_TABLES = (
    ACCOUNTS,
    CASES,
    NOTICES,
)  # their modules tell METADATA of all tables that data.tables has not


def main() -> None:
    connection: Connection | None = context.config.attributes.get("connection")
    if context.is_offline_mode():
        _write_sql()
    elif connection is not None:
        _run(connection)
    else:
        _run_from_command()


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        # SQLite alters a table by copying it.
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


def _run_from_command() -> None:
    engine = engine_for(_url())
    try:
        with schema_change(engine) as connection:
            _run(connection)
    finally:
        engine.dispose()


def _write_sql() -> None:
    dialect = "sqlite" if _url().startswith("sqlite") else "postgresql"
    context.configure(dialect_name=dialect, target_metadata=METADATA, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


def _url() -> str:
    given = context.get_x_argument(as_dictionary=True).get("url")
    url = given or os.environ.get("POSTRISK_DATABASE")  # noqa: TID251  alembic's command has no settings object
    if not url:
        raise WrongUse("give the database: alembic -x url=URL, or POSTRISK_DATABASE")
    return url


main()
