"""Brings a database to the schema of this version, in process, from the packaged migrations."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from data import migrations
from data.connect import is_postgres, place_of
from data.database_errors import unavailable
from data.errors import Failure

# Another number than the writer's: a server may run while a newer one looks at the schema.
_SCHEMA_LOCK: Final = int.from_bytes(b"postschm", "big")


def upgrade(engine: Engine) -> None:
    """Applies all migrations that are missing; a database that has them all stays as it is.

    Raises:
        Failure: the database can't be changed, or was made by a newer version.
    """
    try:
        with schema_change(engine) as connection:
            command.upgrade(config_for(connection), "head")
    except CommandError:
        raise Failure(
            f"the database {place_of(engine.url)} was made by another version of postrisk",
            code="unknown_schema",
        ) from None
    except SQLAlchemyError as error:
        raise Failure(
            f"can't migrate the database {place_of(engine.url)}: {unavailable(error)}",
            code="migration_failed",
        ) from None


def config_for(connection: Connection) -> Config:
    """Alembic's configuration without an ini file, bound to an open connection."""
    config = Config()
    folder = Path(str(migrations.__file__)).parent
    # The configuration's own syntax gives a percent sign a meaning.
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def schema_change(engine: Engine) -> Iterator[Connection]:
    """One transaction around all migrations, and one process at a time in it.

    SQLite's driver opens no transaction for DDL of its own accord: half a migration could stay.
    """
    with engine.begin() as connection:
        if is_postgres(engine):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SCHEMA_LOCK})")
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection
