"""What the figures of grades count, on cases made by hand."""

from math import isnan
from random import Random
from statistics import mean

import pytest
from msgspec.structs import replace

from benchmarks.credit.cases import Case, Seen
from benchmarks.credit.judging import (
    bad_rates,
    disorder,
    expected_over_realised,
    figures,
    flat_limit,
    graded_by,
    regraded,
)
from data.instants import DAY_MS
from risk.bootstrap import shipped_policy
from risk.credit import CreditDesk
from risk.features.catalogue import INDEX, NAMES


def case(grade: str = "C", owed: float = 0.0, granted: int = 50, *, ended: bool = False) -> Case:
    return Case(grade, 0.1, 100, granted, owed, defaulted=ended or owed > 0.0)


def test_rates_are_counted_by_grade_best_first() -> None:
    rates = bad_rates([case("F", 0.5), case("A"), case("F"), case("C", 0.1)])
    assert rates == {"A": (1, 0.0), "C": (1, 1.0), "F": (2, 0.5)}


def test_a_worse_grade_that_goes_bad_less_often_is_out_of_order() -> None:
    rates = {"A": (50, 0.01), "B": (50, 0.03), "C": (50, 0.02), "D": (3, 0.0)}
    assert disorder(rates) == 1
    assert disorder({"A": (50, 0.01), "B": (50, 0.01)}) == 0


def test_expected_debts_are_pd_times_the_usual_share_of_the_limit() -> None:
    earlier = [case(owed=0.4), case(), case(), case()]
    later = [case(owed=0.4), case(), case(), case()]
    assert expected_over_realised([*earlier, *later]) == pytest.approx(4 * 0.1 * 0.4 / 0.4)
    assert isnan(expected_over_realised([case()] * 4))


def test_a_default_without_a_debt_counts_for_what_defaults_cost() -> None:
    earlier = [case(owed=0.4), case(ended=True), case(), case()]
    later = [case(owed=0.4), case(), case(), case()]
    assert expected_over_realised([*earlier, *later]) == pytest.approx(4 * 0.1 * 0.2 / 0.4)


def test_the_flat_limit_grants_as_much_and_loses_by_whom_it_grants() -> None:
    found = flat_limit([case(granted=100), case(granted=100), case(owed=1.0, granted=0)])
    assert found.limit_fen == 67
    assert found.approved_share == pytest.approx(2 / 3)
    assert found.lost_share == 0.0
    assert found.flat_lost_share == pytest.approx(67 / 200)


def test_a_card_of_the_earlier_half_grades_the_later_one_and_knows_the_young_from_the_old() -> None:
    book = shipped_policy().cod
    assert book is not None
    found = regraded(_world(3_000), book)
    later = found[1_500:]
    assert len(found) == 3_000
    assert [case.grade for case in found[:1_500]] == ["C"] * 1_500
    young, old = (mean(c.pd for c in later[first::2]) for first in (0, 1))
    assert young > 2 * old
    ids = [each.id for each in figures(found, "fitted.")]
    assert len(ids) == len(set(ids)) == 8
    assert all(id_.startswith("credit.world.fitted.") for id_ in ids)


def test_a_desk_grades_a_case_anew_and_grants_nothing_to_the_stopped() -> None:
    book = shipped_policy().cod
    assert book is not None
    found = _application(1, 2, Random(7))
    assert found.seen is not None
    stopped = replace(found, seen=replace(found.seen, stopped=True))
    graded, held = (graded_by(each, CreditDesk(book)) for each in (found, stopped))
    assert graded.pd != found.pd
    assert graded.grade == held.grade
    assert graded.granted_fen > held.granted_fen == 0


def test_too_few_that_went_bad_fit_no_card() -> None:
    book = shipped_policy().cod
    assert book is not None
    assert regraded(_world(60), book) == []


def _world(n: int) -> list[Case]:
    """By turns a young firm, of which one in five defaults, and an old one, of which one in twelve does."""
    rng = Random(7)
    return [_application(number, n, rng) for number in range(n)]


def _application(number: int, n: int, rng: Random) -> Case:
    young = number % 2 == 0
    vector = [float("nan")] * len(NAMES)
    vector[INDEX["business_age_days"]] = rng.uniform(10, 300) if young else rng.uniform(900, 4_000)
    vector[INDEX["requested_limit_fen"]] = 100.0
    vector[INDEX["expected_monthly_cod_fen"]] = 10_000.0
    bad = rng.random() < (0.22 if young else 0.08)
    at_ms = 1_767_225_600_000 + number * 120 * DAY_MS // n
    return Case("C", 0.1, 100, 50, 0.5 * bad, Seen(at_ms, vector, None, stopped=False), bad)
