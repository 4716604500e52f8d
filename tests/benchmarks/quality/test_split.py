import numpy as np
import pytest

from benchmarks.quality.split import TEST, TRAIN, TUNE, ongoing, split_of
from data.instants import DAY_MS
from tests.benchmarks.quality.small_world import DAY_0, facts


@pytest.mark.parametrize(
    ("days", "parts"), [(183, (122, 31, 30)), (40, (27, 6, 7)), (14, (9, 3, 2))]
)
def test_the_days_are_shared_as_in_the_protocol(days: int, parts: tuple[int, int, int]) -> None:
    assert split_of(DAY_0, days).days == parts


def test_a_stretch_ends_with_the_last_millisecond_of_its_last_day() -> None:
    split = split_of(DAY_0, 183)
    first_of_tune = split.start_ms + 122 * DAY_MS
    first_of_test = split.start_ms + 153 * DAY_MS
    at_ms = np.array([first_of_tune - 1, first_of_tune, first_of_test - 1, first_of_test])
    assert split.part_of(at_ms).tolist() == [TRAIN, TUNE, TUNE, TEST]
    assert split.test_day_of(first_of_test + np.array([0, DAY_MS - 1, DAY_MS])).tolist() == [
        0,
        0,
        1,
    ]


def test_a_campaign_is_ongoing_where_a_fraud_of_it_came_before() -> None:
    rows = facts(
        {"fraud": 1, "campaign": 1},
        {"fraud": 0, "campaign": 2},
        {"fraud": 1, "campaign": 1},
        {"fraud": 1, "campaign": 2},
        {"fraud": 0, "campaign": 1},
    )
    chosen = np.array([False, False, True, True, True])
    assert ongoing(rows, chosen).tolist() == [False, False, True, False, False]
    assert not ongoing(rows, np.ones(5, np.bool_)).any()
