"""``postrisk lists``."""

from pathlib import Path

import click

from api.commands.remote import call, key_option, url_option
from data.errors import Failure

_DONE = {"list": "are in force", "lift": "are lifted"}


@click.group("lists")
def command() -> None:
    """Lists of a running server: two people for each entry (see docs/lists.md)."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.csv")
@url_option
@key_option
def import_(file: Path, url: str, key: str) -> None:
    """Ask for the entries of FILE.csv, and tell of every bad line.

    The header is list,kind,value,source,reason and, where wanted,
    id_type,legal_basis,since,until,appeal,rule,hub. The good lines become one proposal, which a second
    person approves: postrisk lists approve P17.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Failure(f"can't read {file.name}: {type(error).__name__}") from None
    report = call(url, key, "POST", "/v1/lists/import", {"csv": text})
    for bad in report["bad"]:
        click.echo(f"line {bad['line']}: {bad['field']} {bad['message']}")
    bad_lines = len({bad["line"] for bad in report["bad"]})
    if report["proposal"] is None:
        raise Failure(f"no line was taken, {bad_lines} are bad")
    click.echo(
        f"{report['taken']:,} entries wait for approval as {report['proposal']}; "
        f"{bad_lines:,} lines were not taken"
    )


@command.command("approve")
@click.argument("proposal")
@url_option
@key_option
def approve(proposal: str, url: str, key: str) -> None:
    """Let a PROPOSAL of somebody else take force, from the next score on."""
    done = call(url, key, "POST", f"/v1/lists/proposals/{proposal}/approve")
    click.echo(f"{done['id']}: {done['count']:,} entries {_DONE[done['asks']]}")
