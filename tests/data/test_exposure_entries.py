"""Entries are kept with their row or not at all, and read in order, on both databases."""

import pytest

from data.errors import Conflict
from data.exposure_entries import ExposureEntries
from data.records import ExposureEntry
from data.store import Store
from tests.databases import an_event, an_outcome


def entry(seq: int, place: int = 0, merchant: str = "0b", amount_fen: int = 5) -> ExposureEntry:
    return ExposureEntry(seq, place, "reserve", "", merchant, merchant, "00", amount_fen, 9, 0, 9)


def test_entries_are_read_in_order_whatever_the_page(store: Store) -> None:
    entries = ExposureEntries(store)
    assert list(entries.scan()) == []
    store.append([an_event(1), an_outcome(2), entry(1), entry(2, 1), entry(2, 0)])
    store.append([an_event(3), entry(3, amount_fen=10**15)])
    expected = [entry(1), entry(2, 0), entry(2, 1), entry(3, amount_fen=10**15)]
    for batch in (1, 2, 3, 100):
        assert list(entries.scan(batch)) == expected
    assert store.last_seq() == 3


def test_a_merchant_s_last_entries_come_newest_first(store: Store) -> None:
    store.append([an_event(1), entry(1), entry(1, 1), an_event(2), entry(2, merchant="1b")])
    store.append([an_event(5), entry(5)])
    entries = ExposureEntries(store)
    assert entries.last_of("0b", 2) == [entry(5), entry(1, 1)]
    assert entries.last_of("0b", 9, before_seq=5) == [entry(1, 1), entry(1)]
    assert entries.last_of("2b", 9) == []


def test_a_refused_row_takes_its_entries_along(store: Store) -> None:
    store.append([an_event(1), entry(1)])
    with pytest.raises(Conflict):
        store.append([an_event(2, "event-1"), entry(2)])
    with pytest.raises(Conflict) as caught:
        store.append([an_event(3), entry(1)])
    assert caught.value.code == "seq_taken"
    assert list(ExposureEntries(store).scan()) == [entry(1)]
    assert store.count_events() == 1


def test_many_entries_of_one_commit_are_all_kept(store: Store) -> None:
    wanted = [entry(seq, place) for seq in range(1, 60) for place in range(3)]
    store.append([*(an_event(seq) for seq in range(1, 60)), *wanted])
    assert list(ExposureEntries(store).scan()) == wanted
