"""Grades over a simulated world: bad rate by grade, expected debts against realised, a flat limit beside.

``python -m benchmarks.credit.world --preset S --seed 7 [--world DIR]`` replays a world through the engine
with the expert scorecard and prints the table. What a merchant owes in this world is a share of the limit
that it asked for; of a smaller limit it is taken to owe the same share.

Then the scorecard that ``postrisk train`` fits is fitted on the applications of the earlier half, but for
the first 30 days, in which the windows are still empty, with all that became of them; and it grades the
later half.
"""

from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from sklearn.metrics import roc_auc_score

from benchmarks.catalogue import measured
from benchmarks.measurement import Measurement
from benchmarks.quality.world import simulate
from benchmarks.report import table
from data.events import CodApplication, Event, OutcomeLine, decode_line
from data.files import read_lines
from data.identifiers import Tokeniser
from data.instants import DAY_MS
from data.subject import Reader
from data.synthetic.schedule import ENRICHED
from data.synthetic.writer import EVENTS
from risk.bootstrap import shipped_policy
from risk.bundle import NO_BUNDLE
from risk.credit import CreditDesk
from risk.credit_fit import DEFAULTS, fit_cod_card
from risk.engine import Engine
from risk.exposure_reads import shared_by
from risk.features.state import State
from risk.progress import Progress
from risk.replay import count_lines
from rules.cod_book import CodBook
from rules.limits import GRADES, Group

WARM_UP_DAYS: Final = 30
MIN_CASES: Final = 20
"""Fewer applications of a grade say nothing of its bad rate."""


class Seen(Struct, frozen=True):
    """An application as a card sees it.

    Attributes:
        at_ms: when it was made.
        vector: all features.
        group: with whom it shares a limit; None if nobody is known.
        stopped: whether rules held or declined it.
    """

    at_ms: int
    vector: list[float]
    group: Group | None
    stopped: bool


class Case(Struct, frozen=True):
    """One application and what became of it.

    Attributes:
        grade: given.
        pd: given.
        requested_fen: asked for.
        granted_fen: outstanding limit, 0 where the application was stopped.
        owed_share: debts that became overdue, of the limit asked for.
        seen: what a card needs to grade it anew.
        defaulted: whether it ended as training counts a bad one.
    """

    grade: str
    pd: float
    requested_fen: int
    granted_fen: int
    owed_share: float
    seen: "Seen | None" = None
    defaulted: bool = False

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
    bad: set[str] = set()
    for line in lines:
        if isinstance(line, OutcomeLine):
            if line.outcome == "overdue":
                owed_fen[line.event_id] = line.amount_fen or 0
            if line.outcome in DEFAULTS:
                bad.add(line.event_id)
            engine.apply_outcome(line)
            continue
        evaluation = engine.evaluate(line)
        engine.apply(evaluation)
        credit = evaluation.decision.credit
        if isinstance(line, CodApplication) and credit is not None:
            stopped = evaluation.decision.decision in ("hold", "decline")
            limit_fen = 0 if stopped else credit.limits.outstanding_fen
            requested = max(line.requested_limit_fen, 1)
            reading = evaluation.reading
            seen = Seen(reading.fact.at_ms, reading.vector, shared_by(reading.tie), stopped)
            asked[line.event_id] = Case(credit.grade, credit.pd, requested, limit_fen, 0.0, seen)
    return [_ended(case, owed_fen.get(id_, 0), id_ in bad) for id_, case in asked.items()]


def regraded(cases: Sequence[Case], book: CodBook) -> list[Case]:
    """The cases with those of the later half graded by a card that was fitted on the earlier half.

    Empty where the earlier half tells too little for a card.
    """
    middle, seen = len(cases) // 2, [case.seen for case in cases if case.seen is not None]
    warm_ms = seen[0].at_ms + WARM_UP_DAYS * DAY_MS if seen else 0
    learnt = [c for c in cases[:middle] if c.seen is not None and c.seen.at_ms >= warm_ms]
    table = np.array([case.seen.vector for case in learnt if case.seen is not None])
    labels = np.array([float(case.defaulted) for case in learnt])
    fitted = fit_cod_card(table, labels, book) if learnt else None
    if fitted is None:
        return []
    desk = CreditDesk(book, fitted.card)
    return [*cases[:middle], *(_graded(case, desk) for case in cases[middle:])]


def _graded(case: Case, desk: CreditDesk) -> Case:
    seen = case.seen
    assert seen is not None, "each case of a replay has been seen"
    credit = desk.answer(seen.vector, seen.at_ms, seen.group).credit
    granted_fen = 0 if seen.stopped else credit.limits.outstanding_fen
    return replace(case, grade=credit.grade, pd=credit.pd, granted_fen=granted_fen)


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


def figures(cases: Sequence[Case], card: str = "") -> list[Measurement]:
    """The figures with permanent ids.

    Args:
        cases: in order of arrival.
        card: "" for the expert card over all cases; "fitted." for the fitted one, over the later half.
    """
    judged = cases[len(cases) // 2 :] if card else cases
    rates, flat = bad_rates(judged), flat_limit(judged)
    told = ", ".join(f"{grade}: {share:.1%} of {count}" for grade, (count, share) in rates.items())
    bad = np.array([case.defaulted for case in judged])
    pd = np.array([case.pd for case in judged])
    auc = roc_auc_score(bad, pd) if bad.any() and not bad.all() else float("nan")
    owing = sum(case.bad for case in judged) / max(len(judged), 1)
    return [
        measured(f"credit.world.{card}applications", len(judged)),
        measured(f"credit.world.{card}bad_share", owing),
        measured(f"credit.world.{card}auc", float(auc)),
        measured(f"credit.world.{card}grades_out_of_order", disorder(rates), told),
        measured(f"credit.world.{card}expected_over_realised", expected_over_realised(cases)),
        measured(f"credit.world.{card}approved_share", flat.approved_share),
        measured(f"credit.world.{card}lost_share", flat.lost_share),
        measured(f"credit.world.{card}flat_lost_share", flat.flat_lost_share),
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
        policy = shipped_policy()
        engine = Engine(Reader(Tokeniser(bytes(32))), State(), NO_BUNDLE, policy)
        with Progress("replay: lines", count_lines(world / EVENTS)) as progress:
            cases = cases_of(_lines(world / EVENTS, progress.step), engine)
        anew = regraded(cases, policy.cod) if policy.cod else []
        told = figures(anew, "fitted.") if anew else []
        print(table("credit.world", [*figures(cases), *told]))
        if not anew:
            print("too few applications of the earlier half went bad: no card was fitted")


def _lines(path: Path, step: Callable[[], object]) -> Iterator[Event | OutcomeLine]:
    for _, line in read_lines(path):
        step()
        yield decode_line(line)


def _ended(case: Case, owed_fen: int, defaulted: bool) -> Case:  # noqa: FBT001  what became of it
    share = min(owed_fen / case.requested_fen, 1.0)
    return replace(case, owed_share=share, defaulted=defaulted)


if __name__ == "__main__":
    main()
