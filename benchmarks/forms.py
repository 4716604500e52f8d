"""The compiled scoring path beside the plain source: the same file must give the same bytes.

``python -m benchmarks.smoke`` runs it from the source tree, where both forms are at hand.
"""

import subprocess
import sys
from itertools import zip_longest
from pathlib import Path
from typing import Final

from benchmarks.catalogue import measured
from benchmarks.measurement import Measurement
from benchmarks.processes import ROOT, postrisk
from benchmarks.stage import Stage

_WHERE: Final = "import risk.engine; print(risk.engine.__file__)"


def compare_forms(world: Stage) -> list[Measurement]:
    """Replay the world through both forms; says so where no compiled form is installed."""
    compiled = _installed_engine()
    if compiled is None:
        return [measured("forms.lines_differing", 0.0, "no compiled form is installed")]
    plain, fast = world.folder / "plain.jsonl", world.folder / "compiled.jsonl"
    postrisk("replay", world.events, "--out", plain, "--home", world.trained)
    _replay_installed(world, fast)
    differing = _lines_differing(plain, fast)
    return [measured("forms.lines_differing", float(differing), "compiled against plain source")]


def _installed_engine() -> Path | None:
    """The compiled engine of the environment, or None."""
    found = _python("-c", _WHERE).strip()
    path = Path(found) if found else None
    return path if path is not None and path.suffix == ".so" and ROOT not in path.parents else None


def _replay_installed(world: Stage, out: Path) -> None:
    events, home = str(world.events), str(world.trained)
    _python("-m", "api.cli", "replay", events, "--out", str(out), "--home", home)


def _python(*arguments: str) -> str:
    """Run the environment's Python without the source tree on its path."""
    command = ["env", "-u", "PYTHONPATH", sys.executable, "-P", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    return done.stdout if done.returncode == 0 else ""


def _lines_differing(left: Path, right: Path) -> int:
    with left.open("rb") as first, right.open("rb") as second:
        return sum(one != other for one, other in zip_longest(first, second))
