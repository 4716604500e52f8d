"""The proofs in small, for every change: fails on wrong answers, never on time.

    python -m benchmarks.smoke

Under a minute: 300 events over HTTP and from the file, 60 copies of one event at once, two crashes,
64 connections on the exposure ledger with a kill, and the compiled detectors beside PyOD.
"""

import sys

from benchmarks.crash import SEED, Rounds
from benchmarks.equality import compare
from benchmarks.exposure.run import run as run_exposure
from benchmarks.forms import compare_forms
from benchmarks.measurement import Measurement
from benchmarks.report import table, wrong_ids
from benchmarks.speed import detector_figures
from benchmarks.stage import stage

EVENTS = 300
COPIES = 60
ROUNDS = 2
RESERVATIONS = 300
KILLS = 1


def run() -> list[Measurement]:
    """All proofs in small."""
    with stage("demo") as world:
        figures = [
            *compare(world, EVENTS, COPIES),
            *Rounds(world, SEED).run(ROUNDS),
            *compare_forms(world),
            *run_exposure(RESERVATIONS, KILLS),
        ]
    # PyOD is needed to train the stage's bundle, so here it is installed.
    return [*figures, *detector_figures(rows=2_000, features=12)]


def main() -> int:
    """Print the table; 1 if a proof found wrong answers, else 0."""
    figures = run()
    print(table("smoke", figures))
    wrong = wrong_ids(figures)
    if wrong:
        print(f"wrong answers: {', '.join(wrong)}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
