"""Exposure, loss and limits: whole fen, and never more for more risk."""

from fractions import Fraction
from math import ceil

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.decisions import CreditLimits
from risk.features.catalogue import credit_features
from rules.cod_book import shipped_book
from rules.limits import (
    ALONE,
    BASIS,
    Granted,
    Group,
    Trade,
    expected_loss_fen,
    exposure_fen,
    granted,
    group_fen,
    outstanding_fen,
)
from rules.scorecard import LEAST_SCORE, MOST_SCORE, probability_of_default

TABLE = shipped_book(credit_features()).table
GRADE = {each.grade: each for each in TABLE.grades}
FEN = st.integers(0, 10**12)
SHARES = st.floats(0, 1)
TRADES = st.builds(
    Trade,
    monthly_cod_fen=FEN,
    average_cod_fen=st.integers(-(10**9), 10**9),
    refusal_share=SHARES,
    new=st.booleans(),
    deposit_fen=FEN,
    wants_advance=st.booleans(),
)
SCORES = st.integers(LEAST_SCORE, MOST_SCORE)
PLAIN = Trade(
    monthly_cod_fen=9_000_000,
    average_cod_fen=15_000,
    refusal_share=0.125,
    new=False,
    deposit_fen=0,
    wants_advance=False,
)


def given_to(
    score: int, trade: Trade = PLAIN, requested_fen: int = 10**12, group: Group = ALONE
) -> Granted:
    grade = TABLE.grade_of(score, seasoned=True)
    pd = probability_of_default(score)
    return granted(TABLE, grade, pd, trade, requested_fen=requested_fen, group=group)


@given(TRADES, SCORES, SCORES, FEN)
def test_a_worse_score_never_gives_a_higher_limit(
    trade: Trade, one: int, other: int, requested: int
) -> None:
    low, high = sorted((one, other))
    worse, better = given_to(low, trade, requested), given_to(high, trade, requested)
    for name in CreditLimits.__struct_fields__:
        assert getattr(worse.limits, name) <= getattr(better.limits, name)


@given(TRADES, SCORES, FEN, st.integers(1, 50))
def test_limits_are_whole_fen_within_each_other_and_within_what_was_asked(
    trade: Trade, score: int, requested: int, merchants: int
) -> None:
    given_ = given_to(score, trade, requested, Group(merchants))
    limits = given_.limits
    assert all(isinstance(each, int) and each >= 0 for each in msgspec.structs.astuple(limits))
    assert limits.per_parcel_fen <= limits.outstanding_fen <= requested
    assert limits.per_day_fen <= limits.outstanding_fen
    assert 0 <= given_.expected_loss_fen <= given_.exposure_fen
    assert isinstance(given_.deposit_fen, int) and 0 <= given_.deposit_fen <= requested


@given(TRADES, SCORES, st.integers(1, 20), st.integers(0, 20))
def test_more_merchants_on_one_account_never_raise_a_limit(
    trade: Trade, score: int, merchants: int, more: int
) -> None:
    alone = given_to(score, trade, group=Group(merchants)).limits.outstanding_fen
    crowded = given_to(score, trade, group=Group(merchants + more)).limits.outstanding_fen
    assert crowded <= alone
    assert crowded * (merchants + more) <= TABLE.grade_of(score, seasoned=True).outstanding_fen


@given(FEN, FEN)
def test_a_group_leaves_what_the_others_do_not_use(cap: int, others: int) -> None:
    left = group_fen(cap, Group(3, others))
    assert left == max(0, cap - others)
    assert left + min(others, cap) == cap


def test_who_is_held_by_the_group_is_told_so() -> None:
    assert not given_to(650, group=ALONE).held_by_group
    assert given_to(650, group=Group(2, GRADE["C"].outstanding_fen - 100)).held_by_group
    used_up = given_to(650, group=Group(2, GRADE["C"].outstanding_fen))
    assert used_up.limits == CreditLimits(0, 0, 0)
    assert (used_up.exposure_fen, used_up.expected_loss_fen) == (0, 0)


@given(st.integers(0, 10**12), st.floats(0.001, 0.9))
def test_the_limit_is_the_least_of_cap_volume_and_budget_rounded_down(
    monthly: int, loss_rate: float
) -> None:
    for grade in TABLE.grades:
        found = outstanding_fen(grade, monthly, loss_rate, 40)
        volume = Fraction(monthly * grade.monthly_bp, BASIS)
        budget = Fraction(monthly * 40) / (BASIS * Fraction(loss_rate))
        exact = min(Fraction(grade.outstanding_fen), volume, budget)
        assert abs(found - exact) < 1 + exact * Fraction(1, 10**12)
        assert found <= grade.outstanding_fen and found <= volume


@given(TRADES, st.sampled_from(TABLE.grades), st.integers(0, 10**10))
def test_deposit_and_a_longer_cycle_never_raise_the_exposure(
    trade: Trade, grade: object, deposit: int
) -> None:
    assert isinstance(grade, type(TABLE.grades[0]))
    limits = CreditLimits(10**6, 10**7, 10**8)
    plain = exposure_fen(TABLE.assumptions, grade, limits, trade, 0)
    assert exposure_fen(TABLE.assumptions, grade, limits, trade, deposit) <= plain
    longer = msgspec.structs.replace(grade, payout_days=grade.payout_days + 5)
    # A longer cycle also thins the daily value out, so both terms fall.
    assert exposure_fen(TABLE.assumptions, longer, limits, trade, 0) <= plain


@pytest.mark.parametrize("wants", [False, True])
def test_the_exposure_is_the_formula_of_the_domain(wants: bool) -> None:
    given_, grade = TABLE.assumptions, GRADE["A"]
    trade = msgspec.structs.replace(PLAIN, wants_advance=wants)
    limits = CreditLimits(10**7, 10**8, 10**9)
    daily = 9_000_000 / 30 * given_.peak_factor
    advance = daily * 0.5 * 3 if wants else 0.0
    claw_back = daily * 0.875 * 0.03 * 14
    freight = daily / 15_000 * 750 * (1 + 0.125 * 0.8) * 30
    held = daily * 0.875 * 1
    found = exposure_fen(given_, grade, limits, trade, 1_000)
    assert found == ceil(advance + claw_back + freight - held - 1_000)


def test_a_loss_is_rounded_up_and_nothing_is_lost_of_nothing() -> None:
    assert expected_loss_fen(0.01, 0.65, 1_000) == 7
    assert expected_loss_fen(0.01, 0.65, 0) == 0


def test_a_new_merchant_starts_at_d_at_best() -> None:
    assert [TABLE.grade_of(s, seasoned=False).grade for s in (900, 600, 550, 100)] == list("DDEF")
    assert [TABLE.grade_of(s, seasoned=True).grade for s in (700, 699, 620, 539)] == list("ABCF")
