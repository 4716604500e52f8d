import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk.backtest import REVIEW_MINUTES
from risk.card_choices import BUDGETS, NOBODY, Scored, cheapest, losses_of, within_budget
from risk.costs import cost_table

some_rows = st.lists(
    st.tuples(st.integers(0, 1000), st.booleans()), min_size=2, max_size=60
).filter(lambda rows: any(fraud for _, fraud in rows))


def _scored(rows: list[tuple[int, bool]], loss: float = 200.0) -> Scored:
    frauds = np.array([fraud for _, fraud in rows])
    scores = np.array([score for score, _ in rows], np.int64)
    return Scored(scores, frauds, np.where(frauds, loss, 0.0), events_a_week=1_000.0)


def test_losses_are_of_frauds_alone_and_by_what_is_at_stake() -> None:
    losses = losses_of("shipment", np.array([True, False, True]), np.array([0, 10_00, 500_00]))
    loss = cost_table().loss_of("SH")
    assert losses.tolist() == [loss.fixed, 0.0, loss.fixed + 500.0 * loss.of_money]


@given(some_rows, st.sampled_from([*BUDGETS, 0.3, 0.5]))
def test_the_score_is_the_lowest_that_keeps_to_the_budget(
    rows: list[tuple[int, bool]], budget: float
) -> None:
    choice = within_budget(_scored(rows), budget)

    def share_from(score: int) -> float:
        return sum(each >= score for each, _ in rows) / len(rows)

    assert choice.alerts == pytest.approx(share_from(choice.score))
    assert choice.alerts <= budget + 1e-12
    assert share_from(choice.score - 1) > int(budget * len(rows)) / len(rows)


def test_a_line_says_what_is_found_and_what_it_takes() -> None:
    rows = [(900, True), (800, False), (700, True), *[(10, False)] * 17]
    choice = within_budget(_scored(rows), 0.1)
    costs = cost_table()
    assert (choice.budget, choice.score, choice.alerts) == (0.1, 701, 0.1)
    assert (choice.precision, choice.recall) == (0.5, 0.5)
    assert choice.hours_a_week == pytest.approx(100 * REVIEW_MINUTES / 60)
    saved = 200.0 * costs.prevented_share - 2 * costs.review - costs.wrong_hold
    assert choice.saved_yuan == pytest.approx(saved / 20 * 1000)


def test_where_all_have_the_highest_score_nobody_can_be_reviewed_within_budget() -> None:
    choice = within_budget(_scored([(1000, True)] * 5), 0.2)
    assert (choice.score, choice.alerts, choice.precision) == (NOBODY, 0.0, None)
    assert choice.saved_yuan == 0.0


@given(some_rows)
def test_no_other_score_costs_less(rows: list[tuple[int, bool]]) -> None:
    best = cheapest(_scored(rows))
    costs = cost_table()

    def saved_from(score: int) -> float:
        reviewed = [fraud for each, fraud in rows if each >= score]
        wrong = len(reviewed) - sum(reviewed)
        prevented = costs.prevented_share * 200.0 * sum(reviewed)
        return prevented - costs.review * len(reviewed) - costs.wrong_hold * wrong

    most = max(saved_from(score) for score, _ in rows)
    if best is None:
        assert most <= 0.0
    else:
        assert best.budget is None
        assert best.saved_yuan == pytest.approx(most / len(rows) * 1000)
        assert saved_from(best.score) == pytest.approx(most)


def test_frauds_that_cost_nothing_are_not_worth_a_review() -> None:
    assert cheapest(_scored([(900, True), (100, False)], loss=0.0)) is None
