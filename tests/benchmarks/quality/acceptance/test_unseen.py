import msgspec
import numpy as np

from benchmarks.quality.acceptance.unseen import unseen
from risk.features import catalogue
from tests.benchmarks.quality.small_world import SEED, small


def test_a_typology_that_is_far_from_all_others_is_in_the_top() -> None:
    table = small().tables["account_opening"]
    facts, vectors = table.facts.copy(), np.array(table.vectors)
    theirs = np.arange(len(facts))[5::40]
    facts["fraud"][theirs] = 1
    facts["typology"][theirs] = table.names.code("AO-99")
    vectors[np.ix_(theirs, np.array(catalogue.detector_columns(table.kind)))] = 500.0
    made = msgspec.structs.replace(table, facts=facts, vectors=vectors)
    found = unseen(made, small().split, "AO-99", SEED)
    assert found is not None
    assert (found.events, found.forest) == (len(theirs), 1.0)
    assert 0.0 <= found.score <= 1.0


def test_a_typology_that_is_not_there_has_no_figure() -> None:
    assert unseen(small().tables["account_opening"], small().split, "SH-08", SEED) is None
