"""Mappings, files and whole runs for the tests of the import."""

import json
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.importing.importer import import_file
from data.importing.mapping import ImportMapping, read_mapping
from data.importing.report import Report

PARCELS = """\
zone: Asia/Shanghai
kind: shipment
fields:
  event_id: id
  occurred_at: at
  sender.name: {column: from, default: ""}
  item.category: {constant: unknown}
  item.text: {column: what, default: ""}
  weight_grams: {column: kg, unit: kg}
  item.declared_value_fen: {column: worth, unit: yuan}
  pay_mode: {column: pay, values: {寄付: sender, 到付: collect}}
outcomes:
  - outcome: {column: state, values: {签收: delivered, 拒收: refused}}
    occurred_at: {column: done}
    source: {constant: carrier}
"""
HEADER = "id,at,from,what,kg,worth,pay,state,done"
ROW = "P1,2025-06-01 09:00,张三,茶叶,1.5,12.30,寄付,签收,2025-06-03 10:00"
"""A good row of ``PARCELS``."""


class Steps:
    """Counts what it was told."""

    def __init__(self) -> None:
        self.done = 0

    def step(self, count: int = 1) -> None:
        self.done += count


@dataclass
class Imported:
    """What a run gave."""

    report: Report
    lines: list[dict[str, Any]]
    rejected: list[dict[str, Any]]

    @property
    def faults(self) -> list[tuple[int, str, str]]:
        return [(line["row"], line["field"], line["fault"]) for line in self.rejected]


def mapping_of(folder: Path, text: str) -> ImportMapping:
    path = folder / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    return read_mapping(path)


def run(folder: Path, mapping: str, body: bytes | str, name: str = "file.csv") -> Imported:
    path = folder / name
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    out, rejected = folder / "events.jsonl", folder / "rejected.jsonl"
    report = import_file(
        mapping_of(folder, mapping),
        path,
        out,
        rejected,
        lambda _label, _total: nullcontext(Steps()),
    )
    return Imported(report, read(out), read(rejected))


def read(path: Path) -> list[dict[str, Any]]:
    """The JSON lines of a file, none if it is not there."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def csv(*rows: str, header: str = HEADER) -> str:
    return "\n".join([header, *rows, ""])
