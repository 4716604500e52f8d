"""``postrisk import``."""

from pathlib import Path

import click

from data.errors import Failure, WrongUse
from data.importing.importer import import_file
from data.importing.mapping import read_mapping
from risk.progress import Progress

REJECTED = "rejected.jsonl"

# Not a docstring: click keeps lines apart only after a true backspace.
_HELP = """Turn FILE, your own CSV, JSON lines or Parquet, into events.jsonl.

MAPPING.yaml says which column goes into which field. For a CSV file with the columns
运单号, 收寄时间, 寄件人, 品名, 重量(kg) and 付款方式 this is a whole one:

\b
  encoding: gb18030
  zone: Asia/Shanghai
  kind: shipment
  fields:
    event_id: 运单号
    occurred_at: {column: 收寄时间, time: "%Y/%m/%d %H:%M"}
    sender.name: 寄件人
    item.category: {constant: unknown}
    item.text: {column: 品名, default: ""}
    weight_grams: {column: 重量(kg), unit: kg}
    pay_mode: {column: 付款方式, values: {寄付: sender, 到付: collect}}

\b
  postrisk import carrier.yaml parcels.csv --out events.jsonl
  postrisk train events.jsonl --out bundle

No bad row stops the run: it goes to rejected.jsonl with its number, field and reason, never with its
values. The report tells how many rows became events, and what was missing or odd, field by field.
docs/import.md explains every key.
"""


@click.command("import", help=_HELP)
@click.argument("mapping", type=click.Path(path_type=Path), metavar="MAPPING.yaml")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("events.jsonl"),
    show_default=True,
    help="Events and outcomes in order of time; .gz compresses.",
)
@click.option(
    "--rejected",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=f"Where rejected rows are told of [default: {REJECTED} beside the output].",
)
def command(mapping: Path, file: Path, out: Path, rejected: Path | None) -> None:
    """The command itself; its help is ``_HELP``."""
    rejected = rejected or out.with_name(REJECTED)
    if len({path.resolve() for path in (mapping, file, out, rejected)}) < 4:
        raise WrongUse("the mapping, the file, --out and --rejected must be four different files")
    report = import_file(read_mapping(mapping), file, out, rejected, Progress)
    click.echo(report.text())
    if report.rejected or report.refused_outcomes:
        click.echo(f"\nrejected rows are told of in {rejected}")
    if not report.lines:
        raise Failure(f"no row became an event: {rejected.name} says why")
