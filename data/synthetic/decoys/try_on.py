"""Clothes are ordered to be tried on, and most of them go back."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.synthetic import items, shipments
from data.synthetic.courses import RECEIVED
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.items import Goods
from data.synthetic.world import World

_TRADES = frozenset({"fashion", "home", "jewellery"})
_WHOLE_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class TryOn(Occasion):
    """Returns of one person: of the weight that came, or of less, where a part is kept."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """An order and its return within a week, in turn."""
        buyer = world.cast(rng, world.population.adults)
        for _ in range(self.size // 2):
            day = self.some_day(rng)
            shop = world.market.any_that(rng, day, lambda s: s.trade in _TRADES)
            content = items.goods(rng, shop.trade)
            order = shipments.merchant_parcel(world, rng, day, shop, buyer, goods=content)
            yield Draft(order, self.label(), RECEIVED)
            back = shipments.return_parcel(
                world,
                rng,
                day + rng.randrange(3, 9),
                buyer,
                shop,
                goods=_sent_back(rng, content),
            )
            yield Draft(back, self.label())


def _sent_back(rng: random.Random, content: Goods) -> Goods:
    """The whole on another scale, or what is left of it, without its box."""
    if chance(rng, _WHOLE_SHARE):
        grams: float = content.weight_grams + rng.randrange(-10, 11)
    else:
        grams = content.weight_grams * rng.uniform(0.15, 0.9)
    return Goods(content.item, items.on_scale(rng, grams))
