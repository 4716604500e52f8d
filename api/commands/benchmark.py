"""``postrisk benchmark``."""

import importlib
from pathlib import Path
from typing import Final

import click

from api.commands.options import prevalence_option, seed_option
from data.synthetic.presets import preset as preset_of

SUITES: Final = {
    "quality": (
        "benchmarks.quality.suite",
        "frauds found beside plain methods; M takes 20 to 30 min",
    ),
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
@click.option("--preset", default="M", show_default=True, help="World of the suite quality.")
@seed_option(7)
@prevalence_option
def command(
    suites: tuple[str, ...],
    out: Path,
    preset: str,
    seed: int,
    prevalence_scale: tuple[float, float],
) -> None:
    """Run suites and write their report; the help is ``_HELP``."""
    preset_of(preset)  # a wrong name is told before any suite has run for minutes
    report = importlib.import_module("benchmarks.report")
    chosen = suites or tuple(sorted(SUITES))
    quality = {"out": out, "preset": preset, "seed": seed, "prevalence_scale": prevalence_scale}
    report.run(
        [(name, SUITES[name][0], quality if name == "quality" else {}) for name in chosen], out
    )
