"""A COD application's credit answer, from the vector alone."""

from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.decisions import CreditLimits
from data.instants import DAY_MS, to_ms
from risk.bundle import NO_BUNDLE, Bundle
from risk.credit import CreditAnswer, CreditDesk, is_seasoned, trade_of
from risk.features.catalogue import INDEX, NAMES
from rules.credit_reasons import GROUP_LIMIT, NEUTRAL
from rules.limits import GRADES, Group
from rules.model import Words
from rules.scorecard import Bin, Scorecard, Variable
from tests.risk.builders import application, engine_with, shipped

AT_MS = to_ms(application().occurred_at)
SOUND = {
    "requested_limit_fen": 5_000_000.0,
    "expected_monthly_cod_fen": 30_000_000.0,
    "average_cod_fen": 15_000.0,
    "deposit_fen": 0.0,
    "advance_requested": 0.0,
    "merchant_failed_share": 0.05,
    "merchant_complaint_share": 0.003,
    "merchant_overdue_share": 0.005,
    "merchant_debts": 0.0,
    "merchant_frauds_90d": 0.0,
    "merchant_tenure_days": 400.0,
    "merchant_delivered": 900.0,
    "merchant_cod_90d_fen": 60_000_000.0,
    "merchant_growth_7d": 1.0,
    "merchant_weekly_cv": 0.3,
    "merchant_accounts_90d": 1.0,
    "settle_account_merchants_90d": 1.0,
    "business_age_days": 900.0,
    "party_is_org": 1.0,
    "party_id_missing": 0.0,
    "party_id_invalid": 0.0,
    "party_address_placeholder": 0.0,
    "limit_to_monthly_cod": 0.2,
}
SHAKY = {
    "merchant_failed_share": 0.4,
    "merchant_overdue_share": 0.07,
    "merchant_weekly_cv": 2.0,
}
FAILING = {
    "merchant_debts": 3.0,
    "merchant_failed_share": 0.5,
    "merchant_frauds_90d": 30.0,
}
ABSURD = st.sampled_from([nan, -1e18, -1.0, 0.0, 0.5, 1.0, 100.0, 1e6, 1e15, 1e18])


def desk(fitted: Scorecard | None = None) -> CreditDesk:
    book = shipped().cod
    assert book is not None
    return CreditDesk(book, fitted)


def vector(**changes: float) -> list[float]:
    values = SOUND | changes
    return [values.get(name, nan) for name in NAMES]


def answer(**changes: float) -> CreditAnswer:
    return desk().answer(vector(**changes), AT_MS)


def test_a_sound_merchant_is_graded_and_limited_by_its_volume() -> None:
    found = answer()
    assert found.credit.grade == "B"
    assert found.action == "approve"
    assert found.credit.payout_cycle_days == 2
    assert found.credit.limits == CreditLimits(1_000_000, 5_000_000, 5_000_000)
    assert found.credit.valid_until == "2025-09-12T03:00:00+00:00"
    assert not found.limited


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1e10))
def test_more_refusals_never_raise_a_limit_nor_a_grade(
    one: float, other: float, asked: float
) -> None:
    low, high = sorted((one, other))
    milder, harder = (
        answer(merchant_failed_share=share, requested_limit_fen=asked).credit
        for share in (low, high)
    )
    assert harder.score <= milder.score
    assert GRADES.index(harder.grade) >= GRADES.index(milder.grade)
    for name in CreditLimits.__struct_fields__:
        assert getattr(harder.limits, name) <= getattr(milder.limits, name)


@given(st.lists(ABSURD, min_size=len(SOUND), max_size=len(SOUND)), st.integers(-(10**14), 10**15))
def test_whatever_stands_in_the_vector_there_is_an_answer(values: list[float], at_ms: int) -> None:
    found = desk().answer(vector(**dict(zip(SOUND, values, strict=True))), at_ms)
    limits = found.credit.limits
    assert 0 <= limits.per_parcel_fen <= limits.outstanding_fen
    assert 0.0 < found.credit.pd < 1.0
    assert found.credit.expected_loss_fen >= 0
    assert found.action in ("approve", "review", "hold")
    assert found.action != "approve" or limits.outstanding_fen > 0


def test_a_missing_value_costs_what_the_card_says_and_no_more() -> None:
    """All of past trade missing: the answer of a new merchant."""
    known = {name: nan for name in SOUND if name.startswith("merchant_")}
    fresh = answer(**known)
    assert fresh.credit.grade in ("D", "E")
    assert "C01" not in {loss.code for loss in fresh.losses}


