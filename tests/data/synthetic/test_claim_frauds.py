"""Frauds that live on claims, returns, redirection and waybills."""

import random

import pytest

from data.synthetic.drafts import LEVELS, Draft, Level
from data.synthetic.shipments import waybill_of
from tests.data.synthetic.telling import (
    START_DAY,
    campaign,
    cover,
    frauds,
    parcel,
    phone_of,
    phones_of,
    road_of,
    share_of_commonest,
    small_world,
)


def claimed(draft: Draft) -> bool:
    return any(fact.outcome == "claimed" for fact in draft.facts)


@pytest.mark.parametrize("stealth", LEVELS)
def test_sh11_the_ring_sends_to_itself_and_claims_the_insured_value(stealth: Level) -> None:
    drafts = [d for d in campaign("SH-11", stealth) if d.label.is_fraud]
    persons = {parcel(d).sender.id_no for d in drafts}
    assert 2 <= len(persons) <= 6
    assert phones_of(parcel(d).sender for d in drafts) & phones_of(
        parcel(d).receiver for d in drafts
    )
    for draft in filter(claimed, drafts):
        insured = parcel(draft).item.insured_value_fen
        assert insured > 0
        assert {fact.amount_fen for fact in draft.facts} == {insured}
    least = {"L0": 0.85, "L1": 0.5, "L2": 0.25}[stealth]
    assert sum(map(claimed, drafts)) > least * len(drafts)


def test_sh11_the_naive_insure_at_one_cap() -> None:
    assert len({e.item.insured_value_fen for e in frauds(campaign("SH-11"))}) == 1
    assert len({e.item.insured_value_fen for e in frauds(campaign("SH-11", "L2"))}) > 10


@pytest.mark.parametrize("stealth", LEVELS)
def test_sh12_most_of_few_parcels_end_in_a_complaint(stealth: Level) -> None:
    drafts = [d for d in campaign("SH-12", stealth) if d.label.is_fraud]
    complaints = [d for d in drafts if d.facts]
    assert len(complaints) > 0.3 * len(drafts)
    for draft in complaints:
        assert {"complaint_mismatch", "claimed"} <= {fact.outcome for fact in draft.facts}
        assert 5_000 < max(fact.amount_fen or 0 for fact in draft.facts) < 500_000
    assert len({parcel(d).sender.id_no for d in drafts}) <= 4


@pytest.mark.parametrize("variant", ["station", "flat"])
def test_sh13_what_was_ordered_under_many_names_leaves_one_place(variant: str) -> None:
    drafts = campaign("SH-13", variant=variant)
    orders, returns = cover(drafts), frauds(drafts)
    assert all(e.is_return for e in returns)
    assert len({e.sender.id_no for e in returns}) >= 8
    assert share_of_commonest(road_of(e.sender) for e in returns) > 0.9
    assert len(phones_of(e.sender for e in returns)) == 1
    # Each return has the weight of an order from the same shop, on another scale.
    for back in returns:
        assert any(
            order.sender.name == back.receiver.name
            and abs(order.weight_grams - back.weight_grams) <= 100
            and 3 <= (back.occurred_at.date() - order.occurred_at.date()).days <= 4
            for order in orders
        )


@pytest.mark.parametrize("stealth", LEVELS)
def test_sh14_returns_are_too_light(stealth: Level) -> None:
    drafts = campaign("SH-14", stealth, variant="swapped")
    sent = {
        (e.sender.name, e.item.text, e.item.category): e for e in cover(drafts) if e.merchant_id
    }
    pairs = [
        (back, sent[key])
        for back in frauds(drafts)
        if (key := (back.receiver.name, back.item.text, back.item.category)) in sent
    ]
    lightest = {"L0": 0.4, "L1": 0.8, "L2": 1.1}[stealth]
    lighter = [back.weight_grams < lightest * out.weight_grams for back, out in pairs]
    assert sum(lighter) > 0.6 * len(lighter) > 20
    assert min(out.item.declared_value_fen for _, out in pairs) >= 30_000
    assert all(d.facts[0].source == "merchant" for d in drafts if d.label.is_fraud)


def test_sh14_some_returns_never_come() -> None:
    never = [d for d in campaign("SH-14", variant="never_sent") if d.label.is_fraud]
    assert all(d.facts == () for d in never)
    endings = [d.course.endings.pick(random.Random(n)) for n, d in enumerate(never)]
    assert endings.count("undeliverable") > 0.5 * len(endings)


def test_sh15_one_phone_stands_for_many_names_and_places() -> None:
    drafts = campaign("SH-15")
    sent = frauds(drafts)
    assert len(phones_of(e.receiver for e in sent)) == 1
    assert len({road_of(e.receiver) for e in sent}) > 30
    assert len({e.merchant_id for e in sent}) > 5
    assert {d.course.days for d in drafts} == {(0, 2)}
    own = frauds(campaign("SH-15", "L2"))
    assert len({phone_of(e.receiver) for e in own}) > 20


def test_sh16_naive_labels_share_numbers_between_receivers() -> None:
    printed = frauds(campaign("SH-16", "L0", variant="printed"))
    numbers = {e.waybill_no for e in printed}
    assert 6 <= len(numbers) <= 9
    for number in numbers:
        assert len({e.receiver.name for e in printed if e.waybill_no == number}) > 3


def test_sh16_copied_numbers_are_those_of_parcels_that_were_there() -> None:
    copied = {e.waybill_no for e in frauds(campaign("SH-16", "L2", variant="copied"))}
    world = small_world()
    passed = START_DAY * (world.preset.shipments + world.preset.openings) // world.preset.days
    assert copied <= {waybill_of(world.seed, place) for place in range(passed)}
    assert len(copied) == pytest.approx(40, abs=2)
