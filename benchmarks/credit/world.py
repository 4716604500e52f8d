"""Grades over a simulated world: bad rate by grade, expected debts against realised, a flat limit beside.

``python -m benchmarks.credit.world --preset S --seed 7 [--world DIR]`` replays a world through the engine
with the expert scorecard and prints the table. What a merchant owes in this world is a share of the limit
that it asked for; of a smaller limit it is taken to owe the same share.
"""

from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from msgspec import Struct

from benchmarks.catalogue import measured
from benchmarks.measurement import Measurement
from benchmarks.quality.world import simulate
from benchmarks.report import table
from data.events import CodApplication, Event, OutcomeLine, decode_line
from data.files import read_lines
from data.identifiers import Tokeniser
from data.subject import Reader
from data.synthetic.schedule import ENRICHED
from data.synthetic.writer import EVENTS
from risk.bootstrap import shipped_policy
from risk.bundle import NO_BUNDLE
from risk.engine import Engine
from risk.features.state import State
from rules.limits import GRADES

MIN_CASES: Final = 20
"""Fewer applications of a grade say nothing of its bad rate."""


class Case(Struct, frozen=True):
    """One application and what became of it.

    Attributes:
        grade: given.
        pd: given.
        requested_fen: asked for.
        granted_fen: outstanding limit, 0 where the application was stopped.
        owed_share: debts that became overdue, of the limit asked for.
    """

    grade: str
    pd: float
    requested_fen: int
    granted_fen: int
    owed_share: float

    @property
    def bad(self) -> bool:
        """Whether a debt became overdue."""
        return self.owed_share > 0.0


class Flat(Struct, frozen=True):
    """Our limits beside one limit for all that grants as much in total.

    Attributes:
        limit_fen: of everybody, or what was asked for where that is less.
        approved_share: of the applications by our grades.
        lost_share: debts of what our grades granted.
        flat_lost_share: debts of what the flat limit granted.
    """

    limit_fen: int
    approved_share: float
    lost_share: float
    flat_lost_share: float


def cases_of(lines: Iterable[Event | OutcomeLine], engine: Engine) -> list[Case]:
    """Replay a world and join each application with its debts."""
    asked: dict[str, Case] = {}
    owed_fen: dict[str, int] = {}
    for line in lines:
        if isinstance(line, OutcomeLine):
            if line.outcome == "overdue":
                owed_fen[line.event_id] = line.amount_fen or 0
            engine.apply_outcome(line)
            continue
        evaluation = engine.evaluate(line)
        engine.apply(evaluation)
        credit = evaluation.decision.credit
        if isinstance(line, CodApplication) and credit is not None:
            stopped = evaluation.decision.decision in ("hold", "decline")
            limit_fen = 0 if stopped else credit.limits.outstanding_fen
            requested = max(line.requested_limit_fen, 1)
            asked[line.event_id] = Case(credit.grade, credit.pd, requested, limit_fen, 0.0)
    return [_with_debt(case, owed_fen.get(id_, 0)) for id_, case in asked.items()]


def bad_rates(cases: Sequence[Case]) -> dict[str, tuple[int, float]]:
    """Grade -> how many applications, and the share that went bad; grades that nobody has are left out."""
    found: dict[str, tuple[int, float]] = {}
    for grade in GRADES:
        bad = [case.bad for case in cases if case.grade == grade]
        if bad:
            found[grade] = len(bad), sum(bad) / len(bad)
    return found


def disorder(rates: dict[str, tuple[int, float]], least: int = MIN_CASES) -> int:
    """How many grades went bad less often than the better grade before them."""
    told = [rate for cases, rate in rates.values() if cases >= least]
    return sum(worse < better for better, worse in pairwise(told))


def expected_over_realised(cases: Sequence[Case]) -> float:
    """Debts expected of the later half over those realised; NaN where either half has no debt.

    How much of a limit a bad merchant owes is learnt from the earlier half.
    """
    middle = len(cases) // 2
    earlier = [case.owed_share for case in cases[:middle] if case.bad]
    later = cases[middle:]
    realised = sum(case.owed_share * case.requested_fen for case in later)
    if not earlier or not realised:
        return float("nan")
    severity = sum(earlier) / len(earlier)
    return sum(case.pd * severity * case.requested_fen for case in later) / realised


def flat_limit(cases: Sequence[Case]) -> Flat:
    """The flat limit that grants as much as our grades, and what either loses of it."""
    total = sum(case.granted_fen for case in cases)
    low, high = 0, max((case.requested_fen for case in cases), default=0)
    while low < high:
        middle = (low + high) // 2
        if sum(min(case.requested_fen, middle) for case in cases) < total:
            low = middle + 1
        else:
            high = middle
    granted = max(total, 1)
    return Flat(
        low,
        sum(case.granted_fen > 0 for case in cases) / max(len(cases), 1),
        sum(case.owed_share * case.granted_fen for case in cases) / granted,
        sum(case.owed_share * min(case.requested_fen, low) for case in cases) / granted,
    )


def figures(cases: Sequence[Case]) -> list[Measurement]:
    """The figures with permanent ids."""
    rates, flat = bad_rates(cases), flat_limit(cases)
    told = ", ".join(f"{grade}: {share:.1%} of {count}" for grade, (count, share) in rates.items())
    return [
        measured("credit.world.applications", len(cases)),
        measured("credit.world.bad_share", sum(case.bad for case in cases) / max(len(cases), 1)),
        measured("credit.world.grades_out_of_order", disorder(rates), told),
        measured("credit.world.expected_over_realised", expected_over_realised(cases)),
        measured("credit.world.approved_share", flat.approved_share),
        measured("credit.world.lost_share", flat.lost_share),
        measured("credit.world.flat_lost_share", flat.flat_lost_share),
    ]


def main() -> None:
    """The command line."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--preset", default="S")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--world", type=Path, help="a simulated world, instead of preset and seed")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        world = given.world or Path(folder)
        if given.world is None:
            simulate(given.preset, given.seed, ENRICHED, world)
        engine = Engine(Reader(Tokeniser(bytes(32))), State(), NO_BUNDLE, shipped_policy())
        lines = (decode_line(line) for _, line in read_lines(world / EVENTS))
        print(table("credit.world", figures(cases_of(lines, engine))))


def _with_debt(case: Case, owed_fen: int) -> Case:
    share = min(owed_fen / case.requested_fen, 1.0)
    return Case(case.grade, case.pd, case.requested_fen, case.granted_fen, share)


if __name__ == "__main__":
    main()
