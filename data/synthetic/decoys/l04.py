"""L04: the return desk of a parcel station."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.synthetic import shipments
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.population import somebody
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class ReturnDesk(Occasion):
    """Names and phones of a whole quarter at one address, as many returns as deliveries."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """A parcel for a neighbour, then a return of another, in turn."""
        district = rng.choice(world.districts)
        station = rng.choice(world.pools.stations[district.code])
        outlet = shipments.carrier_outlet(world, rng, district)
        quarter = world.population.adults_of(district)
        for number in range(self.size):
            day = self.some_day(rng)
            shop = world.market.by_volume(rng, day)
            neighbour = somebody(rng, quarter).reached_at(station)
            if number % 2:
                event = shipments.return_parcel(world, rng, day, neighbour, shop, outlet=outlet)
            else:
                event = shipments.merchant_parcel(world, rng, day, shop, neighbour)
            yield Draft(event, self.label())
