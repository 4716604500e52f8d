"""``postrisk policy``."""

from pathlib import Path

import click

from api.commands.remote import call, key_option, url_option
from data.errors import Failure
from risk.features.catalogue import credit_features, vocabulary
from rules.load import check_file


@click.group("policy")
def command() -> None:
    """Policies: rules in YAML that carry their own examples (see docs/policies.md)."""


@command.command("check")
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FILE …")
def check(files: tuple[Path, ...]) -> None:
    """Tell every mistake in policy FILEs at once, with line and hint.

    Each rule's own examples are run: those under "hit" must fire, those under "miss" must not.
    A FILE may also be a grade table or a scorecard of cash on delivery (see docs/credit.md).
    """
    names = vocabulary()
    mistakes = 0
    for file in files:
        problems = check_file(file, names, credit_features())
        mistakes += len(problems)
        for problem in problems:
            click.echo(problem.describe(str(file)))
        if not problems:
            click.echo(f"{file}: no mistakes")
    if mistakes:
        raise Failure(f"{mistakes} mistakes" if mistakes > 1 else "1 mistake")


@command.command("draft")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@url_option
@key_option
def draft(file: Path, url: str, key: str) -> None:
    """Keep FILE as a version on a running server, without effect, and print the version's id."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Failure(f"can't read {file.name}: {type(error).__name__}") from None
    click.echo(call(url, key, "POST", "/v1/policies", {"text": text})["id"])


@command.command("try")
@click.argument("version")
@click.option("--events", default=20_000, show_default=True, help="Newest places of the log.")
@url_option
@key_option
def try_(version: str, events: int, url: str, key: str) -> None:
    """What a VERSION would have done to the last events of a server's log, in money and hours."""
    path = f"/v1/policies/{version}/backtest"
    found = call(url, key, "POST", path, {"events": events})
    click.echo(f"{found['events']:,} events judged again, {found['skipped']:,} could not be")
    click.echo(f"stopped: {found['then']:,} as it was, {found['now']:,} with {version}")
    for name in ("gained", "lost"):
        side = found[name]
        click.echo(
            f"  {name}: {side['events']:,}, {side['fen'] / 100:,.2f} yuan at stake; known frauds "
            f"{side['frauds']:,}, {side['fraud_fen'] / 100:,.2f} yuan"
        )
    click.echo(
        f"hours of review: {found['hours_then']:,.1f} as it was, {found['hours_now']:,.1f} with it"
    )
    for move, count in sorted(found["moves"].items()):
        click.echo(f"  {move}: {count:,}")


@command.command("search")
@click.argument("version")
@click.option("--events", default=20_000, show_default=True, help="Newest places of the log.")
@url_option
@key_option
def search(version: str, events: int, url: str, key: str) -> None:
    """Which parcels still under way the rules of a VERSION hit, the newest first."""
    found = call(url, key, "POST", f"/v1/policies/{version}/search", {"events": events})
    click.echo(
        f"{found['under_way']:,} of {found['shipments']:,} parcels are under way; "
        f"{found['hit']:,} are hit, {found['hit_fen'] / 100:,.2f} yuan at stake"
    )
    for each in found["found"]:
        rules = ", ".join(each["rules"])
        click.echo(f"  {each['event_id']}  {each['decided']} -> {each['would']}  {rules}")
