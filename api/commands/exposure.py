"""``postrisk exposure``: the ledger of what COD merchants have under way."""

from pathlib import Path

import click

from api.commands.faults import telling_of_faults
from api.commands.options import database_option, home_option
from data.errors import Failure, NotFound
from data.exposure_entries import ExposureEntries
from data.home import Home
from data.identifiers import token_of
from data.store import Store
from data.subject import Reader
from risk.bootstrap import archive_of, home_of, store_of, tokeniser_of
from risk.collector import spare_the_collector
from risk.credit_texts import yuan
from risk.features.state import State
from risk.progress import Progress
from risk.reconcile import Reconciler, Reconciliation
from risk.settings import Settings, from_environment

_SHOWN = 20


@click.group("exposure")
def command() -> None:
    """The ledger of COD exposure: what each merchant has reserved, collected and released."""


@command.command("check")
@database_option
@home_option
def check(database: str | None, home: Path | None) -> None:
    """Derive every entry and balance again from the log; none may differ.

    Replays events and outcomes into an empty state and compares what they move with the stored entries.
    Beside that it adds up the entries themselves: one reservation a parcel, one end at most, none above a
    limit, and no fen between their sum and what is under way. Run it while no server writes. Exit code 1
    on any difference.
    """
    spare_the_collector()
    settings = from_environment(home, database)
    folder = home_of(settings)
    store = store_of(settings, folder)
    try:
        with telling_of_faults(store, "exposure"):
            result = _reconcile(settings, folder, store)
            _tell(result)
            if result.wrong:
                raise Failure(
                    "the exposure ledger is not what the log says", code="exposure_differs"
                )
    finally:
        store.close()


@command.command("show")
@click.argument("merchant_id")
@database_option
@home_option
def show(merchant_id: str, database: str | None, home: Path | None) -> None:
    """Print the last ledger entries of a merchant, newest first."""
    settings = from_environment(home, database)
    folder = home_of(settings)
    store = store_of(settings, folder)
    try:
        merchant = Reader(tokeniser_of(folder)).merchant_node(merchant_id)
        entries = ExposureEntries(store).last_of(token_of(merchant), _SHOWN)
    finally:
        store.close()
    if not entries:
        raise NotFound("the ledger holds no entry of this merchant")
    for entry in entries:
        click.echo(
            f"{entry.seq:>10} {entry.kind:8} {entry.cause:14} {yuan(entry.amount_fen):>16} "
            f"{yuan(entry.outstanding_fen):>18} {yuan(entry.collected_fen):>18}"
        )


def _reconcile(settings: Settings, folder: Home, store: Store) -> Reconciliation:
    reader = Reader(tokeniser_of(folder))
    reconciler = Reconciler(reader, State(settings.max_identifiers), archive_of(folder))
    with Progress("exposure", store.last_seq()) as progress:
        return reconciler.run(store.scan(), ExposureEntries(store).scan(), progress.step)


def _tell(result: Reconciliation) -> None:
    click.echo(
        f"{result.entries:,} entries of {result.rows:,} rows derived again: "
        f"{result.differing:,} rows differ, {result.missing:,} entries missing, "
        f"{result.foreign:,} foreign"
    )
    click.echo(
        f"{result.reservations:,} reservations: {result.over_limit:,} over a limit, "
        f"{result.twice:,} reserved or ended twice"
    )
    click.echo(
        f"reserved {result.reserved_fen:,} fen = ended {result.released_fen:,} + lapsed "
        f"{result.lapsed_fen:,} + outstanding {result.open_fen:,} + collected {result.held_fen:,}: "
        f"{result.leaked_fen:,} fen leaked"
    )
    for seq in result.examples:
        click.echo(f"  seq {seq}")
