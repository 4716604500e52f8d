"""Fixtures of all tests: databases of both kinds, each test with an empty one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from data.store import Store
from data.vault import Vault
from tests.databases import (
    empty,
    empty_tables,
    fresh_database,
    must_be_there,
    shape_of,
    why_not_there,
)

# How long an example takes says how busy the machine is, and nothing of the code.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def postgres_database() -> Iterator[str]:
    """A database of this worker's own."""
    reason = why_not_there()
    if reason and must_be_there():
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
    with fresh_database() as url:
        yield url


@pytest.fixture(scope="session")
def migrated_shape(postgres_database: str) -> str:
    """The shape of a database that was just migrated."""
    empty(postgres_database)
    store = Store.open(postgres_database, Vault({1: bytes(range(32))}, 1))
    store.migrate()
    store.close()
    return shape_of(postgres_database)


@pytest.fixture
def postgres_url(postgres_database: str, migrated_shape: str) -> str:
    """A database without a row; with the tables, where the last test left them whole."""
    if not empty_tables(postgres_database, migrated_shape):
        empty(postgres_database)
    return postgres_database


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'postrisk.sqlite'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A test that takes this runs on both databases."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture
def vault() -> Vault:
    return Vault({1: bytes(range(32))}, 1)


@pytest.fixture
def store(database_url: str, vault: Vault) -> Iterator[Store]:
    """An empty store with its tables, on both databases."""
    opened = Store.open(database_url, vault)
    opened.migrate()
    yield opened
    opened.close()
