"""Look-alikes of shipment frauds: alike in what would catch the fraud, honest in how it comes."""

from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from data.events import Party
from data.synthetic.courses import FORWARDED, ORDINARY
from data.synthetic.decoys.registry import look_alikes
from data.synthetic.items import DUTY_FREE_FEN
from tests.data.synthetic.telling import (
    campaign,
    frauds,
    occasion,
    parcel,
    phones_of,
    road_of,
    share_of_commonest,
    small_world,
)

LISTED = [
    *("L04", "L20", "L24", "L25", "L26", "L27", "L28", "moving", "multi_piece"),
    *("phone_repair", "rough_outlet", "same_city", "try_on"),
]


@pytest.mark.parametrize("decoy", LISTED)
def test_an_occasion_has_its_size_and_its_label(decoy: str) -> None:
    drafts = occasion(decoy)
    assert len(drafts) == 60
    assert {d.label.decoy for d in drafts} == {decoy}
    assert not any(d.label.is_fraud or d.label.campaign_id for d in drafts)
    assert look_alikes()[decoy][0].resembles


def test_a_city_s_parcels_are_as_light_and_fast_as_empty_ones() -> None:
    drafts = occasion("same_city")
    grams = {parcel(d).weight_grams for d in drafts}
    assert max(grams) <= 100
    assert {d.course.days for d in drafts} == {campaign("SH-03")[0].course.days}
    shop = next(m for m in small_world().market if m.merchant_id == parcel(drafts[0]).merchant_id)
    local = [shop.store.district.name in (parcel(d).receiver.address or "") for d in drafts]
    assert sum(local) > 0.8 * len(local)


def test_l04_a_station_takes_in_as_many_returns_as_it_gives_out() -> None:
    desk = [parcel(d) for d in occasion("L04")]
    returns = [e for e in desk if e.is_return]
    assert len(returns) == 30
    assert share_of_commonest(road_of(e.sender) for e in returns) > 0.8
    assert len(phones_of(e.sender for e in returns)) > 20
    assert share_of_commonest(road_of(e.receiver) for e in desk if not e.is_return) > 0.8


def test_l20_a_new_estate_has_no_house_number_and_is_found() -> None:
    drafts = occasion("L20")
    at_home = [
        p.address or ""
        for d in drafts
        for p in (parcel(d).sender, parcel(d).receiver)
        if "号仓" not in (p.address or "") and not road_of(p)
    ]
    assert len(at_home) > 40
    assert any(parcel(d).pay_mode == "cod" for d in drafts)
    assert all(d.course is ORDINARY for d in drafts)


def test_l24_one_flat_gets_parcels_of_many_shops_in_days_of_a_sale() -> None:
    bought = [parcel(d) for d in occasion("L24")]
    assert len({e.merchant_id for e in bought}) > 8
    assert len({e.item.category for e in bought}) > 3
    assert len({e.sender.name for e in bought}) > 8
    assert look_alikes()["L24"][0].dates


@pytest.mark.parametrize("number", range(3))
def test_l25_dear_things_go_both_ways_at_a_company(number: int) -> None:
    dealt = [parcel(d) for d in occasion("L25", number=number)]
    sold = [e for e in dealt if e.merchant_id]
    bought = [e for e in dealt if not e.merchant_id]
    assert len(sold) == len(bought) == 30
    assert len({e.receiver.name for e in bought}) == 1
    assert {e.receiver.name for e in bought} == {e.sender.name for e in sold}
    assert len({e.sender.id_no for e in bought}) > 25
    assert any(e.item.insured_value_fen > 100_000 for e in bought)


def test_l26_a_store_passes_on_within_the_limit() -> None:
    passed = [parcel(d) for d in occasion("L26")]
    road = road_of(Party(address=small_world().pools.consolidation[0].street))
    came = [e for e in passed if road_of(e.receiver) == road]
    left = [e for e in passed if road_of(e.sender) == road]
    assert len(came) > 24 < len(left)
    assert len({e.receiver.name for e in came}) > 4
    assert all(e.item.declared_value_fen <= DUTY_FREE_FEN for e in left)
    assert any(e.item.declared_value_fen > 0.8 * DUTY_FREE_FEN for e in left)


