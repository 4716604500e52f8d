import math

import numpy as np
import pytest

from benchmarks.quality.costs import (
    CURVE_BUDGETS,
    Accounts,
    losses_of,
    savings,
)
from benchmarks.quality.table import Names
from risk.costs import CostTable, Loss
from tests.benchmarks.quality.small_world import facts, made_trial

COSTS = CostTable(10.0, 20.0, 0.5, {"SH-01": Loss(300.0), "SH": Loss(100.0, 0.1)})
NAMES = Names()
KNOWN, OTHER = NAMES.code("SH-01"), NAMES.code("SH-99")
TEST = facts(
    {"fraud": 1, "typology": KNOWN, "money_fen": 99_00},
    {"fraud": 1, "typology": OTHER, "money_fen": 500_00},
    {"money_fen": 7_00},
    {},
)
TRIAL = made_trial(TEST, [9.0, 1.0, 8.0, 0.0], tune=[0.0, 0.0, 5.0, 0.0], names=NAMES)


def test_a_loss_is_fixed_and_by_money_and_of_frauds_alone() -> None:
    assert losses_of(TRIAL, COSTS).tolist() == [300.0, 150.0, 0.0, 0.0]


def test_what_is_saved_is_what_reviews_prevent_less_what_they_cost() -> None:
    # One of the four rows of tuning may be called, the one at 5: what is above 0 is called.
    saving = Accounts(TRIAL, "enriched", 1.0, COSTS).saving(TRIAL.methods[0], 0.25)
    assert (saving.alerts, saving.alert_share) == (3.0, 0.75)
    assert saving.precision == pytest.approx(2 / 3)
    assert saving.recall == 1.0
    assert (saving.loss_without, saving.prevented) == (450.0, 225.0)
    assert saving.cost == 3 * 10.0 + 20.0
    assert saving.saved == 225.0 - 50.0


def test_a_lower_prevalence_has_less_to_save_and_the_same_recall() -> None:
    saving = Accounts(TRIAL, "realistic", 0.3, COSTS).saving(TRIAL.methods[0], 0.25)
    assert saving.recall == pytest.approx(1.0)
    assert saving.alerts == pytest.approx(2 * 0.3 + 1)
    assert saving.prevented == pytest.approx(0.3 * 225.0)


def test_there_is_a_line_for_each_prevalence_and_budget_and_none_without_fraud() -> None:
    found = savings(TRIAL, {"enriched": 1.0, "realistic": 0.3}, COSTS)
    assert len(found) == 2 * 3
    assert savings(made_trial(facts({}), [1.0]), {"realistic": 1.0}, COSTS) == []
    curve = Accounts(TRIAL, "enriched", 1.0, COSTS).curve(TRIAL.methods[0])
    assert len(curve) == len(CURVE_BUDGETS)
    assert np.isfinite(curve).all()


def test_nobody_called_has_no_precision() -> None:
    trial = made_trial(TEST, [0.0] * 4, tune=[5.0], names=NAMES)
    saving = Accounts(trial, "enriched", 1.0, COSTS).saving(trial.methods[0], 0.0)
    assert math.isnan(saving.precision)
    assert saving.saved == 0.0
