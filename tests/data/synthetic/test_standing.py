import random
from datetime import date
from statistics import mean

import pytest

from data.synthetic.standing import Standing, credit_facts, draw_standing, young


@pytest.fixture(scope="module")
def drawn() -> list[Standing]:
    rng = random.Random(1)
    return [draw_standing(rng, 0) for _ in range(8_000)]


def defaulted(standing: Standing, rng: random.Random) -> set[str]:
    return {fact.outcome for fact in credit_facts(rng, standing, 1_000_000)}


def test_merchants_are_as_good_as_stated_on_average(drawn: list[Standing]) -> None:
    assert all(0 < s.soundness < 1 for s in drawn)
    assert mean(s.course.cod_refused for s in drawn) == pytest.approx(0.12, abs=0.01)
    assert mean(s.default_risk for s in drawn) == pytest.approx(0.055, abs=0.01)
    assert mean(s.course.unpaid for s in drawn) == pytest.approx(0.025, abs=0.006)


def test_what_is_seen_says_something_of_the_risk_and_not_all(drawn: list[Standing]) -> None:
    by_refusal = sorted(drawn, key=lambda s: s.course.cod_refused)
    best, worst = by_refusal[:1_600], by_refusal[-1_600:]
    assert mean(s.default_risk for s in worst) > 5 * mean(s.default_risk for s in best)
    typical = [s for s in drawn if 0.11 < s.course.cod_refused < 0.13]
    assert max(s.default_risk for s in typical) > 5 * mean(s.default_risk for s in typical)
    risky = sorted(drawn, key=lambda s: s.founded)
    assert mean(s.default_risk for s in risky[-800:]) > mean(s.default_risk for s in risky[:800])


def test_the_unsound_default_and_some_debts_are_written_off(drawn: list[Standing]) -> None:
    rng = random.Random(2)
    ordered = sorted(drawn, key=lambda s: s.soundness)
    weak = [defaulted(s, rng) for s in ordered[:800]]
    sound = [defaulted(s, rng) for s in ordered[-800:]]
    overdue = sum("overdue" in facts for facts in weak)
    assert overdue > 10 * (1 + sum("overdue" in facts for facts in sound))
    written_off = sum("written_off" in facts for facts in weak)
    assert 0.15 < written_off / overdue < 0.45
    assert all("overdue" in facts for facts in weak if "written_off" in facts)


def test_debts_are_a_part_of_the_limit(drawn: list[Standing]) -> None:
    rng = random.Random(3)
    owed = [f.amount_fen for s in drawn for f in credit_facts(rng, s, 1_000_000) if f.amount_fen]
    assert owed
    assert 100_000 <= min(owed) < max(owed) <= 800_000


def test_a_young_company_was_registered_shortly_before(drawn: list[Standing]) -> None:
    made = young(random.Random(4), drawn[0], 30)
    assert 15 <= (date(2025, 7, 1) - made.founded).days <= 200
    assert made.soundness == drawn[0].soundness
