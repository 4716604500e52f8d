"""``postrisk train``."""

from pathlib import Path

import click

from api.commands.options import events_argument, home_option, instant, seed_option
from data.errors import Failure
from data.subject import Reader
from data.synthetic.truth import TRUTH
from risk.bootstrap import home_of, shipped_policy, tokeniser_of
from risk.bundle import NO_BUNDLE, SCORECARD
from risk.card_text import card_lines
from risk.collector import spare_the_collector
from risk.engine import Engine
from risk.features.state import State
from risk.progress import Progress
from risk.replay import count_lines
from risk.report import require_drawing, write_report
from risk.scorecard_fit import MIN_BAD, MIN_GOOD
from risk.settings import Settings, from_environment
from risk.train import Training, train
from risk.verdicts import Truth


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
@click.option(
    "--truth",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="truth.csv",
    help="Truth of a simulated world, for the card's look-alikes; no model sees it [default: "
    "truth.csv beside EVENTS.jsonl, if it is there].",
)
@click.option(
    "--report",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Also write report.html there: the card with plots, SHAP's among them.",
)
@seed_option(0)
@home_option
def command(
    *,
    events: Path,
    until: str | None,
    out: Path | None,
    truth: Path | None,
    report: Path | None,
    seed: int,
    home: Path | None,
) -> None:
    """Replay EVENTS.jsonl, fit the model, calibrate on matured labels, write a bundle and its card.

    Only what was known by TIME counts. An event is labelled when its frauds have had the time to show:
    a shipment after 45 days, an opening or a COD application after 90. A held parcel's silence is no
    proof of honesty.

    Needs the extra "train" (pip install 'postrisk[train]').
    """
    settings = from_environment(home)
    until_ms = instant(until, "--until")
    known = _truth(events, truth)
    if report is not None:
        require_drawing()
    training = run_training(settings, events, out, until_ms, seed, truth=known)
    click.echo(f"bundle {training.manifest.id} written to {out or home_of(settings).bundle_path}")
    for line in card_lines(training.card):
        click.echo(f"  {line}")
    click.echo(f"  {'scorecard':<18} {_scorecard(training)}")
    for kind in training.skipped:
        click.echo(f"  {kind:<18} too few events for a model: scored by rules alone")
    if report is not None:
        path = write_report(report, training, stage=lambda what: click.echo(what, err=True))
        click.echo(f"report written to {path}")


def run_training(
    settings: Settings,
    events: Path,
    out: Path | None,
    until_ms: int | None,
    seed: int,
    *,
    truth: Truth | None = None,
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
            truth=truth,
            told=progress.step,
            stage=progress.say,
        )


def _scorecard(training: Training) -> str:
    if SCORECARD in training.manifest.files:
        return "of COD applications, fitted on matured debts"
    return f"fewer than {MIN_BAD} bad or {MIN_GOOD} good COD applications: the expert one serves"


def _truth(events: Path, truth: Path | None) -> Truth | None:
    beside = events.parent / TRUTH
    if truth is None:
        return Truth(beside) if beside.is_file() else None
    if not truth.is_file():
        raise Failure(f"can't read {truth.name}: no such file")
    return Truth(truth)
