"""``postrisk key``."""

from pathlib import Path

import click

from api.commands.options import database_option, home_option
from data.api_keys import ROLES, ApiKeys
from data.clock import wall_clock_ms
from data.instants import DAY_MS, to_datetime
from risk.bootstrap import home_of, store_of
from risk.settings import from_environment


@click.group("key")
def command() -> None:
    """API keys. Kept as digests: a key is shown once, when it is made."""


@command.command("new")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the key may do.")
@click.option("--days", type=click.IntRange(1, 3650), help="Days until it expires.")
@database_option
@home_option
def new(role: str, days: int | None, database: str | None, home: Path | None) -> None:
    """Make an API key for a role and print it once."""
    settings = from_environment(home, database)
    store = store_of(settings, home_of(settings))
    now_ms = wall_clock_ms()
    expires_at_ms = None if days is None else now_ms + days * DAY_MS
    try:
        _, secret = ApiKeys(store).create(role, now_ms, expires_at_ms)
    finally:
        store.close()
    click.echo(secret)


@command.command("list")
@database_option
@home_option
def list_(database: str | None, home: Path | None) -> None:
    """List keys by id and role; secrets are not kept."""
    settings = from_environment(home, database)
    store = store_of(settings, home_of(settings))
    try:
        for key in ApiKeys(store).list_all():
            state = "valid" if key.holds_at(wall_clock_ms()) else "not valid"
            made = to_datetime(key.created_at_ms).date().isoformat()
            click.echo(f"{key.id}  {key.role:<18}{made}  {state}")
    finally:
        store.close()


@command.command("revoke")
@click.argument("key_id")
@database_option
@home_option
def revoke(key_id: str, database: str | None, home: Path | None) -> None:
    """Revoke a key by its id; a running server refuses it within two seconds."""
    settings = from_environment(home, database)
    store = store_of(settings, home_of(settings))
    try:
        ApiKeys(store).revoke(key_id, wall_clock_ms())
    finally:
        store.close()
    click.echo(f"{key_id} is revoked")
