"""village_cod: the village shop takes in the neighbours' parcels."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from data.synthetic import trade
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.population import somebody
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class VillageShop(Occasion):
    """Own names, the keeper's phone and mostly the keeper's door; who is away cannot pay."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Orders of the villagers at shops of the market."""
        villages = world.population.villages
        villagers = villages[self.number % len(villages)]
        keeper = somebody(rng, villagers)
        refused = rng.uniform(0.12, 0.40)
        for _ in range(self.size):
            neighbour, day = somebody(rng, villagers), self.some_day(rng)
            home = keeper.home if chance(rng, 0.7) else neighbour.home
            shop = trade.market_shop(world, rng, day)
            yield trade.shop_parcel(
                world,
                rng,
                day,
                shop,
                self.label(),
                customer=replace(neighbour, phone=keeper.phone, home=home, second_home=None),
                course=replace(shop.standing.course, cod_refused=refused),
                cod=chance(rng, 0.8),
            )
