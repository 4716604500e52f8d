from pathlib import Path

import pytest

from data.api_keys import ROLES, ApiKeys
from data.clock import wall_clock_ms
from data.store import Store
from risk.bootstrap import home_of, store_of
from risk.settings import Settings
from tests.api.commands.running import Console


def keys_of(home: Path) -> tuple[Store, ApiKeys]:
    settings = Settings(home)
    store = store_of(settings, home_of(settings))
    return store, ApiKeys(store)


@pytest.mark.parametrize("role", ["api_client", "analyst"])
def test_a_new_key_is_printed_once_and_works(console: Console, home: Path, role: str) -> None:
    key = console.succeed("key", "new", "--role", role, "--home", home).strip()
    assert key.startswith("prk_") and "\n" not in key
    assert console.err == ""
    store, keys = keys_of(home)
    found = keys.find(key, wall_clock_ms())
    store.close()
    assert found is not None and found.role == role
    assert key not in console.succeed("key", "list", "--home", home)
    assert key.encode() not in (home / "postrisk.sqlite").read_bytes()


def test_days_let_a_key_expire(console: Console, home: Path) -> None:
    key = console.succeed("key", "new", "--role", ROLES[0], "--days", 1, "--home", home).strip()
    store, keys = keys_of(home)
    now_ms = wall_clock_ms()
    assert keys.find(key, now_ms) is not None
    assert keys.find(key, now_ms + 86_400_000) is None
    store.close()


def test_keys_are_listed_and_revoked_by_their_id(console: Console, home: Path) -> None:
    console.succeed("key", "new", "--role", "counter", "--home", home)
    key_id, role, _, state = console.succeed("key", "list", "--home", home).split(maxsplit=3)
    assert (role, state.strip()) == ("counter", "valid")
    assert console.succeed("key", "revoke", key_id, "--home", home) == f"{key_id} is revoked\n"
    assert "not valid" in console.succeed("key", "list", "--home", home)


@pytest.mark.parametrize("key_id", ["0123456789abcdef", "nonsense", "' OR 1=1", ""])
def test_an_unknown_id_cannot_be_revoked(console: Console, home: Path, key_id: str) -> None:
    line = console.refusal(1, "key", "revoke", key_id, "--home", home)
    assert line == "there is no API key of this id"


def test_an_unwritable_database_path_is_a_failure(
    console: Console, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    url = f"sqlite:///{tmp_path}/file/x.sqlite"
    arguments = ("key", "new", "--role", "counter", "--home", home, "--database", url)
    assert "can't open the database" in console.refusal(1, *arguments)


@pytest.mark.parametrize("url", ["nonsense", "mysql://me:hunter2@host/db", "sqlite:///"])
def test_another_kind_of_database_is_wrong_use(console: Console, home: Path, url: str) -> None:
    line = console.refusal(2, "key", "list", "--home", home, "--database", url)
    assert "hunter2" not in line and "database" in line


def test_an_unreachable_postgres_is_a_failure_without_the_password(
    console: Console, home: Path
) -> None:
    url = "postgresql://me:hunter2@127.0.0.1:1/db"
    line = console.refusal(1, "key", "list", "--home", home, "--database", url)
    assert "can't open the database 127.0.0.1:1/db" in line
    assert "hunter2" not in line


def test_a_file_that_is_no_database_is_a_failure(
    console: Console, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "x").write_bytes(b"not a database at all" * 99)
    url = f"sqlite:///{tmp_path / 'x'}"
    assert "can't open" in console.refusal(1, "key", "list", "--home", home, "--database", url)


def test_damaged_and_exposed_keys_of_the_home_are_failures(console: Console, home: Path) -> None:
    console.succeed("key", "list", "--home", home)
    path = home / "keys.json"
    path.chmod(0o644)
    assert "chmod 600" in console.refusal(1, "key", "list", "--home", home)
    path.chmod(0o600)
    path.write_bytes(b"{")
    assert "is damaged" in console.refusal(1, "key", "list", "--home", home)
