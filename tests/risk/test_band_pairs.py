from data.errors import Unavailable
from risk.band_pairs import BandPairs
from tests.risk.committing import row


def test_an_event_counts_when_its_row_is_kept() -> None:
    pairs = BandPairs()
    kept, other = row(1), row(2)
    pairs.follow(kept, "low", "high")
    pairs.follow(other, "low", "high")
    assert pairs.counts == {}
    kept.tell(None)
    assert pairs.counts == {("low", "high"): 1}
    other.tell(None)
    assert pairs.counts == {("low", "high"): 2}


def test_a_row_that_is_not_kept_counts_for_nothing() -> None:
    pairs = BandPairs()
    lost = row(1)
    pairs.follow(lost, "low", "low")
    lost.tell(Unavailable("not kept"))
    assert pairs.counts == {}
