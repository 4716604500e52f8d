import random
from collections import Counter

import pytest

from data.synthetic.presets import preset
from data.synthetic.world import World, build_world


@pytest.fixture
def world() -> World:
    return build_world(preset("demo"), 5)


def test_a_rank_passes_from_one_merchant_to_the_next(world: World) -> None:
    market = world.founder.market(30, days=2_000)
    rng = random.Random(1)
    early = {market.any(rng, 0).merchant_id for _ in range(500)}
    late = {market.any(rng, 1_999).merchant_id for _ in range(500)}
    assert len(early) == 30
    # Three in a hundred a month: after 66 months about one in seven is left.
    assert 0 < len(early & late) < 12
    assert all(shop.opened_day <= 1_999 for shop in market)


def test_applicants_use_cash_on_delivery_and_are_among_the_larger(world: World) -> None:
    market = world.founder.market(200, days=1)
    shops = list(market)
    rng = random.Random(3)
    places = []
    for _ in range(2_000):
        shop = market.applicant(rng, 0)
        assert shop.uses_cod
        places.append(shops.index(shop))
    assert 0.6 < sum(place < 100 for place in places) / len(places) < 0.8


def test_one_owner_may_have_two_shops(world: World) -> None:
    shops = list(world.founder.market(1_000, days=1))
    owners = Counter(shop.legal_rep.number for shop in shops)
    accounts = Counter(shop.settle_account_no for shop in shops)
    assert sum(count > 1 for count in owners.values()) > 20
    assert 10 < sum(count > 1 for count in accounts.values()) < 45


def test_shared_warehouses_have_several_tenants(world: World) -> None:
    market = world.founder.market(400, days=1)
    tenants: dict[str, int] = {}
    for shop in market:
        if shop.shared_store:
            tenants[str(shop.store)] = tenants.get(str(shop.store), 0) + 1
    assert tenants
    assert max(tenants.values()) <= 40
    assert max(tenants.values()) >= 4


def test_a_shop_that_fits_is_found_or_missed_aloud(world: World) -> None:
    rng = random.Random(1)
    found = {world.market.any_that(rng, 0, lambda s: s.uses_cod).merchant_id for _ in range(200)}
    assert found == {shop.merchant_id for shop in world.market if shop.uses_cod}
    with pytest.raises(LookupError, match="market is too small"):
        world.market.any_that(rng, 0, lambda s: s.trade == "nothing")


def test_a_story_s_shop_is_of_the_trade_that_it_asks_for(world: World) -> None:
    shop = world.founder.merchant(random.Random(2), 0.5, trade="liquor")
    assert shop.trade == "liquor"
    assert "酒水" in shop.name


def test_a_shop_forgets_one_customer_for_each_new_one() -> None:
    shop = build_world(preset("demo"), 6).founder.merchant(random.Random(2), 0.5)
    rng = random.Random(1)
    for number in range(6_000):
        shop.remember(rng, number)
    assert len(shop.customers) == 5_000
    assert 5_999 in shop.customers
