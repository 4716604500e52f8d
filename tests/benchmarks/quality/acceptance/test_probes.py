from datetime import timedelta

import msgspec
import pytest

from benchmarks.catalogue import PROBES as DECLARED
from benchmarks.quality.acceptance.probes import PROBES
from data.events import AccountOpening, Event, Party, Shipment
from data.synthetic.calendar import START
from tests.benchmarks.quality.acceptance.made import opening, parcel, raw


def test_the_probes_are_those_of_the_catalogue() -> None:
    assert tuple(PROBES) == DECLARED


@pytest.mark.parametrize("name", PROBES)
def test_a_probe_reads_as_many_numbers_of_every_event(name: str) -> None:
    probe = PROBES[name]
    events: list[Event] = [parcel(), parcel(9, receiver=Party()), opening(3)]
    for event in events:
        kind = "shipment" if isinstance(event, Shipment) else "account_opening"
        if kind in probe.kinds:
            like = parcel() if kind == "shipment" else opening(4)
            assert len(probe.read(raw(event))) == len(probe.read(raw(like))) > 0


def test_the_last_digits_of_small_amounts_are_not_read() -> None:
    weight = [PROBES["decimals"].read(raw(parcel(grams=grams)))[-2:] for grams in (1_230, 80)]
    assert weight == [[0, 3], [-1.0, -1.0]]
    beside = [PROBES["decimals"].beside(raw(parcel(grams=grams))) for grams in (1_230, 80)]
    assert beside[0] != beside[1]


def test_clocks_and_segments_are_read_as_they_stand() -> None:
    at = START + timedelta(seconds=7, milliseconds=345)
    assert list(PROBES["clock"].read(raw(parcel(at=at)))) == [7, 345, 5, 45, 0]
    told = parcel(receiver=Party(phone="+86 138-1234-5678"))
    assert list(PROBES["phone_segment"].read(raw(told))) == [-1, -1, 138, 1381234]
    hidden = parcel(receiver=Party(phone="138****5678"))
    assert PROBES["phone_segment"].beside(raw(hidden)) == (False, False)


def test_lines_are_compared_with_those_that_have_the_same_fields() -> None:
    shape = PROBES["line_length"].beside
    event: AccountOpening = opening(1)
    assert shape(raw(event)) == shape(raw(opening(2)))
    assert shape(raw(event)) != shape(raw(opening(1, expiry="长期")))
    assert shape(raw(event)) != shape(raw(msgspec.structs.replace(event, employer="厂")))
