"""``postrisk audit``."""

import re
from pathlib import Path

import click

from api.commands.faults import telling_of_faults
from api.commands.options import database_option, home_option
from data.audit import Head
from data.errors import Failure, WrongUse
from risk.bootstrap import audit_of, home_of, store_of
from risk.settings import from_environment


@click.group("audit")
def command() -> None:
    """The audit log: who did or saw what, when and why; append-only and hash-chained."""


@command.command("verify")
@click.option(
    "--head",
    metavar="SEQ:CHAIN",
    help="An end of the log that you wrote down, as this command printed it "
    "[default: the one that the home keeps].",
)
@database_option
@home_option
def verify(head: str | None, database: str | None, home: Path | None) -> None:
    """Walk the whole chain; exit 1 at the first entry that was changed, removed or put elsewhere.

    The chain is keyed by the home: who can write to the database alone can forge nothing. A tail that was
    cut off shows against the end that the home keeps, or better against one that you wrote down elsewhere:
    who has the home and the database can cut both.
    """
    settings = from_environment(home, database)
    folder = home_of(settings)
    store = store_of(settings, folder)
    try:
        log, kept = audit_of(folder, store)
        with telling_of_faults(store, "audit"):
            entries, broken = log.verify(kept if head is None else _head_in(head))
            last = log.head()
            if broken is not None:
                raise Failure(
                    f"{entries:,} entries hold; entry {broken.seq:,} {broken.why}",
                    code="audit_broken",
                )
    finally:
        store.close()
    click.echo(f"{entries:,} entries hold; the end is {last.seq}:{last.chain}")


def _head_in(text: str) -> Head:
    if not re.fullmatch(r"[0-9]{1,18}:[0-9a-f]{64}", text):
        raise WrongUse("--head is a number, a colon and 64 hexadecimal digits")
    seq, _, chain = text.partition(":")
    return Head(int(seq), chain)
