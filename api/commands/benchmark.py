"""``postrisk benchmark``."""

import importlib
from pathlib import Path
from typing import Any, Final

import click

from api.commands.options import prevalence_option, seed_option
from data.errors import WrongUse
from data.synthetic.presets import preset as preset_of

SUITES: Final = {
    "detectors": (
        "benchmarks.adbench.suite",
        "the sets of ADBench, beside its published tables; needs --data, --tables",
    ),
    "graph": (
        "benchmarks.graph.suite",
        "cost of an event; with --tolokers and --s-ffsd trees beside graph nets",
    ),
    "credit": (
        "benchmarks.credit.suite",
        "the scorecard on two public sets of credit; needs --data",
    ),
    "handbook": (
        "benchmarks.handbook.suite",
        "payments of the Fraud Detection Handbook as parcels; needs --payments",
    ),
    "quality": (
        "benchmarks.quality.suite",
        "frauds found beside plain methods; M takes 20 to 30 min",
    ),
    "load": ("benchmarks.load", "durable scores over HTTP against an empty endpoint; crashes"),
    "speed": ("benchmarks.speed", "detectors, rules, windows and addresses, row by row"),
}


_OF_OTHERS: Final = frozenset({"credit", "detectors", "graph", "handbook"})
"""Suites over data that are not part of the project."""
_FOLDER: Final = click.Path(path_type=Path, exists=True, file_okay=False)
_FILE: Final = click.Path(path_type=Path, exists=True, dir_okay=False)

# Not a docstring: click keeps lines apart only after a true backspace.
_HELP: Final = "\n".join(
    [
        "Run benchmark SUITEs, print tables, write report.json and report.html.",
        "",
        "None named: all but credit, detectors, graph and handbook, whose data are not ours.",
        "",
        "\b",
        *(f"{name:<10}{about}" for name, (_, about) in sorted(SUITES.items())),
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
    type=_FOLDER,
    help="Sets of ADBench (*.npz) for the suite detectors; for the suite credit the folder of "
    "taiwan_credit and german_credit.",
)
@click.option("--tables", type=_FOLDER, help="Its published tables (*.csv), for the same.")
@click.option(
    "--payments",
    type=click.Path(path_type=Path, exists=True),
    help="The handbook's payments (Parquet) for the suite handbook.",
)
@click.option("--tolokers", type=_FILE, help="The graph Tolokers (*.npz) for the suite graph.")
@click.option("--s-ffsd", type=_FILE, help="The payments S-FFSD (*.zip), for the same.")
def command(
    suites: tuple[str, ...],
    *,
    out: Path,
    preset: str,
    seed: int,
    prevalence_scale: tuple[float, float],
    data: Path | None,
    tables: Path | None,
    payments: Path | None,
    tolokers: Path | None,
    s_ffsd: Path | None,
) -> None:
    """Run suites and write their report; the help is ``_HELP``."""
    preset_of(preset)  # a wrong name is told before any suite has run for minutes
    report = importlib.import_module("benchmarks.report")
    chosen = suites or tuple(sorted(SUITES.keys() - _OF_OTHERS))
    if "detectors" in chosen and not (data and tables):
        raise WrongUse("the suite detectors needs --data and --tables")
    if "credit" in chosen and data is None:
        raise WrongUse("the suite credit needs --data")
    if "credit" in chosen and "detectors" in chosen:
        raise WrongUse("the suites credit and detectors read other folders: one after the other")
    if "handbook" in chosen and payments is None:
        raise WrongUse("the suite handbook needs --payments")
    if "graph" in chosen and (tolokers is None) != (s_ffsd is None):
        raise WrongUse("the suite graph needs both --tolokers and --s-ffsd, or none of them")
    options: dict[str, dict[str, Any]] = {
        "quality": {
            "out": out,
            "preset": preset,
            "seed": seed,
            "prevalence_scale": prevalence_scale,
        },
        "detectors": {"data": data, "tables": tables},
        "credit": {"data": data},
        "handbook": {"data": payments},
        "graph": {"tolokers": tolokers, "s_ffsd": s_ffsd},
    }
    report.run([(name, SUITES[name][0], options.get(name, {})) for name in chosen], out)
