import numpy as np

from benchmarks.quality.acceptance.rows import sampled
from risk.features import catalogue
from tests.benchmarks.quality.small_world import small


def test_a_sample_holds_honest_rows_and_no_campaign_too_often() -> None:
    table = small().tables["shipment"]
    rows = sampled(table, 500, 7, 1)
    assert (rows.fraud == 0).sum() == 500
    campaigns = table.facts["campaign"][rows.places[rows.fraud == 1]]
    assert np.unique(campaigns, return_counts=True)[1].max() == 7
    assert len(np.unique(rows.places)) == len(rows.places)
    again = sampled(table, 500, 7, 1)
    assert np.array_equal(rows.places, again.places)
    assert not np.array_equal(rows.places, sampled(table, 500, 7, 2).places)


def test_numbers_are_features_then_own_columns_and_codes_are_taken_apart() -> None:
    table = small().tables["shipment"]
    rows = sampled(table, 500, 7, 1)
    assert rows.values.shape == (len(rows.places), len(rows.names))
    assert not np.isnan(rows.values).any()
    assert rows.names[: len(catalogue.NAMES)] == list(catalogue.NAMES)
    paid = [at for at, name in enumerate(rows.names) if name == "pay_mode (own)"]
    assert len(paid) == 4
    assert (rows.values[:, paid].sum(axis=1) == 1.0).all()


def test_a_sort_has_one_channel_and_one_way_to_pay() -> None:
    table = small().tables["shipment"]
    rows = sampled(table, 500, 7, 1)
    names = ["channel (own)", "pay_mode (own)"]
    shown = rows.values[:, [at for at, name in enumerate(rows.names) if name in names]]
    for sort in np.unique(rows.sort):
        assert len(np.unique(shown[rows.sort == sort], axis=0)) == 1
    assert len(np.unique(rows.sort)) > 5
