"""CR-04: couriers of an outlet keep the cash and pay old debts with new cash (lapping)."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from data.synthetic import trade
from data.synthetic.campaigns.base import Campaign
from data.synthetic.courses import Course
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.merchants import Merchant
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class CashKept(Campaign):
    """Honest parcels of honest shops; only the remittance comes later and later, or never."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Parcels of shops near the outlet that these couriers took."""
        outlet = world.outlets.some(rng, "express", 1)[0]
        couriers = rng.sample(outlet.staff, int(self.lever("couriers")))

        def near(shop: Merchant) -> bool:
            return shop.uses_cod and shop.store.district == outlet.district

        shops = [trade.market_shop(world, rng, self.start_day, near) for _ in range(5)]

        for _ in range(self.size):
            day = self.some_day(rng)
            shop = rng.choice(shops)
            draft = trade.shop_parcel(world, rng, day, shop, self.label(), cod=True)
            late = replace(draft, course=self._course(rng, draft.course, day))
            yield trade.taken_at(rng, late, outlet, couriers)
        # The same couriers serve the rest of the shops' parcels as they should.
        for _ in range(self.size):
            shop = rng.choice(shops)
            draft = trade.shop_parcel(world, rng, self.some_day(rng), shop, self.cover_label())
            yield trade.taken_at(rng, draft, outlet, couriers)

    def _course(self, rng: random.Random, usual: Course, day: int) -> Course:
        """The later the day, the later the money; at the end much of it never comes."""
        gone = (day - self.start_day) / self.days
        first, last = self.lever("late_first"), self.lever("late_last")
        late = round(first + gone * (last - first))
        kept = gone > 2 / 3 and chance(rng, self.lever("lost"))
        low, high = usual.remit_days
        return replace(usual, remit_days=(low + late, high + late), remitted=0.0 if kept else 1.0)
