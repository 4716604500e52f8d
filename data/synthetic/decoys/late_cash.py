"""late_cash: an outlet's cash is late for some days, and all of it is paid."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from data.synthetic import trade
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.merchants import Merchant
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class LateCash(Occasion):
    """Parcels of several shops at one outlet, of all its couriers."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Cash on delivery whose payment waits until the fault is repaired."""
        outlet = world.outlets.some(rng, "express", 1)[0]

        def near(shop: Merchant) -> bool:
            return shop.uses_cod and shop.store.district == outlet.district

        shops = [trade.market_shop(world, rng, self.start_day, near) for _ in range(6)]
        for _ in range(self.size):
            day, shop = self.some_day(rng), rng.choice(shops)
            draft = trade.shop_parcel(world, rng, day, shop, self.label(), cod=True)
            late = self.start_day + self.days - day + rng.randint(0, 4)
            course = replace(draft.course, remit_days=(3 + late, 8 + late))
            yield trade.taken_at(rng, replace(draft, course=course), outlet, outlet.staff)
