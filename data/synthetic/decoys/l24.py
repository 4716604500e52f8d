"""L24: a heavy shopper in the days of a sale."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.synthetic import shipments
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class HeavyShopper(Occasion):
    """Parcels of known shops to one flat, in the names of the family."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """One parcel of this shop or that, mostly for the one who orders."""
        buyer = world.cast(rng, world.population.adults)
        names = [buyer, buyer, *world.population.family(buyer)]
        for _ in range(self.size):
            day = self.some_day(rng)
            shop = world.market.by_volume(rng, day)
            event = shipments.merchant_parcel(world, rng, day, shop, rng.choice(names))
            yield Draft(event, self.label())
