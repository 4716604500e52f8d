import numpy as np

from benchmarks.handbook.collect import FEATURES, vectors_of
from risk.features.catalogue import INDEX
from tests.benchmarks.handbook.payments import rows_of

ROWS = rows_of((0, 5, 8, 10.0, 1), (1, 5, 9, 30.0, 0), (8, 5, 8, 60.0, 0), (8.5, 6, 8, 1.0, 0))


def test_the_vectors_are_the_engines_over_payments_and_what_is_known_by_then() -> None:
    steps: list[int] = []
    wanted = np.array([False, True, True, True])
    found = vectors_of(ROWS, wanted, lambda: steps.append(1))
    assert found.shape == (3, len(FEATURES))
    assert len(steps) == 4
    told = {
        name: found[:, FEATURES.index(name)].tolist()
        for name in ("declared_to_sender_mean_30d", "receiver_frauds_7d")
    }
    assert told["declared_to_sender_mean_30d"][:2] == [3.0, 3.0]
    assert np.isnan(told["declared_to_sender_mean_30d"][2])
    assert told["receiver_frauds_7d"] == [0, 1, 1]


def test_the_columns_are_features_of_parcels() -> None:
    assert set(FEATURES) <= INDEX.keys()
    assert len(set(FEATURES)) == len(FEATURES) == 23
