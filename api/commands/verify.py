"""``postrisk verify``."""

from pathlib import Path

import click

from api.commands.faults import telling_of_faults
from api.commands.options import database_option, home_option
from data.errors import Failure
from data.subject import Reader
from risk.bootstrap import archive_of, home_of, store_of, tokeniser_of
from risk.collector import spare_the_collector
from risk.features.state import State
from risk.progress import Progress
from risk.settings import from_environment
from risk.verify import Verification, Verifier


@click.command("verify")
@database_option
@home_option
def command(database: str | None, home: Path | None) -> None:
    """Derive every stored decision again from what is stored; none may differ.

    Replays the log into an empty state and compares vectors, raw scores, rules and answers byte by
    byte, each with the bundle and policy that decided then.
    """
    spare_the_collector()
    settings = from_environment(home, database)
    folder = home_of(settings)
    store = store_of(settings, folder)
    try:
        verifier = Verifier(
            Reader(tokeniser_of(folder)), State(settings.max_identifiers), archive_of(folder)
        )
        with telling_of_faults(store, "log"):
            with Progress("verify", store.count_events()) as progress:
                result = verifier.run(store.scan(), progress.step)
            _tell(result)
    finally:
        store.close()


def _tell(result: Verification) -> None:
    click.echo(
        f"{result.events:,} decisions and {result.outcomes:,} outcomes derived again: "
        f"{result.differing:,} differ"
    )
    if result.changes:
        click.echo(f"{result.changes:,} changes of lists and policies stood in their place")
    for difference in result.examples:
        click.echo(f"  seq {difference.seq}: {', '.join(difference.parts)}")
    if result.differing:
        raise Failure(
            f"{result.differing:,} stored decisions could not be derived again", code="log_differs"
        )
