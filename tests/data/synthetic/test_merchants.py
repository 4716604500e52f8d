import random

import pytest

from data.synthetic.presets import preset
from data.synthetic.world import World, build_world


@pytest.fixture(scope="module")
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


def test_shared_warehouses_have_several_tenants(world: World) -> None:
    market = world.founder.market(400, days=1)
    tenants: dict[str, int] = {}
    for shop in market:
        if shop.shared_store:
            tenants[str(shop.store)] = tenants.get(str(shop.store), 0) + 1
    assert tenants
    assert max(tenants.values()) <= 40
    assert max(tenants.values()) >= 4


def test_a_shop_forgets_one_customer_for_each_new_one() -> None:
    shop = build_world(preset("demo"), 6).founder.merchant(random.Random(2), 0.5)
    rng = random.Random(1)
    for number in range(6_000):
        shop.remember(rng, number)
    assert len(shop.customers) == 5_000
    assert 5_999 in shop.customers
