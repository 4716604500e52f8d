"""Grades judged by what became of the applications: order, expected debts, a flat limit beside."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from sklearn.metrics import roc_auc_score

from benchmarks.catalogue import measured
from benchmarks.credit.cases import Case
from benchmarks.measurement import Measurement
from data.instants import DAY_MS
from risk.credit import CreditDesk
from risk.credit_fit import fit_cod_card
from rules.cod_book import CodBook
from rules.limits import GRADES

WARM_UP_DAYS: Final = 30
MIN_CASES: Final = 20
"""Fewer applications of a grade say nothing of its bad rate."""


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
    return [*cases[:middle], *(graded_by(case, desk) for case in cases[middle:])]


def graded_by(case: Case, desk: CreditDesk) -> Case:
    """The case as the desk grades it; what rules stopped stays stopped."""
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
    """Debts expected of the later half over those realised; NaN where the earlier half tells nothing.

    A PD is that of a default of any sort, and not every default leaves a debt: how much of a limit is owed
    is learnt from all that defaulted in the earlier half.
    """
    middle = len(cases) // 2
    earlier = [case.owed_share for case in cases[:middle] if case.defaulted]
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
