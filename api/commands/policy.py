"""``postrisk policy check``."""

from pathlib import Path

import click

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
