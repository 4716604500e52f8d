"""``postrisk backtest``."""

from pathlib import Path

import click

from api.commands.options import bundle_option, events_argument, home_option
from data.errors import Failure
from data.subject import Reader
from risk.backtest import Comparison, Tally, backtest
from risk.bootstrap import bundle_of, home_of, shipped_policy, tokeniser_of
from risk.candidates import candidate_parts
from risk.collector import spare_the_collector
from risk.engine import Engine
from risk.features.state import State
from risk.progress import Progress
from risk.replay import count_lines
from risk.settings import from_environment
from risk.verdicts import Observed, Truth, Verdicts

_COLUMNS = ("events", "stopped now", "then", "gained", "lost", "yuan gained", "yuan lost")
_WIDTH = 28


@click.command("backtest")
@events_argument
@click.option(
    "--candidate",
    type=click.Path(path_type=Path),
    required=True,
    metavar="BUNDLE_OR_POLICY",
    help="Folder of a bundle, folder of policy files, or one policy file, which takes the place of "
    "the shipped policy with its id.",
)
@click.option(
    "--truth",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="truth.csv",
    help="Truth of a simulated world [default: truth.csv beside EVENTS.jsonl, if it is there; else "
    "the outcomes of the file say what was found].",
)
@bundle_option
@home_option
def command(
    events: Path, candidate: Path, truth: Path | None, bundle: Path | None, home: Path | None
) -> None:
    """Two bundles or policies over one file, side by side.

    Tells who would have been stopped (reviewed, held or declined) and is not now, and the reverse: by
    typology and look-alike, in yuan at stake and in hours of review. Nothing is kept of it.
    """
    spare_the_collector()
    settings = from_environment(home, bundle=bundle)
    folder = home_of(settings)
    tokeniser = tokeniser_of(folder)
    now = bundle_of(folder, settings.bundle)[0], shipped_policy()
    then = candidate_parts(candidate, *now)
    champion, challenger = (
        Engine(Reader(tokeniser), State(settings.max_identifiers), *parts) for parts in (now, then)
    )
    verdicts = _verdicts(events, truth)
    with Progress("backtest", count_lines(events)) as progress:
        found = backtest(champion, challenger, tokeniser, events, verdicts, told=progress.step)
    _tell(found, champion, challenger)


def _verdicts(events: Path, truth: Path | None) -> Verdicts:
    beside = events.parent / "truth.csv"
    if truth is None and beside.is_file():
        truth = beside
    if truth is None:
        click.echo("no truth.csv: frauds are those that the outcomes of the file name")
        return Observed(events)
    if not truth.is_file():
        raise Failure(f"can't read {truth.name}: no such file")
    return Truth(truth)


def _tell(found: Comparison, champion: Engine, challenger: Engine) -> None:
    click.echo(f"now:  bundle {champion.bundle.id}, policy {champion.policy.id}")
    click.echo(f"then: bundle {challenger.bundle.id}, policy {challenger.policy.id}")
    click.echo("\nevents whose action changes")
    changed = {move: count for move, count in sorted(found.moves.items()) if move[1] != move[2]}
    for (kind, old, new), count in changed.items():
        click.echo(f"  {kind:<18}{old:>8} -> {new:<8}{count:>9,}")
    if not changed:
        click.echo("  none")
    _table("frauds", found.frauds)
    _table("honest", found.honest)
    now, then = found.champion_hours, found.candidate_hours
    click.echo(f"\nhours of review: {now:,.1f} now, {then:,.1f} then")
    if found.errors:
        click.echo(f"{found.errors:,} lines could not be scored")


def _table(title: str, groups: dict[tuple[str, str], Tally]) -> None:
    click.echo(f"\n{title:<{_WIDTH}}" + "".join(f"{column:>13}" for column in _COLUMNS))
    for (kind, group), tally in sorted(groups.items()):
        click.echo(f"  {group + ' ' + kind:<{_WIDTH - 2}}{_cells(tally)}")


def _cells(tally: Tally) -> str:
    numbers = (tally.events, tally.champion, tally.candidate, tally.gained, tally.lost)
    money = (tally.gained_fen / 100, tally.lost_fen / 100)
    return "".join(f"{n:>13,}" for n in numbers) + "".join(f"{m:>13,.0f}" for m in money)