def test_l27_a_fair_uses_the_account_far_from_home() -> None:
    fair = [parcel(d) for d in occasion("L27", days=4)]
    stolen = frauds(campaign("SH-10"))
    assert {e.pay_mode for e in fair} == {e.pay_mode for e in stolen} == {"monthly"}
    assert {e.channel for e in fair} == {e.channel for e in stolen}
    owner = next(m for m in small_world().market if m.monthly_account == fair[0].monthly_account)
    assert owner.phone not in phones_of(e.sender for e in fair)
    assert road_of(fair[0].sender) != owner.store.street
    assert len({e.outlet_id for e in fair}) == 1


@pytest.mark.parametrize("number", range(2))
def test_l28_a_part_of_fragile_goods_is_claimed(number: int) -> None:
    drafts = occasion("L28", number=number, size=400)
    assert all(parcel(d).item.insured_value_fen for d in drafts)
    assert 20 < sum(bool(d.facts) for d in drafts) < 100
    # A few of the numbers are misread.
    senders = Counter(parcel(d).sender.id_no for d in drafts)
    assert sum(count for _, count in senders.most_common(3)) >= 0.97 * len(drafts)
    assert len({parcel(d).receiver.name for d in drafts}) > 200
    assert bool(parcel(drafts[0]).merchant_id) == (number == 0)


def test_an_outlet_s_customers_complain_as_often_as_a_complainant() -> None:
    drafts = occasion("rough_outlet")
    assert len({parcel(d).outlet_id for d in drafts}) == 1
    by_sender: dict[str, int] = defaultdict(int)
    for draft in drafts:
        by_sender[parcel(draft).sender.id_no or ""] += bool(draft.facts)
    assert len(by_sender) >= 6
    assert sum(count >= 3 for count in by_sender.values()) >= 3


def test_clothes_go_back_whole_or_in_part() -> None:
    drafts = [parcel(d) for d in occasion("try_on")]
    out = {(e.sender.name, e.item): e for e in drafts if e.merchant_id}
    pairs = [
        (out[key].weight_grams, e.weight_grams)
        for e in drafts
        if e.is_return and (key := (e.receiver.name, e.item)) in out
    ]
    whole = sum(abs(sent - back) <= 60 for sent, back in pairs)
    assert 0.4 < whole / len(pairs) < 0.85
    assert any(back < 0.65 * sent for sent, back in pairs)
    assert len({e.sender.id_no for e in drafts if e.is_return}) <= 2


def test_movers_parcels_are_sent_on_for_one_known_phone() -> None:
    drafts = occasion("moving")
    assert all(d.course is FORWARDED for d in drafts)
    assert len(phones_of(parcel(d).receiver for d in drafts)) == 1
    assert len({parcel(d).merchant_id for d in drafts}) > 10


@pytest.mark.parametrize(("number", "most"), [(0, 5), (1, 2)])
def test_pieces_of_one_waybill_go_to_one_receiver(number: int, most: int) -> None:
    pieces = [parcel(d) for d in occasion("multi_piece", number=number)]
    counted = Counter(e.waybill_no for e in pieces)
    assert max(counted.values()) == most
    for waybill in counted:
        same = [e for e in pieces if e.waybill_no == waybill]
        assert len({e.receiver for e in same}) == len({e.merchant_id for e in same}) == 1
        gaps = [(b.occurred_at - a.occurred_at).total_seconds() for a, b in pairwise(same)]
        assert all((gap > 3_600) == (number == 1) for gap in gaps)


def test_a_workshop_gets_phones_of_strangers_at_one_room() -> None:
    drafts = [parcel(d) for d in occasion("phone_repair", size=100)]
    there = Counter(road_of(e.receiver) for e in drafts)
    room, count = there.most_common(1)[0]
    assert count > 60
    repairers = {e.receiver.name for e in drafts if road_of(e.receiver) == room}
    assert len(repairers) >= 3
    assert any(road_of(e.sender) == room for e in drafts)
    assert {e.item.category for e in drafts} == {"手机通讯"}
