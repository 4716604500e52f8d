import msgspec

from benchmarks.quality.acceptance.shuffled import shuffled_auc
from tests.benchmarks.quality.small_world import small


def test_shuffled_labels_can_t_be_learnt() -> None:
    table = small().tables["shipment"]
    facts = table.facts.copy()
    facts["fraud"] = facts["money_fen"] > 0  # many, and easily learnt as they stand
    made = msgspec.structs.replace(table, facts=facts)
    found = shuffled_auc(made, small().split, 1)
    assert 0.45 < found < 0.55
    assert found == shuffled_auc(made, small().split, 1)


def test_without_frauds_there_is_no_figure() -> None:
    table = small().tables["shipment"]
    facts = table.facts.copy()
    facts["fraud"] = 0
    found = shuffled_auc(msgspec.structs.replace(table, facts=facts), small().split, 1)
    assert found != found
