"""The mechanisms of the frauds around credit, and of the honest stories that resemble them."""

import random
import re
from collections import Counter
from statistics import mean

import pytest

from data.synthetic.campaigns.registry import typologies
from data.synthetic.drafts import LEVELS, Draft, Level
from data.synthetic.presets import preset
from data.synthetic.story import day_of
from data.synthetic.world import World, build_world
from tests.data.synthetic.stories_of import (
    applications,
    campaign,
    frauds,
    occasion,
    parcels,
    representative,
)


@pytest.fixture
def world() -> World:
    return build_world(preset("S"), 5)


def outcomes(draft: Draft) -> set[str]:
    return {fact.outcome for fact in draft.facts}


@pytest.mark.parametrize(("stealth", "growth"), [("L1", 6), ("L2", 3)])
def test_a_bust_out_multiplies_its_parcels_and_its_refusals(
    world: World, stealth: Level, growth: int
) -> None:
    drafts = campaign(world, "CR-01", stealth, size=200)
    surge = [d for d in frauds(drafts) if not applications([d])]
    before = [d for d in drafts if not d.label.is_fraud and not applications([d])]
    quiet_days = 20 - min(map(day_of, drafts))
    assert len({p.merchant_id for p in parcels(drafts)}) == 1
    assert len(surge) == 200
    quiet_a_day = sum(day_of(d) < 20 for d in before) / quiet_days
    assert 0.5 * growth < (200 / 10) / quiet_a_day < 2 * growth
    late = sum(day_of(d) >= 25 for d in surge)
    assert late > 0.6 * len(surge)
    asked = frauds([d for d in drafts if applications([d])])
    assert [outcomes(d) for d in asked] == [{"overdue"}]


def test_who_lets_freight_run_up_sends_no_cash_on_delivery(world: World) -> None:
    surge = frauds(campaign(world, "CR-05", "L1", size=60))
    assert {p.pay_mode for p in parcels(surge)} == {"monthly"}
    assert len({p.monthly_account for p in parcels(surge)}) == 1
    assert all(d.course.unpaid == 0.9 for d in surge)


def test_a_naive_bust_out_is_refused_more_than_its_shop_was(world: World) -> None:
    drafts = campaign(world, "CR-01", "L0", size=100)
    usual = {d.course.cod_refused for d in drafts if not d.label.is_fraud and parcels([d])}
    surge = {d.course.cod_refused for d in frauds(drafts) if parcels([d])}
    assert surge == {max(0.4, *usual)}


