"""L30: a shop takes part in a sale."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.synthetic import trade
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class Sale(Occasion):
    """Known and new customers, the usual goods; one shop in three asks for a higher limit."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Parcels on top of the shop's everyday ones."""
        shop = trade.market_shop(world, rng, self.start_day)
        if chance(rng, 0.33):
            asked = rng.uniform(1.0, 2.0)
            yield trade.application(world, rng, self.start_day, shop, self.label(), appetite=asked)
        for _ in range(self.size):
            day = trade.rising_day(rng, self.start_day, self.days)
            yield trade.shop_parcel(world, rng, day, shop, self.label())
