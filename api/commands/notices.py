"""``postrisk notices``."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from api.commands.options import database_option, home_option
from data.clock import wall_clock_ms
from data.errors import Failure, WrongUse
from data.instants import SECOND_MS, local_minute
from data.notices import TEST, notice_of
from data.outbox import Outbox
from risk.bootstrap import home_of, store_of
from risk.notify.bootstrap import notice_settings_of, sender_of
from risk.notify.post import NotDelivered
from risk.settings import from_environment

_STATUSES = ("waiting", "sent", "dead")


@click.group("notices")
def command() -> None:
    """What was told to people and machines outside, and what was not (see docs/notices.md)."""


@command.command("list")
@click.option("--status", type=click.Choice(_STATUSES), help="Only these.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@database_option
@home_option
def list_(status: str | None, limit: int, database: str | None, home: Path | None) -> None:
    """List deliveries, the newest notice first: when, what, to whom, how it stands.

    A dead one was given up after ten tries, or its receiver answered 410: postrisk notices retry ID
    """
    with _outbox(database, home) as outbox:
        counts = outbox.counts()
        for one in outbox.listed(status, limit):
            delivery = one.delivery
            click.echo(
                f"{local_minute(one.at_ms)}  {delivery.notice_id}  {delivery.subscriber}  "
                f"{delivery.status}  {delivery.tries} tries  {delivery.error}".rstrip()
            )
    click.echo(", ".join(f"{counts.get(name, 0):,} {name}" for name in _STATUSES))


@command.command("retry")
@click.argument("notice_id", required=False)
@click.option("--all", "every", is_flag=True, help="All dead deliveries.")
@database_option
@home_option
def retry(notice_id: str | None, every: bool, database: str | None, home: Path | None) -> None:  # noqa: FBT001  click's
    """Let dead deliveries of a notice (or --all) be tried anew by the running sender."""
    if bool(notice_id) == every:
        raise WrongUse("name one notice, or say --all")
    with _outbox(database, home) as outbox:
        count = outbox.retry(notice_id, wall_clock_ms())
    click.echo(f"{count:,} deliveries will be tried anew")


@command.command("test")
@click.argument("subscriber")
@database_option
@home_option
def test(subscriber: str, database: str | None, home: Path | None) -> None:
    """Send a SUBSCRIBER of notices.yaml a test notice now, and say whether it was taken.

    Nothing is kept of it. A webhook gets the event notices.test, signed like any other.
    """
    settings = from_environment(home, database)
    folder = home_of(settings)
    told = notice_settings_of(settings, folder)
    wanted = next((one for one in told.subscribers if one.id == subscriber), None)
    if wanted is None:
        known = ", ".join(one.id for one in told.subscribers)
        raise WrongUse(f"there is no such subscriber; there are: {known}")
    store = store_of(settings, folder)
    try:
        now_ms = wall_clock_ms()
        notice = notice_of(TEST, str(now_ms // SECOND_MS), now_ms, data={})
        sender_of(told, store).deliver(wanted, [notice])
    except NotDelivered as error:
        raise Failure(f"{subscriber} did not take it: {error.code}", code=error.code) from None
    finally:
        store.close()
    click.echo(f"{subscriber} took it")


@contextmanager
def _outbox(database: str | None, home: Path | None) -> Iterator[Outbox]:
    settings = from_environment(home, database)
    store = store_of(settings, home_of(settings))
    try:
        yield Outbox(store.engine)
    finally:
        store.close()
