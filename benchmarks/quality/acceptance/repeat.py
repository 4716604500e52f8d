"""G10: the same version, preset and seed give the same bytes."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.quality.apart import run_apart
from benchmarks.quality.world import simulate
from data.synthetic.schedule import ENRICHED

PRESET: Final = "S"
"""Two of a larger world would cost minutes, and the code is the same."""


def files_differing(seed: int, out: Path, preset: str = PRESET) -> int:
    """How many files of two worlds of one seed differ by their SHA-256.

    Each world is made in a process of its own: nothing that one leaves behind can help the other.
    """
    made = []
    for _ in range(2):
        with TemporaryDirectory(prefix="repeat-", dir=out) as folder:
            made.append(run_apart(simulate, preset, seed, ENRICHED, Path(folder))["files"])
    first, second = made
    return sum(first[name] != second.get(name) for name in first)
