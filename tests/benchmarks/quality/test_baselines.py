import msgspec
import numpy as np
import pytest

from benchmarks.quality.baselines import FEWEST_FRAUDS, fit_boosted, rules_alone, tabular_columns
from benchmarks.quality.ours import known_labels
from benchmarks.quality.plain import COLUMNS
from benchmarks.quality.split import TRAIN
from benchmarks.quality.texts import FIELDS, WINDOWS_DAYS
from tests.benchmarks.quality.small_world import SEED, small

TABLE = "shipment"


def test_rules_rank_by_severity_and_then_by_number() -> None:
    table = small().tables["account_opening"]
    order = rules_alone(table, np.arange(len(table.facts)))
    facts = table.facts
    severest = facts["action"] == facts["action"].max()
    assert order[severest].min() > order[~severest].max()
    assert order[facts["hits"] == 0].max() == 0.0


def test_counts_come_beside_the_events_own_columns() -> None:
    table = small().tables[TABLE]
    plain, with_counts = (tabular_columns(table, counts=counts) for counts in (False, True))
    assert plain.shape[1] == len(COLUMNS[TABLE])
    assert with_counts.shape[1] == len(COLUMNS[TABLE]) + len(FIELDS[TABLE]) * len(WINDOWS_DAYS)
    assert np.array_equal(with_counts[:, : plain.shape[1]], plain, equal_nan=True)


@pytest.mark.parametrize("counts", [False, True])
def test_trees_learn_what_the_labels_say(counts: bool) -> None:
    table = small().tables[TABLE]
    part = small().split.part_of(table.facts["arrived_ms"])
    train = np.flatnonzero(part == TRAIN)
    # A label that a column gives away: more than a kilogram, unknown for a tenth of the rows.
    heavy = table.plain[train, COLUMNS[TABLE].index("weight_grams")] > 1_000
    labels = heavy.astype(np.float64)
    labels[::10] = np.nan
    fitted = fit_boosted(table, tabular_columns(table, counts=counts), part, labels, SEED)
    assert fitted is not None
    said = fitted.probability(train)
    assert said[heavy].min() > 0.9 > 0.1 > said[~heavy].max()


def test_without_enough_frauds_there_are_no_trees() -> None:
    table = small().tables[TABLE]
    part = small().split.part_of(table.facts["arrived_ms"])
    labels = np.zeros(int((part == TRAIN).sum()))
    labels[: FEWEST_FRAUDS - 1] = 1.0
    columns = tabular_columns(table, counts=False)
    assert fit_boosted(table, columns, part, labels, SEED) is None
    labels[FEWEST_FRAUDS - 1] = 1.0
    assert fit_boosted(table, columns, part, labels, SEED) is not None


def test_labels_of_training_are_those_known_by_then() -> None:
    table = small().tables[TABLE]
    rows = np.arange(50)
    then = np.resize(np.array([1, 0, -1], np.int8), len(table.facts))
    table = msgspec.structs.replace(table, observed_then=then)
    then, labels = then[rows], known_labels(table, rows)
    assert np.array_equal(np.isnan(labels), then < 0)
    assert np.array_equal(labels[then >= 0], then[then >= 0])
