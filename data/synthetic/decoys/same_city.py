"""A shop of small things delivers within its city on the same day."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.synthetic import items, shipments
from data.synthetic.courses import LOCAL
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.items import Goods
from data.synthetic.population import somebody
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class SameCity(Occasion):
    """Light parcels of nearly one weight, signed for within a day, because they don't go far."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Parcels of a shop to people of its district."""
        shop = world.market.any(rng, self.start_day)
        neighbours = world.population.persons_of(shop.store.district)
        grams = rng.randrange(3, 10) * 10
        for _ in range(self.size):
            ordered = items.goods(rng, shop.trade)
            event = shipments.merchant_parcel(
                world,
                rng,
                self.some_day(rng),
                shop,
                somebody(rng, neighbours),
                goods=Goods(ordered.item, grams + 10 * rng.randrange(0, 2)),
                cod=False,
            )
            yield Draft(event, self.label(), LOCAL)
