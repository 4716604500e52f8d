"""``postrisk notify``."""

import signal
import threading
from pathlib import Path
from typing import Final

import click

from api.commands.options import database_option, home_option
from api.notice_log import JsonNoticeLog
from data.clock import wall_clock_ms
from risk.bootstrap import home_of, store_of
from risk.notify.bootstrap import notice_settings_of, sender_of, watch_of
from risk.settings import from_environment

# Not a docstring: click keeps lines apart only after a true backspace.
_HELP: Final = """Tell people and machines outside, until stopped: run it beside the server.

\b
It watches for deadlines and drift, and sends what the server put into the outbox: new high cases,
unknown hubs, faults that checks found. Who is told of what stands in notices.yaml of the home (or the
file of POSTRISK_NOTICES):

\b
  subscribers:
    - id: warehouse
      webhook: https://hooks.example.com/postrisk
      secret_env: WAREHOUSE_SECRET      # whsec_ and base64, or secret_file
      events: [case.high, case.due]     # without it: all
    - id: duty
      chat_file: /run/secrets/duty_chat # dingtalk:// wecombot:// feishu:// mailtos://
      language: zh

\b
Each notice arrives at least once, under an id that stays. See also: postrisk notices --help
"""


@click.command("notify", help=_HELP)
@click.option("--once", is_flag=True, help="Look and send once, then end: for cron.")
@database_option
@home_option
def command(once: bool, database: str | None, home: Path | None) -> None:  # noqa: FBT001  click's
    """Watch, spread and send until a signal comes; the help is ``_HELP``."""
    settings = from_environment(home, database)
    folder = home_of(settings)
    told = notice_settings_of(settings, folder)
    store = store_of(settings, folder)
    try:
        sender = sender_of(told, store, JsonNoticeLog().told)
        watch = watch_of(store)
        if once:
            watch.look(wall_clock_ms())
            click.echo(f"{sender.turn():,} deliveries tried")
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: stop.set())
        click.echo(f"PostRisk tells {len(told.subscribers):,} subscribers")
        sender.run(watch, stop)
    finally:
        store.close()
