from pathlib import Path

import pyotp
import pytest

from data.errors import Forbidden, Unauthenticated
from risk.bootstrap import home_of, people_of, store_of
from risk.settings import Settings
from tests.api.commands.running import Console


def test_a_person_is_made_listed_and_disabled(console: Console, home: Path) -> None:
    made = console.succeed("user", "new", "--name", "li", "--role", "analyst", "--home", home)
    password = made.strip()
    listed = console.succeed("user", "list", "--home", home).split()
    assert listed[1:] == ["li", "analyst", "-", "valid"]
    assert password not in console.out
    assert password.encode() not in (home / "postrisk.sqlite").read_bytes()
    folder = home_of(Settings(home))
    store = store_of(Settings(home), folder)
    people = people_of(folder, store)
    with pytest.raises(Forbidden):
        people.log_in("li", password)
    opened = people.log_in("li", password, new_password="a longer password")  # noqa: S106  made up
    assert console.succeed("user", "disable", "li", "--home", home) == "li is disabled\n"
    with pytest.raises(Unauthenticated):
        people.present(opened.token)
    store.close()
    assert console.succeed("user", "list", "--home", home).split()[-1] == "disabled"
    console.succeed("audit", "verify", "--home", home)


def test_codes_are_handed_over_for_an_app(console: Console, home: Path) -> None:
    made = console.succeed(
        "user", "new", "--name", "wang", "--role", "audit_admin", "--totp", "--home", home
    )
    _, uri = made.split()
    assert isinstance(pyotp.parse_uri(uri), pyotp.TOTP)


def test_a_bad_name_and_a_taken_one_are_one_clear_line(console: Console, home: Path) -> None:
    arguments = ("user", "new", "--role", "analyst", "--home", home, "--name")
    assert console.run(*arguments, "Li Si") == 2
    console.succeed(*arguments, "li")
    assert console.run(*arguments, "li") == 1
    assert console.err.count("\n") == 1
