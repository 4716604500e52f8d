"""``postrisk replay``."""

from pathlib import Path

import click

from api.commands.options import bundle_option, events_argument, home_option
from risk.bootstrap import engine_of, home_of, tokeniser_of
from risk.collector import spare_the_collector
from risk.progress import Progress
from risk.replay import Replay, count_lines, replay_file
from risk.settings import from_environment


@click.command("replay")
@events_argument
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="DECISIONS.jsonl",
    help="File of decisions, one for each scored line; .gz compresses.",
)
@bundle_option
@home_option
def command(events: Path, out: Path, bundle: Path | None, home: Path | None) -> None:
    """Score EVENTS.jsonl through the very engine that serves.

    One decision at analyst detail for each scored line, in order; a line that can't be scored gives
    {"line": N, "error": {...}} and the run goes on. The same file gives the same bytes.
    """
    spare_the_collector()
    settings = from_environment(home, bundle=bundle)
    folder = home_of(settings)
    replay = Replay(engine_of(settings, folder), tokeniser_of(folder))
    with Progress("replay", count_lines(events)) as progress:
        summary = replay_file(replay, events, out, progress.step)
    click.echo(
        f"{summary.events:,} events scored, {summary.outcomes:,} outcomes, "
        f"{summary.repeated:,} repeated, {summary.errors:,} lines could not be scored"
    )
