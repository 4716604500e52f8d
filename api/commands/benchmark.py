"""``postrisk benchmark``."""

import importlib
from pathlib import Path
from typing import Any, Final

import click

from api.commands.options import prevalence_option, seed_option
from data.errors import WrongUse
from data.synthetic.presets import preset as preset_of

SUITES: Final = {
    "handbook": (
        "benchmarks.handbook.suite",
        "payments of the Fraud Detection Handbook as parcels; needs --data",
    ),
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
        "Run benchmark SUITEs (all but handbook if none is named), print tables, write report.json, .html.",
        "",
        "\b",
        *(f"{name:<9}{about}" for name, (_, about) in sorted(SUITES.items())),
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
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True),
    help="The handbook's payments (Parquet) for the suite handbook.",
)
def command(
    suites: tuple[str, ...],
    *,
    out: Path,
    preset: str,
    seed: int,
    prevalence_scale: tuple[float, float],
    data: Path | None,
) -> None:
    """Run suites and write their report; the help is ``_HELP``."""
    preset_of(preset)  # a wrong name is told before any suite has run for minutes
    report = importlib.import_module("benchmarks.report")
    chosen = suites or tuple(sorted(SUITES.keys() - {"handbook"}))
    if "handbook" in chosen and data is None:
        raise WrongUse("the suite handbook needs --data")
    quality = {"out": out, "preset": preset, "seed": seed, "prevalence_scale": prevalence_scale}
    options: dict[str, dict[str, Any]] = {"quality": quality, "handbook": {"data": data}}
    report.run([(name, SUITES[name][0], options.get(name, {})) for name in chosen], out)
