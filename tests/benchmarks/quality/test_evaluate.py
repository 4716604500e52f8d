import math

import numpy as np
import pytest

from benchmarks.quality.evaluate import Prevalence, Question, Result, clusters, evaluate
from benchmarks.quality.labels import UNKNOWN
from benchmarks.quality.table import Names
from data.instants import DAY_MS
from tests.benchmarks.quality.small_world import SPLIT, facts, made_trial

BOTH: dict[Prevalence, float] = {"enriched": 1.0, "realistic": 0.3}
NAMES = Names()
LOUD, QUIET = NAMES.code("SH-06"), NAMES.code("SH-01")
A, B, C = (NAMES.code(name) for name in ("C1", "C2", "C3"))

# Two new quiet frauds of two campaigns, an ongoing one, a loud one, and six honest ones.
TEST = facts(
    {"fraud": 1, "campaign": A, "typology": QUIET},
    {"fraud": 1, "campaign": B, "typology": QUIET},
    {"fraud": 1, "campaign": C, "typology": QUIET},
    {"fraud": 1, "campaign": A, "typology": LOUD},
    {"campaign": B},
    {},
    *({} for _ in range(4)),
)
SCORES = [9.0, 1.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 0.0]
TRIAL = made_trial(
    TEST,
    SCORES,
    names=NAMES,
    ongoing=[False, False, True, *[False] * 7],
    observed=[1, 0, 0, 0, 0, 1, 0, 0, 0, UNKNOWN],
)


def answers() -> dict[Question, Result]:
    return {result.question: result for result in evaluate(TRIAL, BOTH, 1)}


def test_each_question_has_its_own_frauds_and_all_honest_rows() -> None:
    found = {
        (q.rows, q.campaigns, q.labels, q.prevalence): (r.frauds, r.fraud_campaigns, r.honest)
        for q, r in answers().items()
    }
    assert found == {
        ("core", "new", "true", "enriched"): (2, 2, 6),
        ("core", "new", "true", "realistic"): (2, 2, 6),
        ("core", "new", "observed", "enriched"): (2, 2, 5),
        ("core", "new", "observed", "realistic"): (2, 2, 5),
        ("core", "ongoing", "true", "enriched"): (1, 1, 6),
        ("all", "new", "true", "enriched"): (3, 2, 6),
        ("all", "new", "true", "realistic"): (3, 2, 6),
        ("all", "new", "observed", "enriched"): (2, 2, 6),
        ("all", "new", "observed", "realistic"): (2, 2, 6),
        ("all", "ongoing", "true", "enriched"): (1, 1, 6),
    }


def test_figures_are_those_of_the_kept_rows() -> None:
    core = answers()[Question("core")].figures
    # Kept scores: 9 (fraud), 6, 5, 4, 3, 2, 1 (fraud), 0: precision 1 and then 2 of 7.
    assert core["pr_auc"].value == pytest.approx((1.0 + 2 / 7) / 2)
    assert core["pr_auc"].low < core["pr_auc"].value < core["pr_auc"].high
    assert core["recall_at_10"].value == pytest.approx(0.04)
    assert core["precision_at_capacity"].value == 1.0
    rare = answers()[Question("core", prevalence="realistic")].figures
    assert rare["pr_auc"].value < core["pr_auc"].value
    assert rare["tpr_at_5_fpr"].value == core["tpr_at_5_fpr"].value == 0.5


def test_capacity_is_of_each_day() -> None:
    test = facts({"fraud": 1, "campaign": A}, {}, {"fraud": 1, "campaign": B}, {})
    test["arrived_ms"][2:] += DAY_MS
    trial = made_trial(test, [9.0, 8.0, 1.0, 2.0], names=NAMES, tune=[0.0] * 31 * 200)
    found = evaluate(trial, {"realistic": 1.0}, 0)[0].figures["precision_at_capacity"]
    # One a day: the fraud on the first day, an honest customer on the second.
    assert found.value == 0.5
    assert SPLIT.test_day_of(test["arrived_ms"]).tolist() == [0, 0, 1, 1]


def test_a_question_without_frauds_is_not_answered() -> None:
    assert evaluate(made_trial(facts({}, {}), [1.0, 2.0]), BOTH, 0) == []


def test_a_wrong_label_is_a_cluster_of_its_own() -> None:
    found = clusters(np.array([3, 0, 3, 0], np.int32))
    assert found[0] == found[2]
    assert len(set(found.tolist())) == 3


def test_one_campaign_has_no_interval() -> None:
    ongoing = answers()[Question("core", campaigns="ongoing")]
    assert math.isnan(ongoing.figures["pr_auc"].low)
