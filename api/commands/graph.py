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
from risk.network_page import html_of, markdown_of
from risk.network_report import NetworkReport, NetworkReports
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


@command.command("report")
@events_argument
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="HTML with pictures, or by the ending .md or .json.",
)
@click.option("--until", metavar="TIME", help="Nothing later is seen [default: the whole file].")
@click.option(
    "--least",
    type=click.IntRange(2),
    default=3,
    show_default=True,
    help="Persons, organisations and merchants of a community.",
)
@click.option(
    "--most", type=click.IntRange(1, 1_000), default=20, show_default=True, help="Communities told."
)
@home_option
def report(  # noqa: PLR0917  click passes by name
    events: Path, out: Path, until: str | None, least: int, most: int, home: Path | None
) -> None:
    r"""List the largest communities of EVENTS.jsonl, the money in them, and the hubs, all masked.

    \b
      postrisk graph report events.jsonl --out network.html
      postrisk graph report events.jsonl --until 2025-07-01T00:00:00+08:00 --out july.json
    """
    spare_the_collector()
    until_ms = instant(until, "--until")
    settings = from_environment(home)
    reports = NetworkReports(tokeniser_of(home_of(settings)), settings.max_identifiers)
    with Progress("replay", count_lines(events)) as progress:
        found = reports.report(
            events, until_ms=until_ms, least=least, most=most, told=progress.step
        )
    with AtomicWriter(out) as file:
        file.write(_encoded(found, out.suffix))
    confirmed = sum(line.confirmed > 0 for line in found.communities)
    click.echo(
        f"{out}: {found.found:,} communities, {len(found.communities)} told, "
        f"{confirmed} of them with a confirmed fraud; {len(found.hubs)} hubs"
    )


def _encoded(found: NetworkReport, suffix: str) -> bytes:
    if suffix == ".json":
        return msgspec.json.encode(found)
    return (markdown_of(found) if suffix == ".md" else html_of(found)).encode()
