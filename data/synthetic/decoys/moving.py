"""A household moves, and its parcels are sent on."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.synthetic import shipments
from data.synthetic.courses import FORWARDED
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.world import World

_FOR_THE_HOME = frozenset({"electronics", "phones", "jewellery", "liquor", "home"})


@dataclass(frozen=True, slots=True)
class Moving(Occasion):
    """Parcels of several shops to one person, dear things among them, all sent on."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Half of them things for the new home."""
        person = world.cast(rng, world.population.adults)
        for _ in range(self.size):
            day = self.some_day(rng)
            shop = (
                world.market.any_that(rng, day, lambda s: s.trade in _FOR_THE_HOME)
                if chance(rng, 0.5)
                else world.market.by_volume(rng, day)
            )
            event = shipments.merchant_parcel(world, rng, day, shop, person, cod=False)
            yield Draft(event, self.label(), FORWARDED)
