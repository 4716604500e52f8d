"""A small trained bundle, fitted once a worker on the demo world."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from data.vault import Vault
from risk.bundle import Bundle, load_bundle
from risk.train import train
from tests.risk.builders import FlakyStore, demo_lines, engine_with, tokeniser, write_lines
from tests.risk.gated import GatedStore, gated_over


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo world as ``events.jsonl``."""
    return write_lines(tmp_path_factory.mktemp("world") / "events.jsonl", demo_lines())


@pytest.fixture(scope="session")
def bundle_folder(tmp_path_factory: pytest.TempPathFactory, demo_file: Path) -> Path:
    """A bundle trained on the demo world; tests copy it before they change it."""
    folder = tmp_path_factory.mktemp("trained") / "bundle"
    train(engine_with(), tokeniser(), demo_file, folder)
    return folder


@pytest.fixture(scope="session")
def bundle(bundle_folder: Path) -> Bundle:
    return load_bundle(bundle_folder)


@pytest.fixture
def flaky(database_url: str, vault: Vault) -> Iterator[FlakyStore]:
    """An empty store whose commits can be told to fail, on both databases."""
    with _flaky(database_url, vault) as store:
        yield store


@pytest.fixture
def flaky_sqlite(sqlite_url: str, vault: Vault) -> Iterator[FlakyStore]:
    with _flaky(sqlite_url, vault) as store:
        yield store


@pytest.fixture
def gated(flaky_sqlite: FlakyStore) -> GatedStore:
    """An empty store that is written from a thread, once its gate is open."""
    return gated_over(flaky_sqlite)


@pytest.fixture(params=["embedded", "thread"])
def log_store(request: pytest.FixtureRequest) -> Iterator[FlakyStore]:
    """A test that takes this runs on both paths; a gate of the second is open."""
    name = "flaky_sqlite" if request.param == "embedded" else "gated"
    store: FlakyStore = request.getfixturevalue(name)
    assert store.embedded == (request.param == "embedded")
    if isinstance(store, GatedStore):
        store.gate.set()
    yield store
    store.close()


@contextmanager
def _flaky(url: str, vault: Vault) -> Iterator[FlakyStore]:
    store = FlakyStore.open(url, vault)
    assert isinstance(store, FlakyStore)
    store.migrate()
    try:
        yield store
    finally:
        store.close()
