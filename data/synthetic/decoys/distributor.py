"""distributor: a wholesaler serves a few dealers week by week."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from data.synthetic import items, trade
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class Distributor(Occasion):
    """Few receivers who pay at the door; one of them may be a relative of the owner."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Boxes of one weight, or nearly, to five to fifteen dealers."""
        make = trade.new_shop if chance(rng, 0.5) else trade.market_shop
        shop = make(world, rng, self.start_day)
        near = world.population.adults_of(shop.store.district)
        dealers = [world.cast(rng, near) for _ in range(rng.randint(5, 15))]
        if chance(rng, 0.4):
            dealers.append(rng.choice(world.population.family(shop.legal_rep)))
        yield trade.application(world, rng, self.start_day, shop, self.label())
        course = replace(shop.standing.course, cod_refused=0.01, mismatch=0.001, days=(0, 3))
        box = items.goods(rng, shop.trade)
        for _ in range(self.size):
            grams = max(10, box.weight_grams + 10 * rng.randrange(-4, 5))
            yield trade.shop_parcel(
                world,
                rng,
                self.some_day(rng),
                shop,
                self.label(),
                customer=rng.choice(dealers),
                course=course,
                goods=replace(box, weight_grams=grams),
                cod=chance(rng, 0.85),
            )