@pytest.mark.parametrize("variant", ["merchant", "walk_in"])
def test_what_nobody_ordered_is_small_and_comes_again_for_half(world: World, variant: str) -> None:
    drafts = frauds(campaign(world, "CR-02", "L0", size=120, variant=variant))
    sums = Counter(p.cod_amount_fen for p in parcels(drafts))
    assert all(p.pay_mode == "cod" for p in parcels(drafts))
    (first, many), (second, few) = sums.most_common(2)
    assert len(sums) == 2
    assert many > 4 * few > 0
    assert second <= max(1_000, first // 2 + 100)
    assert all((p.merchant_id is None) == (variant == "walk_in") for p in parcels(drafts))


def test_a_refusal_ring_is_behind_one_door_or_doors_in_a_row(world: World) -> None:
    rooms = {}
    for stealth in LEVELS:
        drafts = frauds(campaign(world, "CR-03", stealth, size=32))
        assert len({p.merchant_id for p in parcels(drafts)}) > 8
        assert all(d.course.cod_refused > 0.6 for d in drafts)
        texts = [p.receiver.address or "" for p in parcels(drafts)]
        street = Counter(text.partition("号")[0][-4:] for text in texts).most_common(1)[0][1]
        assert street > 0.7 * len(texts)
        rooms[stealth] = len({text[-6:] for text in texts})
    assert rooms["L0"] < rooms["L2"]


def test_kept_cash_comes_later_and_later_and_then_never(world: World) -> None:
    drafts = frauds(campaign(world, "CR-04", "L0", size=200))
    by_day = sorted(drafts, key=day_of)
    assert mean(d.course.remit_days[0] for d in by_day[:50]) + 5 < mean(
        d.course.remit_days[0] for d in by_day[-50:]
    )
    lost = [d for d in by_day if d.course.remitted == 0.0]
    assert lost
    assert min(map(day_of, lost)) > 25
    assert len({p.operator_id for p in parcels(drafts)}) == 1


def test_late_cash_of_an_honest_outlet_is_all_paid(world: World) -> None:
    drafts = occasion(world, "late_cash", size=60)
    assert all(d.course.remitted == 1.0 for d in drafts)
    assert all(d.course.remit_days[0] > 3 for d in drafts)
    assert len({p.outlet_id for p in parcels(drafts)}) == 1
    assert len({p.operator_id for p in parcels(drafts)}) > 1


@pytest.mark.parametrize("variant", ["account", "representative", "store", "phone"])
def test_stacked_limits_share_the_key_of_their_variant(world: World, variant: str) -> None:
    asked = applications(frauds(campaign(world, "CR-06", "L2", size=5, variant=variant)))
    keys: dict[str, set[str | None]] = {
        "account": {a.settle_account_no for a in asked},
        "representative": {representative(a).name for a in asked},
        "store": {(a.warehouse_address or "")[-9:-3] for a in asked},
        "phone": {(a.business.phone or "")[-4:] for a in asked},
    }
    assert len({a.merchant_id for a in asked}) == len({a.business.name for a in asked}) == 5
    assert len(keys["account"]) == (1 if variant == "account" else 5)
    assert len(keys["representative"]) == (1 if variant == "representative" else 5)
    assert len(keys[variant]) < 5


def test_an_agency_s_shops_have_owners_of_their_own(world: World) -> None:
    asked = applications(occasion(world, "L33", size=8))
    assert len({representative(a).id_no for a in asked}) == 8
    assert len({(a.business.phone or "")[-4:] for a in asked}) <= 2


def test_a_phoenix_comes_after_the_failure_with_an_old_key(world: World) -> None:
    drafts = campaign(world, "CR-07", "L0", size=2, days=30, variant="account")
    failed, *heirs = [d for d in drafts if applications([d])]
    assert outcomes(failed) == {"overdue", "written_off"}
    assert not failed.label.is_fraud
    known_day = day_of(failed) + max(fact.last_day for fact in failed.facts)
    assert all(day_of(heir) >= known_day and heir.label.is_fraud for heir in heirs)
    asked = applications(drafts)
    assert len({a.settle_account_no for a in asked}) == 1
    assert len({a.business.id_no for a in asked}) == 3


def test_a_new_tenant_shares_nothing_but_the_place(world: World) -> None:
    old, new = applications(occasion(world, "new_tenant", size=2, days=25))
    assert old.settle_account_no != new.settle_account_no
    assert representative(old).id_no != representative(new).id_no
    park = re.compile(r"\w{2}物流园")
    assert park.findall(old.warehouse_address or "") == park.findall(new.warehouse_address or "")
    assert park.search(old.warehouse_address or "")


def test_self_dealing_goes_round_in_a_small_circle(world: World) -> None:
    def names(drafts: list[Draft]) -> Counter[str | None]:
        return Counter(p.receiver.name for p in parcels(drafts))

    circle = names(frauds(campaign(world, "CR-08", "L0", size=60)))
    wide = names(frauds(campaign(world, "CR-08", "L2", size=60)))
    dealers = names(occasion(world, "distributor", size=60))
    assert sum(n for _, n in circle.most_common(12)) > 0.8 * 60
    assert sum(n for _, n in wide.most_common(12)) < 0.7 * 60
    assert sum(n for _, n in dealers.most_common(16)) > 0.8 * 60


def test_not_as_described_brings_complaints(world: World) -> None:
    drafts = [d for d in frauds(campaign(world, "CR-09", "L0", size=50)) if parcels([d])]
    assert all(d.course.mismatch == 0.30 for d in drafts)
    batch = occasion(world, "bad_batch", size=80)
    assert len({d.course.mismatch for d in batch}) == 2
    assert max(d.course.mismatch for d in batch) > 0.05


def test_a_diverted_payout_gives_a_merchant_another_account(world: World) -> None:
    drafts = campaign(world, "CR-10", "L0", size=3)
    false = frauds(drafts)
    own = [d for d in drafts if not d.label.is_fraud]
    assert len({a.settle_account_no for a in applications(false)}) == 1
    assert len({a.merchant_id for a in applications(false)}) == 3
    assert all("settle_account_changed" in outcomes(d) for d in false)
    assert not {a.settle_account_no for a in applications(own)} & {
        a.settle_account_no for a in applications(false)
    }
    assert {a.merchant_id for a in applications(own)} <= {
        a.merchant_id for a in applications(false)
    }
    before, after = applications(occasion(world, "account_change", size=2))
    assert before.merchant_id == after.merchant_id
    assert before.settle_account_no != after.settle_account_no


@pytest.mark.parametrize(("stealth", "least"), [("L0", 0.6), ("L1", 0.35), ("L2", 0.15)])
def test_sums_lie_just_below_a_limit(world: World, stealth: Level, least: float) -> None:
    made = parcels(frauds(campaign(world, "CR-11", stealth, size=150, variant="low")))
    below = [p for p in made if 190_000 <= p.cod_amount_fen < 200_000]
    assert least < len(below) / len(made) < least + 0.4
    assert all(p.cod_amount_fen % 100 == 0 for p in made)


def test_booked_weights_heap_at_the_steps_of_the_price(world: World) -> None:
    made = parcels(frauds(campaign(world, "IN-06", "L0", size=60)))
    assert all(p.weight_grams % 1_000 == 0 and p.weight_grams > 0 for p in made)
    assert len({p.operator_id for p in made}) == 1
    packs = parcels(occasion(world, "standard_pack", size=60))
    assert len({round(p.weight_grams / 500) for p in packs}) <= 4


def test_fake_orders_are_dear_insured_and_claimed(world: World) -> None:
    drafts = frauds(campaign(world, "IN-07", "L0", size=40))
    claimed = sum("claimed" in outcomes(d) for d in drafts)
    insured = sum(p.item.insured_value_fen > 0 for p in parcels(drafts))
    assert claimed > 0.7 * 40
    assert insured > 0.8 * 40
    street = occasion(world, "gold_street", size=100)
    assert sum(p.item.insured_value_fen > 0 for p in parcels(street)) > 70
    assert sum("claimed" in outcomes(d) for d in street) < 20
    assert len({p.operator_id for p in parcels(street)}) == 1


@pytest.mark.parametrize("decoy", ["L29", "L30"])
def test_honest_surges_refuse_like_the_shop_itself(world: World, decoy: str) -> None:
    drafts = [d for d in occasion(world, decoy, size=80) if parcels([d])]
    assert len({p.merchant_id for p in parcels(drafts)}) == 1
    assert len({d.course for d in drafts}) == 1
    late = sum(day_of(d) >= 10 for d in drafts)
    assert late > 0.6 * len(drafts)


def test_television_sales_are_refused_and_were_ordered(world: World) -> None:
    drafts = [d for d in occasion(world, "L31", size=60) if parcels([d])]
    assert all(0.35 <= d.course.cod_refused <= 0.5 for d in drafts)
    assert all(d.course.not_ordered < 0.01 for d in drafts)


def test_a_village_shop_takes_in_what_its_neighbours_ordered(world: World) -> None:
    made = parcels(occasion(world, "village_cod", size=40))
    phones = Counter((p.receiver.phone or "").replace(" ", "")[-4:] for p in made)
    assert phones.most_common(1)[0][1] > 0.5 * 40
    assert len({p.receiver.name for p in made}) > 20


def test_victims_of_a_diverted_payout_were_seen_before_it(world: World) -> None:
    recipe, made = typologies()["CR-10"]
    story = made(recipe, "C1", 25, 2, 20, "L0")
    drafts = list(story.plan(world, random.Random(1)))
    own = [d for d in drafts if not d.label.is_fraud]
    assert len(own) > 10
    assert all(story.first_day <= day_of(d) < 27 for d in own)
