"""bad_batch: an honest shop sends out a bad batch."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from data.synthetic import items, trade
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class BadBatch(Occasion):
    """One article, broken or of another colour; customers send it back and the shop pays."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Parcels of the batch among others of the shop."""
        make = trade.new_shop if chance(rng, 0.4) else trade.market_shop
        shop = make(world, rng, self.start_day)
        usual = shop.standing.course
        bad = replace(usual, mismatch=rng.uniform(0.05, 0.25), cod_refused=rng.uniform(0.12, 0.3))
        article = rng.choice(items.TRADES[shop.trade].texts)
        for _ in range(self.size):
            of_batch = chance(rng, 0.7)
            yield trade.shop_parcel(
                world,
                rng,
                self.some_day(rng),
                shop,
                self.label(),
                course=bad if of_batch else usual,
                goods=items.goods(rng, shop.trade, text=article) if of_batch else None,
                cod=chance(rng, 0.7),
            )
