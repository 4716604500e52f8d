import numpy as np
import pytest

from benchmarks.quality.rule_hits import Hits, hits_of, order_of, yields
from risk.bootstrap import shipped_policy
from risk.decide import RANK
from tests.benchmarks.quality.small_world import small

RULES = tuple(rule for rule in shipped_policy().rules if rule.action != "approve")
FIRED = np.array([[True, False], [True, True], [False, False], [False, True]])
HITS = Hits(RULES[:2], FIRED, np.array([1, 2, 0, 2], np.int8))


@pytest.mark.parametrize("kind", ["shipment", "account_opening"])
def test_kept_rows_are_judged_as_the_engine_judged_them(kind: str) -> None:
    table = small().tables[kind]
    hits = hits_of(shipped_policy(), table, np.arange(len(table.facts)))
    assert hits.rank.tolist() == table.facts["action"].tolist()
    assert (hits.fired.any(axis=1) == (hits.rank > 0)).all()
    assert hits.rules == RULES
    assert hits.fired.any()


def test_only_the_rows_that_are_asked_for() -> None:
    table = small().tables["shipment"]
    rows = np.flatnonzero(table.facts["action"])[:3]
    hits = hits_of(shipped_policy(), table, rows)
    assert hits.fired.shape == (3, len(RULES))
    assert (hits.rank >= RANK["step_up"]).all()


def test_the_yield_is_that_of_known_labels() -> None:
    found = yields(HITS, np.array([1, 0, 1, -1], np.int8))
    usual = 1 / 3  # of three known hits one is of a fraud
    assert found == pytest.approx([(1 + usual) / 3, (0 + usual) / 2])


def test_without_labels_no_rule_is_better() -> None:
    assert yields(HITS, np.full(4, -1, np.int8)).tolist() == [0.0, 0.0]


def test_the_severest_action_comes_first_then_the_best_yield() -> None:
    assert order_of(HITS, np.array([0.9, 0.5])).tolist() == [1.45, 2.45, 0.0, 2.25]
