from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from data.events import Item, OutcomeLine, Party, Shipment
from data.synthetic.arrivals import Arrival, arrivals
from data.synthetic.calendar import START
from data.synthetic.drafts import HONEST
from data.synthetic.simulate import Line

COUNT = 40_000


def parcel(number: int) -> Line:
    event = Shipment(
        event_id=f"e{number}",
        occurred_at=START + timedelta(seconds=10 * number),
        sender=Party(),
        receiver=Party(),
        item=Item("文件", "文件"),
        weight_grams=100,
        pay_mode="sender",
    )
    return Line(0, event, HONEST)


def outcome(number: int) -> OutcomeLine:
    return OutcomeLine(
        outcome_id=f"o{number}",
        event_id=f"e{number}",
        occurred_at=START + timedelta(hours=number),
        outcome="delivered",
        source="carrier",
    )


def parcels() -> Iterator[Line]:
    return map(parcel, range(COUNT))


def came() -> list[Arrival]:
    return list(arrivals(parcels(), 7))


def test_every_event_comes_first_once_and_some_come_again() -> None:
    first = [a.line.record.event_id for a in came() if not a.repeated]
    assert sorted(first) == sorted(line.record.event_id for line in parcels())
    again = [a for a in came() if a.repeated]
    assert 0.002 < len(again) / COUNT < 0.004
    assert all(a.line == parcel(int(a.line.record.event_id[1:])) for a in again[:50])


def test_shares_of_late_and_delayed() -> None:
    assert 0.008 < sum(a.late for a in came()) / COUNT < 0.012
    assert 0.004 < sum(a.delayed for a in came()) / COUNT < 0.006


def test_late_is_more_than_an_hour_and_less_than_a_day_behind() -> None:
    newest, behind = START, []
    for arrival in came():
        at = arrival.line.record.occurred_at
        newest = max(newest, at)
        # What ends the file waited for nobody.
        if arrival.late and newest < parcel(COUNT - 1).record.occurred_at:
            behind.append(newest - at)
    assert len(behind) > 200
    assert min(behind) > timedelta(minutes=59)
    assert max(behind) <= timedelta(days=1)


def test_what_is_neither_late_nor_delayed_is_in_order() -> None:
    usual = [a for a in came() if not (a.late or a.delayed or a.repeated)]
    times = [a.line.record.occurred_at for a in usual]
    assert all(before <= after for before, after in pairwise(times))
    out_of_order = [
        a
        for before, a in pairwise(came())
        if a.line.record.occurred_at < before.line.record.occurred_at
    ]
    assert all(a.late or a.delayed or a.repeated for a in out_of_order)
    assert any(a.delayed for a in out_of_order)


def test_outcomes_are_in_time() -> None:
    told = [Line(0, outcome(number), None) for number in range(2_000)]
    assert [a.line for a in arrivals(told, 7)] == told
    assert not any(a.late or a.delayed or a.repeated for a in arrivals(told, 7))


def test_little_waits_at_a_time() -> None:
    taken = 0

    def counted() -> Iterator[Line]:
        nonlocal taken
        for line in parcels():
            taken += 1
            yield line

    waiting = []
    for given, arrival in enumerate(arrivals(counted(), 7)):
        if not arrival.repeated:
            waiting.append(taken - given)
    # A day is 8,640 parcels, of which one in a hundred is late.
    assert max(waiting[: COUNT // 2]) < 120
