import base64
import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.errors import Failure
from data.home import Home

HOLD = """
import pathlib, sys
from data.home import Home
with Home(pathlib.Path(sys.argv[1])).lock():
    print("held", flush=True)
    sys.stdin.read()
"""


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def test_a_new_home_is_private(tmp_path: Path) -> None:
    home = Home(tmp_path / "a" / "b")
    assert _mode(home.path) == 0o700
    home.secrets()
    assert _mode(home.keys_path) == 0o600
    assert [path.name for path in home.path.iterdir()] == ["keys.json"]  # no draft is left


def test_secrets_are_made_once(home: Home) -> None:
    first = home.secrets()
    again = Home(home.path).secrets()
    assert (first.token_key, first.vault_keys) == (again.token_key, again.vault_keys)
    assert len(first.token_key) == 32
    assert first.token_key != first.vault_keys[1]


def test_two_homes_have_different_secrets(tmp_path: Path) -> None:
    keys = {Home(tmp_path / name).secrets().token_key for name in "abc"}
    assert len(keys) == 3


def test_processes_that_start_together_agree_on_the_secrets(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: Home(tmp_path / "home").secrets().token_key, range(32)))
    assert len(set(keys)) == 1


def test_the_vault_opens_what_an_earlier_one_sealed(home: Home) -> None:
    sealed = home.vault().seal(b"x", b"row")
    assert Home(home.path).vault().open(sealed, b"row") == b"x"


def test_secrets_do_not_show_in_a_repr(home: Home) -> None:
    secrets = home.secrets()
    assert repr(secrets) == "Secrets(…)"
    assert base64.b64encode(secrets.token_key).decode() not in f"{secrets!r} {secrets!s}"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610])
def test_a_key_file_that_others_may_use_is_refused(home: Home, mode: int) -> None:
    home.secrets()
    home.keys_path.chmod(mode)
    with pytest.raises(Failure, match="chmod 600") as caught:
        home.secrets()
    assert caught.value.code == "keys_exposed"


@pytest.mark.parametrize("content", [b"", b"{}", b'{"format": 2}', b"\xff", b'{"token_key": 1}'])
def test_a_damaged_key_file_is_refused_and_kept(home: Home, content: bytes) -> None:
    home.secrets()
    home.keys_path.write_bytes(content)
    with pytest.raises(Failure, match="is damaged"):
        home.secrets()
    assert home.keys_path.read_bytes() == content


def test_a_short_token_key_is_refused(home: Home) -> None:
    home.secrets()
    document = json.loads(home.keys_path.read_bytes())
    home.keys_path.write_text(json.dumps(document | {"token_key": "AAAA"}))
    with pytest.raises(Failure, match="token key"):
        home.secrets()


def test_lost_keys_are_not_replaced_beside_their_database(home: Home) -> None:
    home.secrets()
    home.keys_path.unlink()
    home.database_path.touch()
    with pytest.raises(Failure, match="restore it from a backup") as caught:
        home.secrets()
    assert caught.value.code == "keys_lost"
    assert not home.keys_path.exists()


def test_a_home_below_a_regular_file_is_a_clear_failure(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Failure, match=r"can't use .*: Not a directory"):
        Home(tmp_path / "file" / "home")


def test_a_home_that_is_a_file_is_a_clear_failure(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Failure, match=r"can't use .*: File exists"):
        Home(tmp_path / "file")


def test_the_lock_is_exclusive_and_let_go(home: Home) -> None:
    with home.lock(), pytest.raises(Failure) as caught, Home(home.path).lock():
        pass
    assert caught.value.message == "home is in use by another process"
    with home.lock():
        pass


def test_the_lock_is_let_go_after_an_error(home: Home) -> None:
    with pytest.raises(ZeroDivisionError), home.lock():
        _ = 1 // 0
    with home.lock():
        pass


def test_the_lock_of_another_process_holds_until_it_is_killed(home: Home) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Failure, match="home is in use by another process"), home.lock():
            pass
        holder.kill()
        holder.wait()
    with home.lock():
        pass


def test_places_in_the_home(home: Home) -> None:
    assert home.database_url == f"sqlite:///{home.path}/postrisk.sqlite"
    assert home.bundle_path.parent == home.path


def test_the_lock_file_is_not_inherited_by_commands_that_are_started(home: Home) -> None:
    with home.lock():
        listing = subprocess.run(["ls", "-l", "/proc/self/fd"], capture_output=True, check=True)
    assert os.fsencode(home.path) not in listing.stdout
