"""``postrisk simulate``."""

from pathlib import Path

import click

from api.commands.options import prevalence_option, seed_option
from data.synthetic.presets import preset as preset_of
from data.synthetic.schedule import Prevalence
from data.synthetic.writer import write_world
from risk.progress import Progress


@click.command("simulate")
@click.option("--preset", default="S", show_default=True, help="demo, S, M or L.")
@seed_option(7)
@prevalence_option
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder to write to.")
def command(preset: str, seed: int, prevalence_scale: tuple[float, float], out: Path) -> None:
    """Make a simulated world: events.jsonl, truth.csv and manifest.json.

    The engine never reads truth.csv: it is for benchmarks.
    """
    size = preset_of(preset)
    with Progress("days", size.days) as progress:
        manifest = write_world(
            out,
            size,
            seed,
            lambda day, _of: progress.step(max(day - progress.done, 0)),
            Prevalence(*prevalence_scale),
        )
    came = manifest["arrivals"]
    lines = sum(manifest["counts"].values()) + came["repeated"]
    click.echo(f"{out}: {lines:,} lines, seed {seed}")
    for kind, count in sorted(manifest["counts"].items()):
        click.echo(f"  {kind:<18}{count:>10,}")
    click.echo(f"  how they came: {_listed(came)}")
    click.echo(f"  frauds by typology: {_listed(manifest['typologies'])}")
    click.echo(f"  honest look-alikes: {_listed(manifest['decoys'])}")


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items())) or "none"
