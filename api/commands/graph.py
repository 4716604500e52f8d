"""``postrisk graph``."""

from pathlib import Path

import click
import msgspec

from api.commands.options import events_argument, home_option, instant
from data.files import AtomicWriter
from graph.drawing import svg_of
from graph.picture_words import headline
from risk.bootstrap import home_of, tokeniser_of
from risk.case_picture import CasePictures
from risk.collector import spare_the_collector
from risk.progress import Progress
from risk.replay import count_lines
from risk.settings import from_environment


@click.group("graph")
def command() -> None:
    """Look at the identity graph."""


@command.command("picture")
@events_argument
@click.option("--event", "event_id", required=True, metavar="ID", help="The case: id of an event.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="An SVG, or with the ending .json what a console draws.",
)
@click.option("--until", metavar="TIME", help="Nothing later is seen [default: the whole file].")
@click.option("--hops", type=click.IntRange(1, 2), default=2, show_default=True, help="Links away.")
@home_option
def picture(  # noqa: PLR0917  click passes by name
    events: Path, event_id: str, out: Path, until: str | None, hops: int, home: Path | None
) -> None:
    """Draw who lies around an event of EVENTS.jsonl, and why: names and numbers are masked."""
    spare_the_collector()
    until_ms = instant(until, "--until")
    settings = from_environment(home)
    pictures = CasePictures(tokeniser_of(home_of(settings)), settings.max_identifiers)
    with Progress("replay", count_lines(events)) as progress:
        drawn = pictures.draw(events, event_id, until_ms=until_ms, hops=hops, told=progress.step)
    encoded = msgspec.json.encode(drawn) if out.suffix == ".json" else svg_of(drawn).encode()
    with AtomicWriter(out) as file:
        file.write(encoded)
    click.echo(f"{out}: {headline(drawn)[1]}")
