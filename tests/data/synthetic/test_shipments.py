import random
import re

import pytest

from data.synthetic import items, parties, shipments
from data.synthetic.shipments import spare_waybill, waybill_of
from tests.data.synthetic.telling import small_world


def test_waybills_have_one_form_and_say_nothing_of_their_place() -> None:
    given = [waybill_of(7, place) for place in range(2_000)]
    spare = [spare_waybill(random.Random(n)) for n in range(2_000)]
    assert all(re.fullmatch(r"98\d{11}", number) for number in given + spare)
    assert len(set(given)) == len(set(spare)) == 2_000
    assert given[:3] != sorted(given)[:3]
    assert waybill_of(8, 0) != given[0]


def test_given_goods_and_outlet_are_used() -> None:
    world, rng = small_world(), random.Random(1)
    shop, person = world.market.any(rng, 0), world.population.adults[0]
    goods = items.valued_goods(rng, shop.trade, 50_000, insured=True)
    outlet = world.outlets.some(rng, "post", 1)[0]
    sent = shipments.merchant_parcel(world, rng, 0, shop, person, goods=goods, outlet=outlet)
    back = shipments.return_parcel(world, rng, 0, person, shop, goods=goods, outlet=outlet)
    for event in (sent, back):
        assert (event.item, event.weight_grams) == (goods.item, goods.weight_grams)
        assert event.outlet_id == outlet.outlet_id
    assert back.is_return
    assert back.receiver.id_no is None


@pytest.mark.parametrize("seed", range(5))
def test_a_parcel_on_an_account_shows_the_company_and_no_person(seed: int) -> None:
    world, rng = small_world(), random.Random(seed)
    shop = world.market.any_that(rng, 0, lambda s: s.monthly_account)
    person = world.population.adults[seed]
    event = shipments.account_parcel(
        world,
        rng,
        0,
        shop,
        person,
        receiver=parties.receiver(rng, person),
        phone="13800001234",
        address=person.home,
        outlet=world.outlets.some(rng, "express", 1)[0],
    )
    assert (event.pay_mode, event.monthly_account) == ("monthly", shop.monthly_account)
    assert (event.sender.name, event.sender.id_no) == (shop.name, shop.uscc)
    assert event.channel in ("counter", "courier_pda")
    assert event.id_verified is None
    assert event.merchant_id is None
