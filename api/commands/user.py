"""``postrisk user``."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from api.commands.options import database_option, home_option
from data.api_keys import ROLES
from data.clock import wall_clock_ms
from risk.bootstrap import home_of, people_of, store_of
from risk.people import People
from risk.settings import from_environment


@click.group("user")
def command() -> None:
    """People who log in to the console. Passwords are kept as argon2id hashes only."""


@command.command("new")
@click.option("--name", required=True, help="Login name: a staff number or a short name.")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the person may do.")
@click.option("--totp", is_flag=True, help="Ask for one-time codes of an authenticator app too.")
@database_option
@home_option
def new(name: str, role: str, totp: bool, database: str | None, home: Path | None) -> None:  # noqa: FBT001  click's
    """Make an account and print its password once; it must be changed at the first log-in.

    Five failed tries in a row lock an account for 15 minutes.
    """
    with _people(database, home) as people:
        handed = people.add(name, role, totp=totp)
    click.echo(handed.password)
    if handed.seed_uri is not None:
        click.echo(handed.seed_uri)


@command.command("list")
@database_option
@home_option
def list_(database: str | None, home: Path | None) -> None:
    """List accounts by name, with role and state."""
    with _people(database, home) as people:
        accounts = people.listed()
    now_ms = wall_clock_ms()
    for account in accounts:
        state = "locked" if account.locked_at(now_ms) else "valid"
        if account.disabled_at_ms is not None:
            state = "disabled"
        factor = "code" if account.totp_sealed is not None else "-"
        click.echo(f"{account.id}  {account.name:<20}{account.role:<18}{factor:<6}{state}")


@command.command("reset")
@click.argument("name")
@database_option
@home_option
def reset(name: str, database: str | None, home: Path | None) -> None:
    """Give somebody a new one-time password, printed once; ends their sessions and any lock."""
    with _people(database, home) as people:
        password = people.reset(name)
    click.echo(password)


@command.command("disable")
@click.argument("name")
@database_option
@home_option
def disable(name: str, database: str | None, home: Path | None) -> None:
    """Take an account away; its sessions end within two seconds."""
    with _people(database, home) as people:
        people.disable(name)
    click.echo(f"{name} is disabled")


@contextmanager
def _people(database: str | None, home: Path | None) -> Iterator[People]:
    settings = from_environment(home, database)
    folder = home_of(settings)
    store = store_of(settings, folder)
    try:
        yield people_of(folder, store)
    finally:
        store.close()
