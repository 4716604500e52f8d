import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, text

from data.account_tables import ACCOUNTS
from data.case_tables import CASES
from data.connect import engine_for
from data.errors import Failure
from data.migrate import config_for, schema_change, upgrade
from data.notice_tables import NOTICES
from data.store import Store
from data.vault import Vault
from tests.databases import an_event, empty

ROOT = Path(__file__).parents[2]
TABLES = {
    "alembic_version",
    *CASES.metadata.tables,
    *ACCOUNTS.metadata.tables,
    *NOTICES.metadata.tables,
}


@pytest.fixture
def postgres_url(postgres_database: str) -> str:
    """Without a table: here each test makes its own."""
    empty(postgres_database)
    return postgres_database


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = engine_for(database_url)
    yield made
    made.dispose()


def _tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def test_the_migrations_give_the_tables_of_the_code(engine: Engine) -> None:
    upgrade(engine)
    assert _tables(engine) == TABLES
    with schema_change(engine) as connection:
        command.check(config_for(connection))


def test_check_sees_a_table_that_differs(engine: Engine) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE events DROP COLUMN policy"))
    with pytest.raises(Exception, match="New upgrade operations"), schema_change(engine) as changed:
        command.check(config_for(changed))


def test_a_second_upgrade_changes_nothing(database_url: str, vault: Vault) -> None:
    for seq in (1, 2):
        store = Store.open(database_url, vault)
        store.migrate()
        store.append([an_event(seq)])
        assert store.count_events() == seq
        store.close()


def test_down_and_up_again(engine: Engine) -> None:
    upgrade(engine)
    with schema_change(engine) as connection:
        command.downgrade(config_for(connection), "base")
    assert _tables(engine) == {"alembic_version"}
    upgrade(engine)
    assert _tables(engine) == TABLES


def test_a_failed_migration_leaves_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE api_keys (id TEXT)"))
    with pytest.raises(Failure, match="can't migrate") as caught:
        upgrade(engine)
    assert caught.value.code == "migration_failed"
    assert _tables(engine) == {"api_keys"}


def test_processes_that_start_together_migrate_once(database_url: str) -> None:
    engines = [engine_for(database_url) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(_upgrade_in_process, [database_url] * 3))
    assert _tables(engines[0]) == TABLES
    for engine in engines:
        engine.dispose()


def _upgrade_in_process(url: str) -> None:
    script = (
        "import sys; from data.connect import engine_for; from data.migrate import upgrade;"
        "upgrade(engine_for(sys.argv[1]))"
    )
    # Threads won't do: alembic's context is one to a process.
    subprocess.run([sys.executable, "-c", script, url], cwd=ROOT, check=True, timeout=60)


def test_a_database_of_a_newer_version_is_refused(engine: Engine) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Failure, match="another version of postrisk") as caught:
        upgrade(engine)
    assert caught.value.code == "unknown_schema"


def _alembic(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "alembic", "-c", str(ROOT / "alembic.ini"), *words],
        env=os.environ | environment,  # noqa: TID251  a subprocess needs its path
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_alembic_command_takes_its_url_from_x(database_url: str) -> None:
    assert _alembic("-x", f"url={database_url}", "upgrade", "head").returncode == 0
    checked = _alembic("-x", f"url={database_url}", "check")
    assert (checked.returncode, checked.stdout) == (0, "No new upgrade operations detected.\n")


def test_the_alembic_command_takes_its_url_from_the_environment(database_url: str) -> None:
    assert _alembic("upgrade", "head", POSTRISK_DATABASE=database_url).returncode == 0
    shown = _alembic("current", POSTRISK_DATABASE=database_url)
    assert shown.stdout.startswith("0009 (head)")


def test_the_alembic_command_without_a_url_says_what_is_missing() -> None:
    done = _alembic("check", POSTRISK_DATABASE="")
    assert done.returncode != 0
    assert "alembic -x url=URL" in done.stderr


def test_the_alembic_command_writes_sql_for_a_database_administrator(database_url: str) -> None:
    done = _alembic("-x", f"url={database_url}", "upgrade", "head", "--sql")
    assert done.returncode == 0
    assert "CREATE TABLE events" in done.stdout
