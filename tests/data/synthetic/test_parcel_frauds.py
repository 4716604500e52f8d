"""What ties the parcels of a campaign: empty parcels, gifts, splitting, gold, mules, phone kits."""

from statistics import fmean, median, pstdev

import pytest

from data.synthetic.courses import FORWARDED
from data.synthetic.drafts import LEVELS, Level
from data.synthetic.items import DUTY_FREE_FEN, VAGUE_TEXTS
from tests.data.synthetic.telling import (
    campaign,
    cover,
    frauds,
    parcel,
    phones_of,
    road_of,
    share_of_commonest,
    small_world,
)

LISTED = [f"SH-{number:02d}" for number in (3, 4, *range(7, 19))]


@pytest.mark.parametrize("stealth", LEVELS)
@pytest.mark.parametrize("typology", LISTED)
def test_a_campaign_has_its_size_and_hides_as_its_level_says(typology: str, stealth: Level) -> None:
    drafts = campaign(typology, stealth)
    assert len(frauds(drafts)) == 60
    shops = typology in {"SH-03", "SH-04"}
    hidden = [e for e in cover(drafts) if bool(e.merchant_id) == shops]
    if stealth == "L0":
        assert hidden == []
    elif stealth == "L2":
        assert 8 < len(hidden) < 42


def test_sh03_empty_parcels_weigh_the_same_and_are_signed_for_at_once() -> None:
    drafts = campaign("SH-03")
    empty = frauds(drafts)
    assert len({e.weight_grams for e in empty}) == 1
    assert len({(e.merchant_id, e.operator_id) for e in empty}) == 1
    assert {draft.course.days for draft in drafts} == {(0, 1)}
    hidden = campaign("SH-03", "L2")
    assert len({e.weight_grams for e in frauds(hidden)}) > 20
    assert {draft.course.days for draft in hidden if draft.label.is_fraud} == {(0, 1), (1, 4)}


def test_sh04_many_shops_send_from_one_store() -> None:
    gifts = frauds(campaign("SH-04"))
    assert len({e.merchant_id for e in gifts}) >= 3
    assert share_of_commonest(road_of(e.sender) for e in gifts) > 0.9
    assert max(e.weight_grams for e in gifts) <= 120
    assert len({road_of(e.sender) for e in cover(campaign("SH-04", "L1"))}) > 1


@pytest.mark.parametrize("variant", ["tobacco", "drugs"])
def test_sh07_linked_senders_supply_one_room(variant: str) -> None:
    split = frauds(campaign("SH-07", "L1", variant=variant))
    assert share_of_commonest(road_of(e.receiver) for e in split) > 0.9
    assert len({e.receiver.name for e in split}) > 1
    assert 3 <= len(phones_of(e.sender for e in split)) <= 6
    weights = [e.weight_grams for e in split]
    assert pstdev(weights) < 0.15 * fmean(weights)
    assert (median(weights) > 400) == (variant == "tobacco")


def test_sh08_old_strangers_send_gold_to_one_collector() -> None:
    gold = frauds(campaign("SH-08", variant="locker"))
    senders = {e.sender.id_no for e in gold}
    assert len(senders) > 30
    assert len(phones_of(e.receiver for e in gold)) == 1
    assert all("柜" in (e.receiver.address or "") for e in gold)
    old = [number for number in senders if number and int(number[6:10]) <= 1970]
    assert len(old) > 0.6 * len(senders)
    assert median(e.item.declared_value_fen for e in gold) > 1_000_000


def test_sh08_is_disguised_and_redirected_later() -> None:
    drafts = [d for d in campaign("SH-08", "L2") if d.label.is_fraud]
    gold = [parcel(d) for d in drafts]
    assert sum(e.item.category == "珠宝首饰" for e in gold) < 30
    assert len(phones_of(e.receiver for e in gold)) > 5
    assert 10 < sum(d.course is FORWARDED for d in drafts) < 40


def test_sh09_as_much_goes_out_of_the_flat_as_comes_in() -> None:
    both = frauds(campaign("SH-09"))
    bought = [e for e in both if e.merchant_id]
    onward = [e for e in both if not e.merchant_id]
    assert len(bought) == len(onward) == 30
    assert len({e.receiver.name for e in bought}) > 15
    home = {road_of(e.receiver) for e in bought} & {road_of(e.sender) for e in onward}
    assert home
    assert len({(e.sender.id_no or "").upper() for e in onward}) == 1
    for number in range(1, 30):
        assert onward[number].occurred_at > bought[number - 1].occurred_at


@pytest.mark.parametrize("stealth", LEVELS)
def test_sh10_ships_on_a_known_account_with_unknown_phones(stealth: Level) -> None:
    stolen = frauds(campaign("SH-10", stealth))
    accounts = {e.monthly_account for e in stolen}
    owner = next(m for m in small_world().market if m.monthly_account in accounts)
    assert len(accounts) == 1
    assert {e.pay_mode for e in stolen} == {"monthly"}
    assert {e.sender.name for e in stolen} == {owner.name}
    assert owner.phone not in phones_of(e.sender for e in stolen)
    assert "erp_api" not in {e.channel for e in stolen}


def test_sh17_values_lie_just_under_the_limit_for_one_door() -> None:
    split = frauds(campaign("SH-17", "L0"))
    values = [e.item.declared_value_fen for e in split]
    assert 0.94 * DUTY_FREE_FEN < min(values) <= max(values) <= DUTY_FREE_FEN
    assert share_of_commonest(road_of(e.receiver) for e in split) > 0.9
    hidden = frauds(campaign("SH-17", "L2"))
    assert any(e.item.declared_value_fen == 0 for e in hidden)
    assert len({e.receiver.address for e in hidden}) > 6


def test_sh18_phones_follow_the_guests_to_the_next_flat() -> None:
    kits = frauds(campaign("SH-18", "L1", days=21))
    assert len(phones_of(e.receiver for e in kits)) >= 3
    flats = [road_of(e.receiver) for e in kits if road_of(e.receiver)]
    assert len(set(flats)) >= 3
    assert share_of_commonest(flats[:8]) > 0.6
    assert flats[0] != flats[-1]
    assert {e.item.category for e in kits} >= {"手机通讯", "数码电器"}


def test_no_campaign_is_vaguer_than_its_lever() -> None:
    texts = [e.item.text for t in LISTED for e in frauds(campaign(t, "L2"))]
    assert 0.25 < sum(text in VAGUE_TEXTS for text in texts) / len(texts) < 0.36
