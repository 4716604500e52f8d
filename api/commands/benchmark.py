"""``postrisk benchmark``."""

import importlib
from pathlib import Path
from typing import Final

import click

SUITES: Final = {
    "load": ("benchmarks.load", "durable scores over HTTP against an empty endpoint; crashes"),
    "speed": ("benchmarks.speed", "detectors, rules, windows and addresses, row by row"),
}


# Not a docstring: click keeps lines apart only after a true backspace.
_HELP: Final = "\n".join(
    [
        "Run benchmark SUITEs (all if none is named), print tables, write report.json and .html.",
        "",
        "\b",
        *(f"{name:<8}{about}" for name, (_, about) in sorted(SUITES.items())),
    ]
)


@click.command("benchmark", help=_HELP)
@click.argument("suites", nargs=-1, type=click.Choice(sorted(SUITES)), metavar="[SUITE …]")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out"),
    show_default=True,
    help="Folder for report.json and report.html.",
)
def command(suites: tuple[str, ...], out: Path) -> None:
    """Run suites and write their report; the help is ``_HELP``."""
    report = importlib.import_module("benchmarks.report")
    chosen = suites or tuple(sorted(SUITES))
    report.run([(suite, SUITES[suite][0]) for suite in chosen], out)
