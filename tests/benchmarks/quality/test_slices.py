from benchmarks.quality.slices import ORDINARY, by_day, by_look_alike, by_typology
from benchmarks.quality.table import Names
from data.instants import DAY_MS
from tests.benchmarks.quality.small_world import SPLIT, facts, made_trial

NAMES = Names()
RING, HOUSE = NAMES.code("AO-02"), NAMES.code("L01")
A, B = NAMES.code("C1"), NAMES.code("C2")
TEST = facts(
    {"fraud": 1, "typology": RING, "stealth": 1, "campaign": A},
    {"fraud": 1, "typology": RING, "stealth": 1, "campaign": A},
    {"fraud": 1, "typology": RING, "stealth": 1, "campaign": B},
    {"campaign": A},
    {"decoy": HOUSE},
    {"decoy": HOUSE},
    {},
)
TEST["arrived_ms"][4:] += DAY_MS
# Of the 200 rows of tuning one may be called, the one at 5: what is above 0 is called.
TRIAL = made_trial(
    TEST,
    [9.0, 0.0, 9.0, 9.0, 9.0, 0.0, 0.0],
    tune=[5.0, *[0.0] * 199],
    names=NAMES,
    ongoing=[False, False, True, False, False, False, False],
    kind="account_opening",
)


def test_recall_is_of_each_typology_level_and_sort_of_campaign() -> None:
    found = [
        (c.typology, c.stealth, c.campaigns, c.events, c.fraud_campaigns, c.recall["engine"])
        for c in by_typology(TRIAL)
    ]
    assert found == [("AO-02", "L0", "new", 2, 1, 0.5), ("AO-02", "L0", "ongoing", 1, 1, 1.0)]


def test_honest_customers_are_ordinary_or_look_like_somebody_and_camouflage_is_neither() -> None:
    found = {g.decoy: (g.events, g.called["engine"]) for g in by_look_alike(TRIAL)}
    assert found == {ORDINARY: (1, 0.0), "L01": (2, 0.5)}


def test_alerts_are_counted_by_day_of_the_test() -> None:
    days = by_day(TRIAL, TRIAL.methods[0])
    assert len(days) == SPLIT.days[2]
    assert [(d.events, d.caught, d.wrong) for d in days[:3]] == [(4, 2, 1), (3, 0, 1), (0, 0, 0)]
