"""The benchmark gives its figures; whether they are met is told there, for a test shares its machine."""

from benchmarks import rules_speed
from risk.features.catalogue import NAMES


def test_a_hundred_rules_stay_far_below_the_budget() -> None:
    figures = rules_speed.run()
    assert (figures["rules"], figures["features"]) == (100.0, 60.0)
    assert figures["hits_per_event"] > 1
    assert figures["evaluate_us"] > 0


def test_two_hundred_rules_over_the_catalogue_stay_far_below_the_budget() -> None:
    figures = rules_speed.run(rules_speed.CATALOGUE)
    assert (figures["rules"], figures["features"]) == (200.0, float(len(NAMES)))
    assert figures["hits_per_event"] > 1
    assert figures["evaluate_us"] > 0


def test_the_same_seed_gives_the_same_policy() -> None:
    assert rules_speed.policy() == rules_speed.policy()
    assert rules_speed.policy() != rules_speed.policy(seed=1)
