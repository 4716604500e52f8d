"""Runs suites, prints their tables, writes ``report.json`` and ``report.html``."""

import importlib
import os
import platform
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from benchmarks.html_report import render_html
from benchmarks.measurement import Measurement
from data.errors import Failure
from data.files import AtomicWriter

FORMAT: Final = 1


class Part(Struct, frozen=True):
    """What a suite that has more to say than figures hands back.

    Attributes:
        figures: with permanent ids.
        details: plain values for ``report.json``, where JSON keeps NaN as null.
        html: a section for ``report.html``, instead of bars.
    """

    figures: list[Measurement]
    details: dict[str, Any] = {}
    html: str = ""


Suite = tuple[str, Part]


def run(suites: list[tuple[str, str, dict[str, Any]]], out: Path) -> None:
    """Run suites one after another.

    A suite that fails spoils no other: it is told at the end. A missed speed target is printed as
    missed and fails nothing.

    Args:
        suites: name, module and options of each; the module offers ``run`` with these options, which
            gives a list of figures or a ``Part``.
        out: folder of the reports; made if missing.

    Raises:
        Failure: a proof found wrong answers, or a suite did not come to its end.
    """
    done: list[Suite] = []
    failed: list[str] = []
    for name, module, options in suites:
        try:
            found = importlib.import_module(module).run(**options)
        except ModuleNotFoundError as error:
            failed.append(f"{name} needs {error.name}: pip install 'postrisk[train]'")
            continue
        except Failure as error:
            failed.append(f"{name}: {error}")
            continue
        part = found if isinstance(found, Part) else Part(found)
        done.append((name, part))
        print(table(name, part.figures), flush=True)
    write(done, out)
    failed += [wrong for _, part in done for wrong in wrong_ids(part.figures)]
    if failed:
        raise Failure(f"{len(failed)} failed: {'; '.join(failed)}")


def wrong_ids(figures: Sequence[Measurement]) -> list[str]:
    """The proofs that found wrong answers."""
    return [figure.id for figure in figures if figure.wrong]


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
        "suites": {name: [_entry(figure) for figure in part.figures] for name, part in suites},
        "details": {name: part.details for name, part in suites if part.details},
    }
    with AtomicWriter(out / "report.json") as file:
        file.write_line(msgspec.json.format(msgspec.json.encode(value), indent=2))
    with AtomicWriter(out / "report.html") as file:
        sections = [(name, part.figures, part.html) for name, part in suites]
        file.write(render_html(sections, machine).encode())


def _entry(figure: Measurement) -> dict[str, Any]:
    return {**msgspec.to_builtins(figure), "verdict": figure.verdict}
