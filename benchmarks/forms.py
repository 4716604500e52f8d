"""The compiled scoring path beside the plain source: the same file must give the same bytes.

``python -m benchmarks.smoke`` runs it from the source tree, where both forms are at hand.
"""

import subprocess
import sys
from itertools import zip_longest
from pathlib import Path
from typing import Final

import msgspec

from benchmarks.catalogue import measured
from benchmarks.measurement import Measurement
from benchmarks.processes import ROOT, postrisk
from benchmarks.stage import Stage, events_of, lines_of
from data.errors import Failure
from data.events import CodApplication, Event, Party
from data.files import AtomicWriter

_HOLLOW: Final = 500

_WHERE: Final = "import risk.engine; print(risk.engine.__file__)"


def compare_forms(world: Stage) -> list[Measurement]:
    """Replay the world through both forms; says so where no compiled form is installed."""
    compiled = _installed_engine()
    if compiled is None:
        return [measured("forms.lines_differing", 0.0, "no compiled form is installed")]
    events = _with_hollow(world)
    plain, fast = world.folder / "plain.jsonl", world.folder / "compiled.jsonl"
    postrisk("replay", events, "--out", plain, "--home", world.trained)
    _replay_installed(events, fast, world.trained)
    differing = _lines_differing(plain, fast)
    return [measured("forms.lines_differing", float(differing), "compiled against plain source")]


def _installed_engine() -> Path | None:
    """The compiled engine of the environment, or None."""
    found = _python("-c", _WHERE).strip()
    path = Path(found) if found else None
    if path is None or path.suffix != ".so" or path.parent == ROOT / "risk":
        return None
    return path


def _with_hollow(world: Stage) -> Path:
    """The world's lines, then some of its events again with nothing known of anybody.

    The simulator leaves next to nobody without any identifier, and code for them must not first run
    compiled at a counter.
    """
    events = world.folder / "forms.jsonl"
    with AtomicWriter(events) as out:
        for line in lines_of(world.events):
            out.write_line(msgspec.json.encode(line))
        for number, event in enumerate(events_of(world.events, _HOLLOW)):
            out.write_line(msgspec.json.encode(_hollow(event, number)))
    return events


def _hollow(event: Event, number: int) -> Event:
    changes: dict[str, object] = {
        name: Party() for name in event.__struct_fields__ if isinstance(getattr(event, name), Party)
    }
    for name in ("merchant_id", "monthly_account", "operator_id", "outlet_id", "device_id"):
        if getattr(event, name, None) is not None and not isinstance(event, CodApplication):
            changes[name] = None
    return msgspec.structs.replace(event, event_id=f"hollow-{number}", **changes)


def _replay_installed(events: Path, out: Path, home: Path) -> None:
    arguments = ("replay", str(events), "--out", str(out), "--home", str(home))
    _python("-m", "api.cli", *arguments)


def _python(*arguments: str) -> str:
    """Run the environment's Python without the source tree on its path; returns what it printed.

    Raises:
        Failure: it ended with another code than 0.
    """
    command = ["env", "-u", "PYTHONPATH", sys.executable, "-P", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        raise Failure(f"the compiled form ended with {done.returncode}: {done.stderr[-400:]}")
    return done.stdout


def _lines_differing(left: Path, right: Path) -> int:
    with left.open("rb") as first, right.open("rb") as second:
        return sum(one != other for one, other in zip_longest(first, second))
