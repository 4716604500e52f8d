from itertools import pairwise

import numpy as np
import pytest

from benchmarks.quality.kept import Kept
from benchmarks.quality.looked import BUDGET, look
from benchmarks.quality.split import TRAIN
from data.synthetic.schedule import Prevalence
from risk.bootstrap import shipped_policy
from tests.benchmarks.quality.small_world import small


def world() -> Kept:
    return Kept(small().split, Prevalence(1.0, 1.0), small().tables)


@pytest.mark.parametrize("kind", ["shipment", "account_opening"])
def test_people_look_at_no_more_than_the_budget_and_only_where_a_rule_asks(kind: str) -> None:
    looked = look(shipped_policy(), world(), kind, TRAIN)
    weights = np.where(looked.fraud, looked.weight, 1.0)[looked.asked]
    used = float((looked.called[looked.asked] * weights).sum())
    assert 0.0 < used <= BUDGET * float(weights.sum()) + 1e-9
    assert looked.called[looked.hits.rank == 0].sum() == 0.0
    assert looked.hit.sum() == (looked.hits.rank > 0).sum()


def test_a_severer_action_is_looked_at_first() -> None:
    looked = look(shipped_policy(), world(), "shipment", TRAIN)
    by_rank = [looked.called[looked.hits.rank == rank] for rank in np.unique(looked.hits.rank)]
    for milder, severer in pairwise(by_rank):
        assert milder.max() <= severer.min()


def test_volume_typologies_and_ongoing_campaigns_do_not_count() -> None:
    looked = look(shipped_policy(), world(), "shipment", TRAIN)
    assert looked.weight == 0.3
    assert looked.asked[~looked.fraud].all()
    facts = looked.table.facts[looked.rows]
    counted = {
        looked.table.names.of(code) for code in facts["typology"][looked.fraud & looked.asked]
    }
    assert counted
    assert not counted & {"SH-03", "SH-04", "SH-06"}