@pytest.mark.parametrize(
    ("changes", "seasoned"),
    [
        ({}, True),
        ({"merchant_tenure_days": 59.0, "merchant_delivered": 99.0}, False),
        ({"merchant_tenure_days": 60.0, "merchant_delivered": 0.0}, True),
        ({"merchant_tenure_days": 1.0, "merchant_delivered": 100.0}, True),
        ({"merchant_cod_90d_fen": 0.0}, False),
    ],
)
def test_past_trade_counts_after_sixty_days_or_a_hundred_parcels(
    changes: dict[str, float], seasoned: bool
) -> None:
    table = desk().table
    assert is_seasoned(table.assumptions, vector(**changes)) is seasoned
    # Before that a good history helps no more than a bad one hurts.
    if not seasoned:
        scores = {answer(**changes, merchant_failed_share=s).credit.score for s in (0.01, 0.6)}
        assert len(scores) == 1


def test_the_monthly_volume_is_what_was_seen_and_of_the_new_what_they_expect() -> None:
    given_ = desk().table.assumptions
    assert trade_of(given_, vector(), seasoned=True).monthly_cod_fen == 20_000_000
    short = vector(merchant_tenure_days=45.0)
    assert trade_of(given_, short, seasoned=True).monthly_cod_fen == 40_000_000
    assert trade_of(given_, vector(), seasoned=False).monthly_cod_fen == 30_000_000


@pytest.mark.parametrize(
    ("changes", "grade", "action"),
    [
        (SHAKY, "E", "review"),
        (FAILING, "F", "hold"),
    ],
)
def test_an_officer_signs_e_and_a_person_decides_f(
    changes: dict[str, float], grade: str, action: str
) -> None:
    found = answer(**changes)
    assert (found.credit.grade, found.action) == (grade, action)


def test_f_means_prepayment_only() -> None:
    found = answer(**FAILING)
    assert found.credit.limits == CreditLimits(0, 0, 0)
    assert not found.credit.advance_allowed
    assert found.limited


def test_a_limit_of_nothing_is_no_approval() -> None:
    assert answer(requested_limit_fen=0.0).action == "review"
    assert answer(requested_limit_fen=-5.0).credit.limits.outstanding_fen == 0


def test_merchants_of_one_account_share_and_are_told_so() -> None:
    """That a limit is used up is said where a ledger knows it; an equal part is the neutral reason."""
    crowd = vector(settle_account_merchants_90d=30.0, requested_limit_fen=10_000_000.0)
    split = desk().answer(crowd, AT_MS)
    assert [loss.code for loss in split.losses] == [NEUTRAL]
    free = desk().answer(crowd, AT_MS, Group(30, others_fen=0))
    assert GROUP_LIMIT not in {loss.code for loss in free.losses}
    used = desk().answer(crowd, AT_MS, Group(30, others_fen=10**12))
    assert used.losses[0].code == GROUP_LIMIT
    assert used.credit.limits.outstanding_fen == 0 < split.credit.limits.outstanding_fen
    assert split.credit.limits.outstanding_fen < free.credit.limits.outstanding_fen


def test_advances_are_for_the_best_grade_alone() -> None:
    best = answer(merchant_failed_share=0.01, merchant_tenure_days=900.0, business_age_days=4_000.0)
    assert (best.credit.grade, best.credit.advance_allowed) == ("A", True)
    assert answer(advance_requested=1.0).limited


def fitted_card(base: int = 650) -> Scorecard:
    bins = (Bin(0, 0.5), Bin(-300))
    variable = Variable("merchant_failed_share", "falling", "C01", "C02", 0, False, "[D]", bins)
    return Scorecard("fitted", 1, Words("测试", "test"), base, (variable,))


def test_a_fitted_card_serves_in_place_of_the_expert_one() -> None:
    fitted = fitted_card()
    found = desk(fitted).answer(vector(merchant_failed_share=0.2), AT_MS)
    assert found.credit.score == 650
    assert desk(fitted).answer(vector(merchant_failed_share=0.6), AT_MS).credit.grade == "F"


def test_the_card_of_a_bundle_serves_from_the_next_event_on() -> None:
    engine = engine_with()
    event = application(expected_monthly_cod_fen=5_000_000)
    scores = []
    for bundle in (NO_BUNDLE, Bundle("fitted", {}, scorecard=fitted_card(777)), NO_BUNDLE):
        engine.take(bundle)
        credit = engine.evaluate(event).decision.credit
        assert credit is not None
        scores.append(credit.score)
    assert scores[1] == 777
    assert scores[0] == scores[2] != 777


def test_the_answer_of_an_engine_is_that_of_its_vector() -> None:
    engine = engine_with()
    evaluation = engine.evaluate(application(expected_monthly_cod_fen=5_000_000))
    again = desk().answer(evaluation.reading.vector, AT_MS)
    assert evaluation.decision.credit == again.credit
    assert evaluation.reading.vector[INDEX["expected_monthly_cod_fen"]] == 5_000_000
    assert to_ms(application().occurred_at) + 30 * DAY_MS > AT_MS
