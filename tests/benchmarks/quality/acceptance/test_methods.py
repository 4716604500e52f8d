from benchmarks.quality.acceptance.methods import BUDGET, answer, by_stealth
from benchmarks.quality.collect import STEALTH
from tests.benchmarks.quality.small_world import demo_study, facts, made_trial

L0, L2 = STEALTH.index("L0"), STEALTH.index("L2")


def test_recall_by_stealth_counts_frauds_by_their_weight() -> None:
    frauds = [
        {"fraud": 1, "stealth": L0, "campaign": 1},
        {"fraud": 1, "stealth": L2, "campaign": 2},
    ]
    rows = facts(*frauds, *({} for _ in range(98)))
    scores = [9.0, 0.5, 8.0, *(0.0 for _ in range(97))]
    first, second = by_stealth(made_trial(rows, scores), 1.0)
    # Of 100 events two are called: the naive fraud and an honest event.
    assert (first.stealth, first.frauds, first.recall[BUDGET]) == ("L0", 1, 1.0)
    assert (second.stealth, second.recall[BUDGET]) == ("L2", 0.0)
    # A fraud that counts half takes half the room, so that the second one is reached.
    assert by_stealth(made_trial(rows, scores), 0.5)[1].recall[BUDGET] == 1.0


def test_ongoing_campaigns_count_where_none_is_new() -> None:
    rows = facts({"fraud": 1, "stealth": L0, "campaign": 1}, {}, {})
    (only,) = by_stealth(made_trial(rows, [1.0, 0.0, 0.0], ongoing=[True, False, False]), 1.0)
    assert only.recall[BUDGET] == 1.0
    assert by_stealth(made_trial(facts({}, {}), [1.0, 0.0]), 1.0) == []


def test_the_answer_is_that_of_new_campaigns_if_there_are_any() -> None:
    found = answer(demo_study().results, "account_opening", "rules")
    assert found is not None
    assert found.question.campaigns == "ongoing"
    assert answer(demo_study().results, "account_opening", "nobody") is None
