"""L29: a live stream sells out one article."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.synthetic import items, trade
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class LiveStream(Occasion):
    """Parcels of one article to new customers; they refuse and complain no more than others."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """The parcels, and in half of the cases an application for a higher limit.

        One shop in three has just been opened.
        """
        new = chance(rng, 0.33)
        make = trade.new_shop if new else trade.market_shop
        shop = make(world, rng, self.start_day)
        article = rng.choice(items.TRADES[shop.trade].texts)
        if chance(rng, 0.5):
            asked = rng.uniform(1.0, 2.0)
            day = self.some_day(rng)
            yield trade.application(world, rng, day, shop, self.label(), appetite=asked)
        for _ in range(self.size):
            yield trade.shop_parcel(
                world,
                rng,
                trade.rising_day(rng, self.start_day, self.days),
                shop,
                self.label(),
                customer=world.receivers.pick(rng),
                goods=items.goods(rng, shop.trade, text=article),
            )
