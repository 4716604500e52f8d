import msgspec
import numpy as np

from benchmarks.quality.acceptance.drift import drift
from benchmarks.quality.table import Table
from data.instants import DAY_MS
from risk.features.catalogue import INDEX
from tests.benchmarks.quality.small_world import small


def with_frauds(late_share: float) -> Table:
    """Every fifth event is a fraud that a feature tells, in the last third a share of them only."""
    table, split = small().tables["shipment"], small().split
    facts, vectors = table.facts.copy(), np.array(table.vectors)
    count = len(facts)
    facts["fraud"] = np.arange(count) % 5 == 0
    facts["campaign"] = np.arange(count) // 50 + 1
    late = (facts["arrived_ms"] - split.start_ms) // DAY_MS >= 10
    told = (facts["fraud"] == 1) & (~late | (np.arange(count) % 100 < 100 * late_share))
    vectors[:, INDEX["weight_grams"]] = told
    return msgspec.structs.replace(table, facts=facts, vectors=vectors)


def test_what_stays_the_same_does_not_drift_and_what_fades_does() -> None:
    same, faded = (drift(with_frauds(share), small().split, 1) for share in (1.0, 0.5))
    assert same is not None
    assert faded is not None
    assert abs(same.change) < 0.05
    assert faded.change < -0.2
    assert min(same.frauds) > 100


def test_without_frauds_there_is_no_drift() -> None:
    table = small().tables["shipment"]
    facts = table.facts.copy()
    facts["fraud"] = 0
    assert drift(msgspec.structs.replace(table, facts=facts), small().split, 1) is None
