"""L31: a shop sells by television to the old."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from data.synthetic import items, trade
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.merchants import Merchant
from data.synthetic.persons import Person
from data.synthetic.world import World

_OLD_YEARS: Final = 60
_TRADES: Final = ("daily", "cosmetics", "home", "collectibles")


@dataclass(frozen=True, slots=True)
class TelevisionSale(Occasion):
    """Ordered by phone, cash on delivery; 35 to 50 % think better of it at the door."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Parcels of a few articles; one customer in five orders more than once."""
        shop = trade.new_shop(world, rng, self.start_day, rng.choice(_TRADES))
        course = replace(
            shop.standing.course,
            cod_refused=rng.uniform(0.35, 0.50),
            not_ordered=0.003,
            mismatch=0.01,
        )
        articles = rng.sample(items.TRADES[shop.trade].texts, 2)
        yield trade.application(world, rng, self.start_day, shop, self.label())
        customers: list[Person] = []
        for _ in range(self.size):
            customer = self._customer(world, rng, customers, shop)
            yield trade.shop_parcel(
                world,
                rng,
                self.some_day(rng),
                shop,
                self.label(),
                customer=customer,
                course=course,
                goods=items.goods(rng, shop.trade, text=rng.choice(articles)),
                cod=True,
            )

    def _customer(
        self, world: World, rng: random.Random, customers: list[Person], shop: Merchant
    ) -> Person:
        if customers and chance(rng, 0.2):
            return rng.choice(customers)
        found = trade.customer_of(world, rng, shop)
        for _ in range(6):
            if found.age_years >= _OLD_YEARS:
                break
            found = world.receivers.pick(rng)
        customers.append(found)
        return found
