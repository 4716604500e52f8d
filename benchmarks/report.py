"""Runs suites, prints their tables, writes ``report.json`` and ``report.html``."""

import importlib
import os
import platform
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from benchmarks.html_report import render_html
from benchmarks.measurement import Measurement
from data.errors import Failure
from data.files import AtomicWriter

Suite = tuple[str, list[Measurement]]
FORMAT: Final = 1


def run(suites: list[tuple[str, str]], out: Path) -> None:
    """Run suites one after another.

    A suite that fails spoils no other: it is told at the end. A missed speed target is printed as
    missed and fails nothing.

    Args:
        suites: name and module of each; the module offers ``run() -> list[Measurement]``.
        out: folder of the reports; made if missing.

    Raises:
        Failure: a proof found wrong answers, or a suite did not come to its end.
    """
    done: list[Suite] = []
    failed: list[str] = []
    for name, module in suites:
        try:
            figures: list[Measurement] = importlib.import_module(module).run()
        except Failure as error:
            failed.append(f"{name}: {error}")
            continue
        done.append((name, figures))
        print(table(name, figures), flush=True)
    write(done, out)
    failed += wrong_ids(done)
    if failed:
        raise Failure(f"{len(failed)} failed: {'; '.join(failed)}")


def wrong_ids(suites: Sequence[Suite]) -> list[str]:
    """The proofs that found wrong answers."""
    return [figure.id for _, figures in suites for figure in figures if figure.wrong]


def table(name: str, figures: Sequence[Measurement]) -> str:
    """A suite as plain lines."""
    width = max((len(figure.id) for figure in figures), default=0)
    lines = [f"== {name}"]
    lines += [_line(figure, width) for figure in figures]
    return "\n".join(lines)


def _line(figure: Measurement, width: int) -> str:
    target = f"{figure.target}" if figure.target else ""
    return (
        f"{figure.id:<{width}} {shown(figure.value):>12} {figure.unit:<9}"
        f"{target:>10} {figure.verdict:<7} {figure.note}"
    )


def shown(value: float) -> str:
    """A figure with as many digits as mean anything."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    if abs(value) < 1e-3:
        return f"{value:.1e}"
    return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.3g}"


def write(suites: Sequence[Suite], out: Path) -> None:
    """Write both reports.

    Raises:
        Failure: the folder can't be written.
    """
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    value: dict[str, Any] = {
        "format": FORMAT,
        "machine": machine,
        "suites": {name: [_entry(figure) for figure in figures] for name, figures in suites},
    }
    with AtomicWriter(out / "report.json") as file:
        file.write_line(msgspec.json.format(msgspec.json.encode(value), indent=2))
    with AtomicWriter(out / "report.html") as file:
        file.write(render_html(suites, machine).encode())


def _entry(figure: Measurement) -> dict[str, Any]:
    return {**msgspec.to_builtins(figure), "verdict": figure.verdict}
