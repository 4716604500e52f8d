from datetime import timedelta
from pathlib import Path

from benchmarks.quality.acceptance.bite import Seen, bites, seen
from data.events import Party
from data.synthetic.calendar import START
from tests.benchmarks.quality.acceptance.made import parcel, truth, write

HOUSE = "浙江省杭州市西湖区文一路12号金域华府3栋1单元501室"
STATION = "浙江省杭州市西湖区文一路12号金域华府菜鸟驿站"


def to(number: int, address: str, day: int = 0) -> Party:
    return Party(name=f"李{number}", phone=f"138{number:08d}", address=address)


def test_persons_at_a_house_are_counted_once_and_for_thirty_days(tmp_path: Path) -> None:
    visits = [(1, 0), (2, 1), (1, 2), (3, 40)]
    rows = [
        (
            parcel(n, receiver=to(who, HOUSE), at=START + timedelta(days=day)),
            truth(n),
        )
        for n, (who, day) in enumerate(visits)
    ]
    write(tmp_path, rows)
    assert [one.blind for one in seen(tmp_path)] == [1, 2, 2, 1]


def test_a_place_that_says_what_it_is_counts_without_hub_knowledge_only(tmp_path: Path) -> None:
    rows = [(parcel(n, receiver=to(n, STATION)), truth(n, decoy="L04")) for n in range(4)]
    write(tmp_path, rows)
    found = list(seen(tmp_path))
    assert [one.blind for one in found] == [1, 2, 3, 4]
    assert [one.knowing for one in found] == [0] * 4
    assert {(one.who, one.decoy) for one in found} == {("persons", "L04")}


def test_shops_are_counted_apart_and_frauds_enter_without_being_judged(tmp_path: Path) -> None:
    store = Party(name="公司", id_type="uscc", id_no="x", address=HOUSE)
    rows = [(parcel(n, sender=store, shop=f"M{n}"), truth(n, fraud=n == 1)) for n in range(3)]
    write(tmp_path, rows)
    shops = [one.blind for one in seen(tmp_path) if one.who == "shops"]
    assert shops == [1, 3]


def test_a_hub_whose_rows_rank_first_is_called_first() -> None:
    ordinary = [Seen("persons", "", 1, 1)] * 90
    station = [Seen("persons", "L04", 9, 0)] * 10
    (bite,) = bites([*ordinary, *station], 0.05)
    assert (bite.hub, bite.events, bite.blind, bite.knowing) == ("stations", 10, 0.5, 0.0)
    # Equal scores share the alerts: a hub that scores like all others is called like them.
    (bite,) = bites([*ordinary, *([Seen("persons", "L04", 1, 1)] * 10)], 0.05)
    assert abs(bite.blind - 0.05) < 1e-12
    assert bites(ordinary, 0.05) == []
