"""Grades over a simulated world: bad rate by grade, expected debts against realised, a flat limit beside.

``python -m benchmarks.credit.world --preset S --seed 7 [--world DIR]`` replays a simulated world with the
expert scorecard and prints the table; ``--cases FILE`` keeps what it saw, and a later call with the same
FILE judges that without a replay, by the expert scorecard of that day. What a merchant owes in this world
is a share of the limit that it asked for; of a smaller limit it is taken to owe the same share.

Then the scorecard that ``postrisk train`` fits is fitted on the applications of the earlier half, but for
the first 30 days, in which the windows are still empty, with all that became of them; and it grades the
later half.
"""

from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.credit.cases import Case, collect, read_cases, write_cases
from benchmarks.credit.judging import figures, graded_by, regraded
from benchmarks.quality.world import simulate
from benchmarks.report import table
from data.identifiers import Tokeniser
from data.subject import Reader
from data.synthetic.schedule import ENRICHED
from data.synthetic.writer import EVENTS
from risk.bootstrap import shipped_policy
from risk.bundle import NO_BUNDLE
from risk.collector import spare_the_collector
from risk.credit import CreditDesk
from risk.engine import Engine
from risk.features.state import State
from risk.progress import Progress
from risk.replay import Replay, count_lines

_KEY: Final = bytes(32)
"""Of the identifiers' tokens: the world is invented, and any key gives the same figures."""


def cases_of(world: Path) -> list[Case]:
    """A world through a fresh engine with the shipped policies and no bundle."""
    spare_the_collector()
    tokeniser = Tokeniser(_KEY)
    engine = Engine(Reader(tokeniser), State(), NO_BUNDLE, shipped_policy())
    with Progress("replay: lines", count_lines(world / EVENTS)) as progress:
        return collect(Replay(engine, tokeniser), world / EVENTS, progress.step)


def main() -> None:
    """The command line."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--preset", default="S")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--world", type=Path, help="a simulated world, instead of preset and seed")
    parser.add_argument("--cases", type=Path, help="kept here; read from here if it is there")
    given = parser.parse_args()
    cases = _given_cases(given.world, given.preset, given.seed, given.cases)
    book = shipped_policy().cod
    assert book is not None, "the shipped policies grade applications"
    desk = CreditDesk(book)
    expert = [graded_by(case, desk) for case in cases]
    anew = regraded(expert, book)
    told = figures(anew, "fitted.") if anew else []
    print(table("credit.world", [*figures(expert), *told]))
    if not anew:
        print("too few applications of the earlier half went bad: no card was fitted")


def _given_cases(world: Path | None, preset: str, seed: int, kept: Path | None) -> list[Case]:
    if kept is not None and kept.exists():
        return read_cases(kept)
    with TemporaryDirectory() as folder:
        if world is None:
            world = Path(folder)
            simulate(preset, seed, ENRICHED, world)
        cases = cases_of(world)
    if kept is not None:
        write_cases(kept, cases)
    return cases


if __name__ == "__main__":
    main()
