"""The worked example of docs/credit.md, recomputed."""

import re
from math import floor, nan
from pathlib import Path

import pytest

from risk.credit import trade_of
from risk.credit_texts import yuan
from risk.features.catalogue import NAMES
from rules.limits import BASIS
from rules.scorecard import probability_of_default
from tests.risk.test_credit import AT_MS, desk

DOCUMENT = (Path(__file__).parents[2] / "docs" / "credit.md").read_text("utf-8")
STATED = {
    "requested_limit_fen": 10_000_000.0,
    "average_cod_fen": 16_000.0,
    "merchant_cod_90d_fen": 108_000_000.0,
    "merchant_delivered": 2_400.0,
    "deposit_fen": 0.0,
}
STEPS = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", DOCUMENT, re.M))


def rows() -> list[tuple[str, float, int]]:
    """Variable, value and points of the table, as they stand there."""
    found = re.findall(r"^\| `(\w+)` \| (missing|[\d.]+) \| (-?\d+) \|$", DOCUMENT, re.M)
    return [(name, nan if raw == "missing" else float(raw), int(pts)) for name, raw, pts in found]


def example() -> list[float]:
    values = STATED | {name: value for name, value, _ in rows()}
    return [values.get(name, nan) for name in NAMES]


def test_the_points_are_those_of_the_expert_card() -> None:
    card = desk().scorecard
    assert [name for name, _, _ in rows()] == [v.feature for v in card.card.variables]
    scored = card.score(example())
    assert scored.points == tuple(points for _, _, points in rows())
    assert f"| base | | {card.card.base} |" in DOCUMENT
    assert str(scored.score) == STEPS["score"]
    assert f"{probability_of_default(scored.score):.4%}".replace("%", " %") == STEPS["PD"]


def test_grade_limits_and_terms_are_those_of_the_answer() -> None:
    found = desk().answer(example(), AT_MS)
    limits = found.credit.limits
    told = {
        "grade": found.credit.grade,
        "outstanding limit": f"{yuan(limits.outstanding_fen)} yuan",
        "a day": f"{yuan(limits.per_day_fen)} yuan",
        "a parcel": f"{yuan(limits.per_parcel_fen)} yuan",
        "deposit": f"{yuan(found.deposit_fen)} yuan",
        "pay-out cycle": f"{found.credit.payout_cycle_days} days",
        "EL": f"{yuan(found.credit.expected_loss_fen)} yuan",
    }
    assert {name: STEPS[name] for name in told} == told
    assert [loss.code for loss in found.losses] == ["C01"]


def test_the_steps_between_are_the_formulas() -> None:
    book, vector = desk().table, example()
    given = book.assumptions
    grade = book.grade_of(int(STEPS["score"]), seasoned=True)
    trade = trade_of(given, vector, seasoned=True)
    pd = probability_of_default(int(STEPS["score"]))
    budget = floor(trade.monthly_cod_fen * given.el_budget_bp / (BASIS * pd * given.lgd))
    daily = 7_200_000 / (given.collection_days + grade.payout_days)
    freight = daily / 16_000 * given.freight_fen * (1 + 0.18 * given.return_freight)
    amounts = {
        "mean monthly COD: 1,080,000.00 over 90 days": trade.monthly_cod_fen,
        "the grade's cap": grade.outstanding_fen,
        "the grade's share of the monthly COD": trade.monthly_cod_fen * grade.monthly_bp // BASIS,
        "EL budget over PD × LGD (0.65)": budget,
        "daily value: 72,000.00 over 4 + 3 days": daily,
        "claw-back": daily * 0.82 * given.disputed_share * (given.dispute_days - 3),
        "freight": freight * given.freight_days,
        "COD collected and not paid out": daily * 0.82 * 3,
    }
    for step, fen in amounts.items():
        stated = float(STEPS[step].removesuffix(" yuan").replace(",", ""))
        assert stated == pytest.approx(fen / 100, abs=0.01), step
