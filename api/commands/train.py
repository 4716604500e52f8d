"""``postrisk train``."""

from pathlib import Path

import click

from api.commands.options import events_argument, home_option, instant, seed_option
from data.subject import Reader
from risk.bootstrap import home_of, shipped_policy, tokeniser_of
from risk.bundle import NO_BUNDLE
from risk.collector import spare_the_collector
from risk.engine import Engine
from risk.features.state import State
from risk.progress import Progress
from risk.replay import count_lines
from risk.settings import Settings, from_environment
from risk.train import Training, train


@click.command("train")
@events_argument
@click.option(
    "--until",
    metavar="TIME",
    help="Train as of this instant (RFC 3339, with offset) [default: the latest line's].",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="BUNDLE_DIR",
    help="Folder of the bundle [default: the home's, which serve takes by itself].",
)
@seed_option(0)
@home_option
def command(
    events: Path, until: str | None, out: Path | None, seed: int, home: Path | None
) -> None:
    """Replay EVENTS.jsonl, fit the detectors, calibrate on matured labels, write a bundle.

    Only what was known by TIME counts. An event is labelled when its frauds have had the time to show:
    a shipment after 45 days, an opening or a COD application after 90. A held parcel's silence is no
    proof of honesty.

    Needs the extra "train" (pip install 'postrisk[train]').
    """
    settings = from_environment(home)
    until_ms = instant(until, "--until")
    training = run_training(settings, events, out, until_ms, seed)
    manifest = training.manifest
    click.echo(f"bundle {manifest.id} written to {out or home_of(settings).bundle_path}")
    for kind, count in manifest.events.items():
        frauds, honest = manifest.labels[kind]
        click.echo(f"  {kind:<18}{count:>9,} events, {frauds:,} frauds and {honest:,} honest known")
    for kind in training.skipped:
        click.echo(f"  {kind:<18} too few events for a model: scored by rules alone")


def run_training(
    settings: Settings, events: Path, out: Path | None, until_ms: int | None, seed: int
) -> Training:
    """Train with a bar; the demo does the same."""
    spare_the_collector()
    home = home_of(settings)
    tokeniser = tokeniser_of(home)
    engine = Engine(Reader(tokeniser), State(settings.max_identifiers), NO_BUNDLE, shipped_policy())
    with Progress("train", count_lines(events)) as progress:
        return train(
            engine,
            tokeniser,
            events,
            out or home.bundle_path,
            until_ms=until_ms,
            seed=seed,
            told=progress.step,
        )
