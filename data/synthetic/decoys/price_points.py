"""price_points: shops whose articles cost 199, 499 or 1,999 yuan."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from data.synthetic import trade
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.world import World

# By trade, what one article costs in yuan and what is taken off in a sale.
_PRICES: Final = (
    ("liquor", (499, 489, 479, 298)),
    ("phones", (1_999, 1_949, 1_899, 999)),
    ("fashion", (199, 189, 195, 129)),
)


@dataclass(frozen=True, slots=True)
class PricePoints(Occasion):
    """Most sums are one of four prices; the others are of several articles together."""

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Parcels of one shop to customers of its own; some order twice in a day."""
        kind, prices = rng.choice(_PRICES)
        shop = trade.new_shop(world, rng, self.start_day, kind)
        yield trade.application(world, rng, self.start_day, shop, self.label())
        for _ in range(self.size):
            priced = chance(rng, rng.uniform(0.6, 0.9))
            yield trade.shop_parcel(
                world,
                rng,
                self.some_day(rng),
                shop,
                self.label(),
                cod=True,
                cod_amount_fen=100 * rng.choice(prices) if priced else None,
            )
